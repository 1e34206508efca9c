import { networkServiceRules } from "../../policy/packs/google/networks/network-services";
import { describeArea } from "../support/area";

const NETWORK = "google_compute_network.main";
const SUBNET = "google_compute_subnetwork.run";
const PROXIES = "google_compute_subnetwork.proxies";
const NAT = "google_compute_router_nat.nat";
const RULE = "google_compute_forwarding_rule.admin";

describeArea({
  rules: networkServiceRules,
  estate: {
    [NETWORK]: { name: "main", auto_create_subnetworks: false },
    [SUBNET]: { region: "europe-west1", log_config: { aggregation_interval: "INTERVAL_10_MIN" } },
    [PROXIES]: { region: "europe-west1", purpose: "REGIONAL_MANAGED_PROXY" },
    [NAT]: {
      enable_dynamic_port_allocation: true,
      enable_endpoint_independent_mapping: false,
      log_config: { enable: true },
    },
    [RULE]: {
      region: "europe-west1",
      load_balancing_scheme: "EXTERNAL_MANAGED",
      network: "${google_compute_network.main.id}",
    },
  },
  broken: [
    ["network-auto-subnets", NETWORK, "auto_create_subnetworks", undefined, "nothing found, false allowed"],
    ["network-nat-ports", NAT, "enable_endpoint_independent_mapping", true, "both true found"],
    ["lb-proxy-only-subnet", PROXIES, "region", "europe-west4", "no proxy-only subnet in its region"],
  ],
  held: [
    // What a network logs is its team's choice.
    [SUBNET, "log_config", undefined],
    [NAT, "log_config", undefined],
    [RULE, "load_balancing_scheme", "INTERNAL"],
    // A network of another state has its subnets there.
    [RULE, "network", "projects/p/global/networks/shared"],
    [PROXIES, "purpose", "INTERNAL_HTTPS_LOAD_BALANCER"],
  ],
  unknown: [
    ["network-auto-subnets", NETWORK, "auto_create_subnetworks"],
    ["network-nat-ports", NAT, "enable_endpoint_independent_mapping"],
  ],
});
