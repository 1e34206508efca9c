import { SERVICE_EGRESS } from "../../../google/hardened/cloud-run";
import { judgeHardened } from "../../core/hardened";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../core/resource";
import { forEveryResource } from "../../core/judge";
import { unknown, violation, type Rule } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { RUN_SERVICE } from "./cloud-run";
import { regionOf } from "./references";
import { servicesWith } from "./variable";

const isHost = (name: string): boolean => /^(REDIS|POSTGRES|PG|DB|DATABASE|MYSQL|CACHE|MEMORYSTORE)_?HOST$/.test(name);

const mountsDatabase = (service: Resource): boolean =>
  blockPaths(service, "template[0].volumes").some(
    (volume) => valueAt(service, `${volume}.cloud_sql_instance[0]`) !== undefined,
  );

/** Services that talk to the database or the cache: they mount Cloud SQL's socket, or are told their address. */
function privateUsers(estate: Estate): readonly Resource[] {
  const told = new Set(servicesWith(estate, isHost));
  return estate.ofType(RUN_SERVICE).filter((service) => told.has(service) || mountsDatabase(service));
}

/** Google answers "" where there is none. */
const hasConnector = (service: Resource): boolean =>
  ![undefined, ""].includes(valueAt(service, "template[0].vpc_access[0].connector") as string | undefined);

const access: Rule = {
  id: "run-vpc-access",
  kind: "down",
  severity: "critical",
  title: "A service that uses the database or the cache has VPC access",
  why: "Without it every Redis ping times out and the socket upgrade answers 503 (incidents 7 and 22).",
  fix: "give the service direct VPC egress (network and subnet)",
  check: (estate) =>
    privateUsers(estate).flatMap((service) => {
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
  kind: "refused",
  severity: "high",
  title: "A service has either a connector or direct VPC egress",
  why: "Google refuses both together at apply; google 6.50 does not check.",
  fix: "keep network_interfaces, remove connector",
  check: forEveryResource(RUN_SERVICE, (service) => {
    const path = "template[0].vpc_access[0]";
    const both = blockPaths(service, `${path}.network_interfaces`).length > 0 && hasConnector(service);
    return both ? [violation(service, `${path}: connector and network_interfaces found, one of them allowed`)] : [];
  }),
};

const egress: Rule = {
  id: "run-egress",
  kind: "down",
  severity: "critical",
  title: "Only private ranges leave through the VPC, unless it has a NAT",
  why: "ALL_TRAFFIC without a NAT cut Cloud SQL's sockets and every outside host for more than 24 h (incident 14).",
  fix: `set egress to ${SERVICE_EGRESS.egress.value}, or declare a NAT in the same environment first`,
  check: forEveryResource(RUN_SERVICE, (service, estate) => {
    if (valueAt(service, "template[0].vpc_access[0]") === undefined) return [];
    const nats = estate.ofType("google_compute_router_nat");
    const region = textAt(service, "location");
    // A NAT serves its own region.
    const withNat = nats.some((nat) => {
      const own = regionOf(nat);
      return own === undefined || region === undefined || own === region;
    });
    return judgeHardened(service, SERVICE_EGRESS.egress, ...(withNat ? ["ALL_TRAFFIC"] : []));
  }),
};

export const vpcAccessRules: readonly Rule[] = [access, oneWay, egress];
