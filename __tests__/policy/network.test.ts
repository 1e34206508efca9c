import { networkRules } from "../../policy/packs/google/networks/network";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";

/** A private network as our construct writes it, hardened, and one service that uses it. */
const SERVICE = "google_cloud_run_v2_service.api";
const SUBNET = "google_compute_subnetwork.subnet";
const PEERING = "google_compute_global_address.peering";
const CONNECTION = "google_service_networking_connection.peering";
const ADDRESS = "google_compute_global_address.public";
const CONNECTOR = "google_vpc_access_connector.connector";
const FIREWALL = "google_compute_firewall.redis";
const NETWORK = "${google_compute_network.network.id}";
const ELSEWHERE = "${module.elsewhere.value}";

type Bodies = Readonly<Record<string, object>>;

const ESTATE: Bodies = {
  "google_compute_network.network": { name: "network" },
  [SERVICE]: {
    name: "api",
    template: {
      vpc_access: {
        egress: "PRIVATE_RANGES_ONLY",
        network_interfaces: [{ subnetwork: "projects/p/regions/us-central1/subnetworks/subnet" }],
      },
    },
  },
  [SUBNET]: { name: "subnet", region: "us-central1", network: NETWORK, ip_cidr_range: "10.10.0.0/24" },
  [PEERING]: {
    name: "peering",
    purpose: "VPC_PEERING",
    address_type: "INTERNAL",
    address: "10.20.0.0",
    prefix_length: 16,
    network: NETWORK,
  },
  [CONNECTION]: { network: NETWORK, reserved_peering_ranges: ["${google_compute_global_address.peering.name}"] },
  [ADDRESS]: { name: "public", address_type: "EXTERNAL", lifecycle: { prevent_destroy: true } },
  [CONNECTOR]: {
    name: "connector",
    ip_cidr_range: "10.8.0.0/28",
    machine_type: "e2-micro",
    min_instances: 2,
    max_instances: 3,
  },
  [FIREWALL]: { name: "vms", network: NETWORK, target_tags: ["vm"] },
  "google_compute_instance.vm": { name: "vm", tags: ["vm"] },
};

const broken = (address: string, path: string, value: unknown): Bodies => ({
  ...ESTATE,
  [address]: alteredBody(ESTATE[address]!, path, value),
});

test("a hardened network has no finding in the area", () => {
  expect(verdictsOf(networkRules, ESTATE)).toEqual([]);
});

test.each([
  ["network-subnet-size", SUBNET, "ip_cidr_range", "10.10.0.0/27", '"10.10.0.0/27" found, a range of /26 or larger'],
  ["network-ranges-overlap", PEERING, "address", "10.10.0.0", "10.10.0.0/16 found, which overlaps 10.10.0.0/24"],
  [
    "network-ranges-overlap",
    SUBNET,
    "secondary_ip_range",
    [{ range_name: "pods", ip_cidr_range: "10.20.64.0/20" }],
    "which overlaps 10.20.64.0/20 of google_compute_subnetwork.subnet",
  ],
  ["network-connector-bounds", CONNECTOR, "max_instances", 100, "100 found, 3 to 10"],
  ["network-connector-bounds", CONNECTOR, "min_instances", 1, "1 found, 2 to 9"],
  ["network-connector-bounds", CONNECTOR, "min_instances", 3, "3 found, fewer than max_instances (3)"],
  ["network-connector-bounds", CONNECTOR, "machine_type", "e2-standard-8", '"e2-standard-8" found'],
  ["network-connector-bounds", CONNECTOR, "name", "a-connector-with-a-long-name", "at most 25 characters"],
  ["network-connector-bounds", CONNECTOR, "ip_cidr_range", "10.8.0.0/24", "a /28 allowed"],
  ["network-firewall-tags", FIREWALL, "target_tags", ["redis"], "redis found, which no resource here carries"],
  ["network-peering-range", PEERING, "prefix_length", 28, "28 found, 8 to 24"],
  ["network-peering-range", PEERING, "prefix_length", undefined, "nothing found, 8 to 24"],
  ["network-peering-range", PEERING, "prefix_length", 4, "4 found, 8 to 24"],
  ["network-peering-range", CONNECTION, "reserved_peering_ranges", [], "an empty list found, at least one range"],
])("%s: %s %s = %j", (rule, address, path, value, message) => {
  const found = verdictsOf(networkRules, broken(address, path, value));
  expect(new Set(found.map((finding) => finding.rule))).toEqual(new Set([rule]));
  expect(found.every(({ status }) => status === "violation")).toBe(true);
  expect(found.map((finding) => finding.message).join("\n")).toContain(message);
});

test.each([
  ["network-subnet-size", SUBNET, "ip_cidr_range"],
  ["network-subnet-size", SERVICE, "template.vpc_access.network_interfaces.0.subnetwork"],
  ["network-subnet-size", SERVICE, "template.vpc_access"],
  ["network-connector-bounds", CONNECTOR, "max_instances"],
  ["network-firewall-tags", FIREWALL, "target_tags"],
  ["network-peering-range", PEERING, "prefix_length"],
  ["network-peering-range", CONNECTION, "reserved_peering_ranges"],
])("%s is unknown when %s %s is", (rule, address, path) => {
  const found = verdictsOfRule(networkRules, rule, broken(address, path, ELSEWHERE));
  expect(found.map(({ status }) => status)).toEqual(["unknown"]);
});

describe("what other estates may do", () => {
  test.each([
    ["a small subnet that Cloud Run does not use", SERVICE, "template.vpc_access", { connector: "c" }, "10.10.0.0/28"],
    [
      "a subnet of another configuration",
      SERVICE,
      "template.vpc_access.network_interfaces",
      [{ subnetwork: "theirs" }],
      "10.10.0.0/28",
    ],
  ])("%s", (_, address, path, value, range) => {
    const estate = broken(address, path, value);
    expect(
      verdictsOf(networkRules, { ...estate, [SUBNET]: alteredBody(ESTATE[SUBNET]!, "ip_cidr_range", range) }),
    ).toEqual([]);
  });

  test.each([
    [
      "the same range in another network",
      PEERING,
      { address: "10.10.0.0", network: "projects/p/global/networks/other" },
    ],
    ["an egress rule", FIREWALL, { direction: "EGRESS", target_tags: ["redis"] }],
    ["an ingress rule for everything", FIREWALL, { target_tags: undefined }],
    ["an address that is not protected", ADDRESS, { lifecycle: undefined }],
    [
      "a connector left to Google",
      CONNECTOR,
      { min_instances: undefined, machine_type: undefined, ip_cidr_range: undefined },
    ],
  ])("%s", (_, address, changes) => {
    expect(verdictsOf(networkRules, { ...ESTATE, [address]: { ...ESTATE[address], ...changes } })).toEqual([]);
  });

  test("tags where nothing managed stands in the estate", () => {
    const { [FIREWALL]: firewall } = broken(FIREWALL, "target_tags", ["redis"]);
    expect(verdictsOf(networkRules, { [FIREWALL]: firewall! })).toEqual([]);
  });
});

test("a tag of a Cloud Run interface is no target of an ingress rule", () => {
  const interfaces = "template.vpc_access.network_interfaces.0.tags";
  const found = verdictsOf(networkRules, {
    ...broken(SERVICE, interfaces, ["run"]),
    [FIREWALL]: { name: "run", network: NETWORK, target_tags: ["run"] },
  });
  expect(found.map(({ rule }) => rule)).toEqual(["network-firewall-tags"]);
});

test("a job's subnet is judged, by reference too", () => {
  const network_interfaces = [{ subnetwork: "${google_compute_subnetwork.small.id}" }];
  const found = verdictsOf(networkRules, {
    "google_cloud_run_v2_job.migrate": {
      name: "migrate",
      template: { template: { vpc_access: { network_interfaces } } },
    },
    "google_compute_subnetwork.small": { name: "small", ip_cidr_range: "10.0.0.0/28" },
  });
  expect(found.map(({ rule, address }) => [rule, address])).toEqual([
    ["network-subnet-size", "google_compute_subnetwork.small"],
  ]);
});
