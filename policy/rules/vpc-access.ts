import { UNKNOWN, blockPaths, valueAt, type Resource } from "../resource";
import { forEvery, judge, ofType, oneOf, unknown, violation, type Rule } from "../rule";
import { RUN_SERVICE } from "./cloud-run";
import { variablesWhere } from "./variable";

/** Whether a service talks to the database or the cache: it mounts Cloud SQL's socket, or is told their address. */
const usesPrivateServices = (service: Resource): boolean =>
  blockPaths(service, "template[0].volumes").some(
    (volume) => valueAt(service, `${volume}.cloud_sql_instance[0]`) !== undefined,
  ) || variablesWhere(service, (name) => name === "REDIS_HOST" || name === "POSTGRES_HOST").length > 0;

/** Google answers "" where there is none. */
const hasConnector = (service: Resource): boolean =>
  ![undefined, ""].includes(valueAt(service, "template[0].vpc_access[0].connector") as string | undefined);

const access: Rule = {
  id: "run-vpc-access",
  severity: "critical",
  title: "A service that uses the database or the cache has VPC access",
  why: "Without it every Redis ping times out and the socket upgrade answers 503 (incidents 7 and 22).",
  fix: "give the service direct VPC egress (network and subnet)",
  check: forEvery(RUN_SERVICE, (service) => {
    if (!usesPrivateServices(service)) return [];
    const path = "template[0].vpc_access[0]";
    if (valueAt(service, path) === UNKNOWN) return [unknown(service, path)];
    const interfaces = blockPaths(service, `${path}.network_interfaces`).length;
    return interfaces > 0 || hasConnector(service)
      ? []
      : [violation(service, `${path}: nothing found, network_interfaces needed`)];
  }),
};

const oneWay: Rule = {
  id: "run-one-vpc-way",
  severity: "high",
  title: "A service has either a connector or direct VPC egress",
  why: "Google refuses both together at apply; google 6.50 does not check.",
  fix: "keep network_interfaces, remove connector",
  check: forEvery(RUN_SERVICE, (service) => {
    const path = "template[0].vpc_access[0]";
    const both = blockPaths(service, `${path}.network_interfaces`).length > 0 && hasConnector(service);
    return both ? [violation(service, `${path}: connector and network_interfaces found, one of them allowed`)] : [];
  }),
};

const egress: Rule = {
  id: "run-egress",
  severity: "critical",
  title: "Only private ranges leave through the VPC, unless it has a NAT",
  why: "ALL_TRAFFIC without a NAT cut Cloud SQL's sockets and every outside host for more than 24 h (incident 14).",
  fix: "set egress to PRIVATE_RANGES_ONLY, or declare a NAT in the same environment first",
  check: forEvery(RUN_SERVICE, (service, estate) => {
    if (valueAt(service, "template[0].vpc_access[0]") === undefined) return [];
    const withNat = ofType(estate, "google_compute_router_nat").length > 0;
    return judge(
      service,
      "template[0].vpc_access[0].egress",
      oneOf("PRIVATE_RANGES_ONLY", ...(withNat ? ["ALL_TRAFFIC"] : [])),
      withNat ? "PRIVATE_RANGES_ONLY or ALL_TRAFFIC" : "PRIVATE_RANGES_ONLY",
    );
  }),
};

export const vpcAccessRules: readonly Rule[] = [access, oneWay, egress];
