import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, judgeValue, isOneOf, plainText } from "../../../core/judge";
import { unknown, violation, type Rule } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { SUBNET } from "./network-ranges";
import { regionOf } from "../../../core/relations/link";
import { targetsOf } from "../../../core/relations/targets";

/** The type of networks. */
export const NETWORK = "google_compute_network";
export const NAT = "google_compute_router_nat";

const autoSubnets: Rule = {
  id: "network-auto-subnets",
  kind: "exposed",
  severity: "medium",
  title: "A network has the subnets that are declared",
  why: "An automatic one takes 10.128.0.0/9 over all regions: it overlaps ranges that are peered later, and no plan shows its subnets.",
  fix: "set auto_create_subnetworks to false",
  check: forEveryResource(NETWORK, (network) =>
    judgeValue(network, "auto_create_subnetworks", isOneOf(false), "false"),
  ),
};

const natPorts: Rule = {
  id: "network-nat-ports",
  kind: "refused",
  severity: "high",
  title: "A NAT maps ports either dynamically or independently of the endpoint",
  why: "Google refuses both together at apply; the provider does not check.",
  fix: "set enable_endpoint_independent_mapping to false beside dynamic port allocation",
  source: "https://cloud.google.com/nat/docs/ports-and-addresses",
  check: forEveryResource(NAT, (nat) => {
    const paths = ["enable_dynamic_port_allocation", "enable_endpoint_independent_mapping"];
    const values = paths.map((path) => valueAt(nat, path));
    if (!values.every((value) => value === true || value === UNKNOWN)) return [];
    const unknownPath = paths.find((path) => valueAt(nat, path) === UNKNOWN);
    return unknownPath === undefined
      ? [violation(nat, `${paths.join(" and ")}: both true found, one of them allowed`)]
      : [unknown(nat, unknownPath)];
  }),
};

/** Whether a subnet is one of the proxies of a region's load balancers. */
const isProxyOnly = (subnet: Resource): boolean => {
  const purpose = valueAt(subnet, "purpose");
  return (
    purpose === UNKNOWN || /REGIONAL_MANAGED_PROXY|INTERNAL_HTTPS_LOAD_BALANCER/.test(textAt(subnet, "purpose") ?? "")
  );
};

/** Where the rule's network is declared here, its subnets are as well. */
const networkIsHere = (estate: Estate, rule: Resource): boolean =>
  targetsOf(estate, rule, "network", [NETWORK]).length > 0;

const proxySubnet: Rule = {
  id: "lb-proxy-only-subnet",
  kind: "refused",
  severity: "high",
  title: "A regional managed load balancer has a proxy-only subnet in its region",
  why: "Google refuses its forwarding rule without one at apply.",
  fix: "declare a subnet with purpose REGIONAL_MANAGED_PROXY and role ACTIVE in the region",
  source: "https://cloud.google.com/load-balancing/docs/proxy-only-subnets",
  check: forEveryResource("google_compute_forwarding_rule", (rule, estate) => {
    const scheme = valueAt(rule, "load_balancing_scheme");
    const isManaged = scheme === UNKNOWN || /^(EXTERNAL|INTERNAL)_MANAGED$/.test(plainText(scheme));
    if (!isManaged || !networkIsHere(estate, rule)) return [];
    const proxies = estate.ofType(SUBNET).filter(isProxyOnly);
    const region = regionOf(rule);
    const fits = proxies.some((subnet) => region === undefined || [region, undefined].includes(regionOf(subnet)));
    if (!fits && scheme === UNKNOWN) return [unknown(rule, "load_balancing_scheme")];
    return fits
      ? []
      : [
          violation(
            rule,
            "network: no proxy-only subnet in its region found, one with purpose REGIONAL_MANAGED_PROXY needed",
          ),
        ];
  }),
};

/** Networks, NAT and the subnets of regional load balancers. */
export const networkServiceRules: readonly Rule[] = [autoSubnets, natPorts, proxySubnet];
