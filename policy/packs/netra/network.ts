import { forEveryResource, isOneOf, judgeValue } from "../../core/judge";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../core/resource";
import { unknown, violation, type SpecRule } from "../../core/rule";
import { GLOBAL_ADDRESS, SUBNET } from "../google/networks/network-ranges";
import { NAT } from "../google/networks/network-services";

/** Subnets that carry no workloads: proxies, Private Service Connect, peers. */
const NO_WORKLOAD = /PROXY|HTTPS_LOAD_BALANCER|PRIVATE_SERVICE_CONNECT|PRIVATE_NAT|PEER_MIGRATION/;

const carriesWorkloads = (subnet: Resource): boolean => !NO_WORKLOAD.test(textAt(subnet, "purpose") ?? "");

const googleAccess: SpecRule = {
  id: "network-private-google-access",
  kind: "house",
  severity: "low",
  title: "Subnets reach Google's APIs without a public address",
  why: "Without it, what has only a private address reaches neither Secret Manager nor logging.",
  fix: "set private_ip_google_access to true",
  check: forEveryResource(SUBNET, (subnet) =>
    carriesWorkloads(subnet) ? judgeValue(subnet, "private_ip_google_access", isOneOf(true), "true") : [],
  ),
};

const flowLogs: SpecRule = {
  id: "network-flow-logs",
  kind: "house",
  severity: "low",
  title: "Subnets log their connections",
  why: "Without flow logs nothing tells afterwards who reached the database, or why a connection was cut.",
  fix: "declare log_config",
  check: forEveryResource(SUBNET, (subnet) =>
    carriesWorkloads(subnet) ? judgeValue(subnet, "log_config[0]", (value) => value !== undefined, "a log_config") : [],
  ),
};

const natLogs: SpecRule = {
  id: "network-nat-logs",
  kind: "house",
  severity: "low",
  title: "A NAT logs at least its errors",
  why: "When its ports run out, connections to the outside fail one by one, and without the log nobody sees why.",
  fix: "declare log_config with enable true and filter ERRORS_ONLY",
  check: forEveryResource(NAT, (nat) => judgeValue(nat, "log_config[0].enable", isOneOf(true), "true")),
};

const addressProtected: SpecRule = {
  id: "network-address-protected",
  kind: "lost",
  severity: "high",
  title: "A public address is protected from destruction",
  why: "It stands in DNS: its loss is an outage of a day.",
  fix: "set lifecycle.prevent_destroy",
  check: forEveryResource(GLOBAL_ADDRESS, (address) => {
    if (!address.lifecycle || address.lifecycle.preventDestroy) return [];
    const type = valueAt(address, "address_type");
    if (type === UNKNOWN) return [unknown(address, "address_type")];
    return type === undefined || type === "EXTERNAL"
      ? [violation(address, "lifecycle.prevent_destroy: not set, true needed")]
      : [];
  }),
};

/** What our network logs, reaches and keeps. */
export const networkRules: readonly SpecRule[] = [googleAccess, flowLogs, natLogs, addressProtected];
