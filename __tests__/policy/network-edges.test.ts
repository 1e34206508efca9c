import { bucketRules } from "../../policy/packs/google/stores/buckets";
import { sharedSubnet } from "../../policy/packs/google/networks/connector-subnets";
import { dnsRules } from "../../policy/packs/google/edge/dns";
import { edgeContentRules } from "../../policy/packs/google/edge/edge-content";
import { namedOrder } from "../../policy/packs/google/networks/named-order";
import { tunnelRules } from "../../policy/packs/google/networks/tunnels";
import { unusedPart } from "../../policy/packs/google/networks/unused-parts";
import { findingsOfRules, resources } from "../support/resource";
import { saidOfNew } from "../support/new-resources";

const NETWORK = "google_compute_network.site";
const SUBNET = "google_compute_subnetwork.site";
const BACKEND = "google_compute_backend_service.web";

const ref = (address: string): string => `\${${address}.id}`;
const SITE = { [NETWORK]: { name: "site" }, [SUBNET]: { name: "site", network: ref(NETWORK) } };

const TUNNEL = "google_compute_vpn_tunnel.one";
const GATEWAY = "google_compute_ha_vpn_gateway.site";
const CLASSIC = "google_compute_vpn_gateway.old";

test("tunnels that stand alone, without a session, and of the old kind", () => {
  const alone = { [GATEWAY]: { name: "site" }, [TUNNEL]: { vpn_gateway: ref(GATEWAY), ike_version: 1 } };
  expect(saidOfNew(tunnelRules, alone)).toEqual([
    ["vpn-ike-version", TUNNEL],
    ["vpn-no-session", TUNNEL],
    ["vpn-one-tunnel", GATEWAY],
  ]);
  const classic = { [CLASSIC]: { name: "old" }, [TUNNEL]: { target_vpn_gateway: ref(CLASSIC) } };
  expect(saidOfNew(tunnelRules, classic)).toEqual([
    ["vpn-classic", CLASSIC],
    ["vpn-forwarding", CLASSIC],
  ]);
});

test("a peering without its other half", () => {
  const [there, back] = ["google_compute_network_peering.there", "google_compute_network_peering.back"];
  const networks = { [NETWORK]: { name: "site" }, "google_compute_network.other": { name: "other" } };
  const half = { ...networks, [there]: { network: "networks/site", peer_network: "networks/other" } };
  expect(saidOfNew(tunnelRules, half)).toEqual([["network-peering-one-way", there]]);
  expect(
    saidOfNew(tunnelRules, { ...half, [back]: { network: "networks/other", peer_network: "networks/site" } }),
  ).toEqual([]);
});

test("a connector that takes the subnet of a machine", () => {
  const [connector, machine] = ["google_vpc_access_connector.site", "google_compute_instance.web"];
  const alone = { [SUBNET]: { name: "site" }, [connector]: { subnet: { name: `\${${SUBNET}.name}` } } };
  expect(saidOfNew([sharedSubnet], alone)).toEqual([]);
  const shared = { ...alone, [machine]: { network_interface: { subnetwork: ref(SUBNET) } } };
  expect(saidOfNew([sharedSubnet], shared)).toEqual([["network-connector-shared", connector]]);
});

const ZONE = "google_dns_managed_zone.site";
const RECORD = "google_dns_record_set.www";
const zone = { name: "site", dns_name: "site.example." };

test.each([
  [
    "dns-record-outside",
    RECORD,
    { [ZONE]: zone, [RECORD]: { managed_zone: "site", name: "www.other.example.", type: "A" } },
  ],
  [
    "dns-cname-alone",
    RECORD,
    { [ZONE]: zone, [RECORD]: { managed_zone: "site", name: "site.example.", type: "CNAME" } },
  ],
  ["dns-private-unbound", ZONE, { [ZONE]: { ...zone, visibility: "private" } }],
])("%s: %s", (rule, address, bodies) => {
  expect(saidOfNew(dnsRules, bodies)).toEqual([[rule, address]]);
  expect(
    saidOfNew(dnsRules, { [ZONE]: zone, [RECORD]: { managed_zone: "site", name: "www.site.example.", type: "CNAME" } }),
  ).toEqual([]);
});

const BUCKET = "google_storage_bucket.pages";
const PAGES = "google_compute_backend_bucket.pages";
const PROXY = "google_compute_target_https_proxy.site";
const PROOF = "google_certificate_manager_dns_authorization.site";

test("what the edge serves to nobody", () => {
  const pages = { [BUCKET]: { name: "pages" }, [PAGES]: { bucket_name: "pages" } };
  const reader = {
    "google_storage_bucket_iam_member.pages": {
      bucket: "pages",
      member: "allUsers",
      role: "roles/storage.objectViewer",
    },
  };
  expect(saidOfNew(edgeContentRules, pages)).toEqual([["backend-bucket-private", PAGES]]);
  expect(saidOfNew(edgeContentRules, { ...pages, ...reader })).toEqual([]);
  const both = {
    [PROXY]: { ssl_certificates: ["one"], certificate_map: "//map" },
    [PROOF]: { domain: "site.example" },
  };
  const guarded = { [BACKEND]: { iap: { enabled: true } } };
  expect(saidOfNew(edgeContentRules, { ...both, ...guarded })).toEqual([
    ["certificate-dns-record", PROOF],
    ["iap-nobody", BACKEND],
    ["lb-certificate-map-beside", PROXY],
  ]);
});

test("what is named and not waited for, and what nothing uses", () => {
  const named = { [NETWORK]: { name: "site" }, [SUBNET]: { network: "site", name: "in" } };
  expect(saidOfNew([namedOrder], named)).toEqual([["named-order", SUBNET]]);
  expect(saidOfNew([namedOrder], SITE)).toEqual([]);
  const address = { "google_compute_global_address.site": { name: "front" } };
  expect(saidOfNew([unusedPart], address)).toEqual([["part-unused", "google_compute_global_address.site"]]);
  const used = { ...address, "google_compute_global_forwarding_rule.site": { ip_address: "front" } };
  expect(saidOfNew([unusedPart], used)).toEqual([]);
});

test("a part may be what a local gives to its user", () => {
  const made = resources({
    "google_compute_global_address.site": { name: "front" },
    "google_compute_global_forwarding_rule.site": { ip_address: "${local.address}" },
  }).map((resource) => ({ ...resource, isNew: true as const }));
  expect(findingsOfRules([unusedPart], { stacks: [], resources: made })).toEqual([]);
});

test.each([
  ["alone", {}, "critical"],
  ["that a load balancer serves", { [PAGES]: { bucket_name: "pages" } }, "low"],
])("an access list for everyone on a bucket %s", (_, more, severity) => {
  const list = { "google_storage_object_acl.page": { bucket: "pages", predefined_acl: "publicRead" } };
  const made = resources({ [BUCKET]: { name: "pages" }, ...list, ...more });
  const found = findingsOfRules(bucketRules, { stacks: [], resources: made });
  expect(found.filter(({ rule }) => rule === "bucket-public-acl").map((one) => one.severity)).toEqual([severity]);
});
