import { balancerFrontRules } from "../../policy/packs/google/edge/balancer-front";
import { firewallReachRules } from "../../policy/packs/google/networks/firewall-reach";
import { firewallRangeRules } from "../../policy/packs/google/networks/firewall-ranges";
import { firewallSourceRules } from "../../policy/packs/google/networks/firewall-sources";
import { networkReachRules } from "../../policy/packs/google/networks/network-reach";
import { saidOfNew } from "../support/new-resources";

const NETWORK = "google_compute_network.site";
const SUBNET = "google_compute_subnetwork.site";
const ROUTER = "google_compute_router.site";
const NAT = "google_compute_router_nat.site";
const MACHINE = "google_compute_instance.web";
const CLUSTER = "google_container_cluster.site";
const RULE = "google_compute_firewall.web";

const ref = (address: string): string => `\${${address}.id}`;
const SITE = {
  [NETWORK]: { name: "site" },
  [SUBNET]: { name: "site", region: "us-central1", network: ref(NETWORK), private_ip_google_access: true },
};
const WITH_NAT = {
  ...SITE,
  [ROUTER]: { name: "site", region: "us-central1", network: ref(NETWORK) },
  [NAT]: { name: "site", region: "us-central1", router: ref(ROUTER), nat_ip_allocate_option: "AUTO_ONLY" },
};
const INSTALLS = {
  metadata_startup_script: "apt-get install -y nginx",
  network_interface: { subnetwork: ref(SUBNET) },
};

test.each([
  ["vm-no-way-out", MACHINE, { ...SITE, [MACHINE]: INSTALLS }, { ...WITH_NAT, [MACHINE]: INSTALLS }],
  [
    ...(["gke-no-way-out", CLUSTER] as const),
    { ...SITE, [CLUSTER]: { network: ref(NETWORK), private_cluster_config: { enable_private_nodes: true } } },
    { ...SITE, [CLUSTER]: { network: ref(NETWORK) } },
  ],
  [
    ...(["network-default-route", NETWORK] as const),
    { ...WITH_NAT, [NETWORK]: { name: "site", delete_default_routes_on_create: true } },
    WITH_NAT,
  ],
  [
    ...(["subnet-google-access", SUBNET] as const),
    {
      ...SITE,
      [SUBNET]: { name: "site", network: ref(NETWORK) },
      [MACHINE]: { network_interface: { subnetwork: ref(SUBNET) } },
    },
    { ...SITE, [MACHINE]: { network_interface: { subnetwork: ref(SUBNET) } } },
  ],
  [
    ...(["network-nat-region", NAT] as const),
    { ...WITH_NAT, [SUBNET]: { name: "site", region: "europe-west1", network: ref(NETWORK) } },
    WITH_NAT,
  ],
  [
    ...(["network-default", MACHINE] as const),
    { [MACHINE]: { network_interface: { network: "default" } } },
    { [MACHINE]: { network_interface: { network: "site" } } },
  ],
  [
    ...(["network-nat-lists", NAT] as const),
    { [NAT]: { source_subnetwork_ip_ranges_to_nat: "LIST_OF_SUBNETWORKS" } },
    { [NAT]: { max_ports_per_vm: 2048, enable_dynamic_port_allocation: true } },
  ],
])("%s: %s", (rule, address, broken, held) => {
  expect(saidOfNew(networkReachRules, broken)).toContainEqual([rule, address]);
  expect(saidOfNew(networkReachRules, held).filter(([said]) => said === rule)).toEqual([]);
});

const allow = { protocol: "tcp", ports: ["443"] };
const EVERYONE = ["0.0.0.0/0"];
const OTHER = "google_compute_firewall.other";

test.each([
  [
    ...(["network-firewall-sources", RULE] as const),
    { [RULE]: { network: "n", source_ranges: EVERYONE, source_tags: ["web"], target_tags: ["web"], allow } },
    { [RULE]: { network: "n", source_ranges: ["10.0.0.0/8"], source_tags: ["web"], allow } },
  ],
  [
    ...(["network-firewall-untargeted", RULE] as const),
    { [RULE]: { network: "n", source_ranges: EVERYONE, allow } },
    { [RULE]: { network: "n", source_ranges: EVERYONE, target_tags: ["web"], allow } },
  ],
  [
    ...(["network-firewall-shadowed", RULE] as const),
    {
      [OTHER]: { network: "n", source_ranges: EVERYONE, priority: 900, deny: { protocol: "all" } },
      [RULE]: { network: "n", source_ranges: ["10.0.0.0/8"], target_tags: ["web"], allow },
    },
    {
      [OTHER]: { network: "n", source_ranges: EVERYONE, priority: 2000, deny: { protocol: "all" } },
      [RULE]: { network: "n", source_ranges: ["10.0.0.0/8"], target_tags: ["web"], allow },
    },
  ],
  [
    ...(["network-firewall-twice", OTHER] as const),
    {
      [RULE]: { network: "n", source_ranges: ["10.0.0.0/8"], allow },
      [OTHER]: { network: "n", source_ranges: ["10.0.0.0/8"], allow },
    },
    {
      [RULE]: { network: "n", source_ranges: ["10.0.0.0/8"], allow },
      [OTHER]: { network: "m", source_ranges: ["10.0.0.0/8"], allow },
    },
  ],
  [
    ...(["network-egress-idle", RULE] as const),
    { ...SITE, [RULE]: { network: ref(NETWORK), direction: "EGRESS", destination_ranges: EVERYONE, allow } },
    {
      ...SITE,
      [RULE]: { network: ref(NETWORK), direction: "EGRESS", destination_ranges: EVERYONE, allow },
      [OTHER]: { network: ref(NETWORK), direction: "EGRESS", destination_ranges: EVERYONE, deny: { protocol: "all" } },
    },
  ],
])("%s: %s", (rule, address, broken, held) => {
  expect(saidOfNew(firewallSourceRules, broken)).toContainEqual([rule, address]);
  expect(saidOfNew(firewallSourceRules, held).filter(([said]) => said === rule)).toEqual([]);
});

const TEMPLATE = "google_compute_instance_template.web";
const GROUP = "google_compute_region_instance_group_manager.web";
const CHECK = "google_compute_health_check.web";
const BACKEND = "google_compute_backend_service.web";
const SERVED = {
  ...SITE,
  [TEMPLATE]: { tags: ["web"], network_interface: { subnetwork: ref(SUBNET) } },
  [GROUP]: { version: { instance_template: ref(TEMPLATE) } },
  [CHECK]: { http_health_check: { port: 8080 } },
  [BACKEND]: { health_checks: [ref(CHECK)], backend: [{ group: `\${${GROUP}.instance_group}` }] },
  "google_project_iam_member.tunnel": { role: "roles/iap.tunnelResourceAccessor", member: "user:me@example.com" },
};
const letIn = (range: string, port: string, tag: string): object => ({
  network: ref(NETWORK),
  source_ranges: [range],
  target_tags: [tag],
  allow: { protocol: "tcp", ports: [port] },
});

test("a network that lets neither health checks nor tunnels in, and tags that do not meet", () => {
  expect(saidOfNew(firewallReachRules, { ...SERVED, [RULE]: letIn("10.0.0.0/8", "80", "absent") })).toEqual([
    ["iap-tunnel-closed", NETWORK],
    ["lb-health-firewall", BACKEND],
    ["network-firewall-tag-unused", RULE],
    ["vm-tag-unused", TEMPLATE],
  ]);
  const open = { [RULE]: letIn("35.191.0.0/16", "8080", "web"), [OTHER]: letIn("35.235.240.0/20", "22", "web") };
  expect(saidOfNew(firewallReachRules, { ...SERVED, ...open })).toEqual([]);
  // A policy may let in what no rule does.
  const policy = { "google_compute_network_firewall_policy.site": { name: "site" } };
  expect(saidOfNew(firewallReachRules, { ...SERVED, ...policy }).filter(([said]) => /^(lb|iap)-/.test(said))).toEqual(
    [],
  );
});

const ACCOUNT = "google_service_account.web";
const FRONT = "google_compute_global_forwarding_rule.web";

test("machines that everyone reaches past their load balancer, and a load balancer without an address", () => {
  const everyone = {
    network: "n",
    source_ranges: EVERYONE,
    target_tags: ["web"],
    allow: { protocol: "tcp", ports: ["80-90"] },
  };
  const served = {
    [ACCOUNT]: { account_id: "web" },
    [TEMPLATE]: {
      tags: ["web"],
      network_interface: { network: "n", access_config: {} },
      service_account: { email: `\${${ACCOUNT}.email}` },
    },
    [GROUP]: { version: { instance_template: ref(TEMPLATE) }, named_port: { name: "http", port: 80 } },
    [BACKEND]: { backend: [{ group: `\${${GROUP}.instance_group}` }] },
    [FRONT]: { target: "elsewhere" },
  };
  expect(saidOfNew(balancerFrontRules, { ...served, [RULE]: everyone })).toEqual([
    ["lb-bypassed", TEMPLATE],
    ["lb-own-address", FRONT],
    ["vm-account-roles", TEMPLATE],
  ]);
  const grant = { role: "roles/logging.logWriter", member: `serviceAccount:\${${ACCOUNT}.email}` };
  const better = {
    ...served,
    "google_project_iam_member.web": grant,
    [FRONT]: { target: "elsewhere", ip_address: "front" },
  };
  expect(saidOfNew(balancerFrontRules, { ...better, [RULE]: { ...everyone, network: "m" } })).toEqual([]);
});

const POLICY_RULE = "google_compute_network_firewall_policy_rule.ssh";

test.each([
  ["allow", 1],
  ["deny", 0],
])("a rule of a policy that says %s to everyone on the port of SSH", (action, count) => {
  const match = { src_ip_ranges: EVERYONE, layer4_configs: { ip_protocol: "tcp", ports: ["22"] } };
  const said = saidOfNew(firewallRangeRules, { [POLICY_RULE]: { action, direction: "INGRESS", match } });
  expect(said).toHaveLength(count);
});
