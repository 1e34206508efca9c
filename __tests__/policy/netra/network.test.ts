import { networkRules } from "../../../policy/packs/netra/network";
import { describeArea } from "../../support/area";
import { OUR_SPEC } from "../../support/spec";

const SUBNET = "google_compute_subnetwork.run";
const PROXIES = "google_compute_subnetwork.proxies";
const NAT = "google_compute_router_nat.nat";
const PUBLIC = "google_compute_global_address.public";
const PEERING = "google_compute_global_address.peering";

describeArea({
  rules: networkRules,
  spec: OUR_SPEC,
  estate: {
    [SUBNET]: { private_ip_google_access: true, log_config: { aggregation_interval: "INTERVAL_10_MIN" } },
    [PROXIES]: { purpose: "REGIONAL_MANAGED_PROXY" },
    [NAT]: { log_config: { enable: true } },
    [PUBLIC]: { name: "public", address_type: "EXTERNAL", lifecycle: { prevent_destroy: true } },
    [PEERING]: { name: "peering", address_type: "INTERNAL" },
  },
  broken: [
    ["network-private-google-access", SUBNET, "private_ip_google_access", false, "false found"],
    ["network-flow-logs", SUBNET, "log_config", undefined, "a log_config allowed"],
    ["network-nat-logs", NAT, "log_config", undefined, "nothing found, true allowed"],
    ["network-address-protected", PUBLIC, "lifecycle", undefined, "prevent_destroy: not set"],
    ["network-address-protected", PUBLIC, "lifecycle.prevent_destroy", false, "prevent_destroy: not set"],
    ["network-address-protected", PUBLIC, "", { name: "public" }, "prevent_destroy: not set"],
  ],
  unknown: [
    ["network-private-google-access", SUBNET, "private_ip_google_access"],
    ["network-nat-logs", NAT, "log_config.enable"],
    ["network-address-protected", PEERING, "address_type"],
  ],
});
