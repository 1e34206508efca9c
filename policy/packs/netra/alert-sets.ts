import type { Environment } from "../../../environments/environment";
import { routedServices } from "../../../environments/hosts";
import { monitoredServiceId } from "../../../environments/names";
import { objectivesOf, type Indicator } from "../../../monitoring/slos";
import { derivedFact, type Estate } from "../../core/estate";
import { textAt, type Resource } from "../../core/resource";
import { violation, type SpecRule, type Verdict } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { alertIdOf } from "./alert-table";
import { SQL_INSTANCE } from "../google/cloud-sql-instance";
import { URL_MAP, hostsOf } from "../google/url-map";
import { ALERT, SLO } from "../google/watched";
import { holdsMonitoring } from "./watched";
import { RUN_SERVICE } from "../google/workloads";

/**
 * Which alerts there have to be, apart from the table that declares them: a row that is removed there is missed here.
 */
const OF_A_SERVICE = ["5xx", "503", "instances", "startup", "exits", "memory"];
const OF_A_SOCKET_SERVICE = [...OF_A_SERVICE, "sockets"];
const OF_A_BACKEND = ["backend-5xx", "backend-503"];
const OF_THE_DATABASE = ["up", "connections", "cpu", "disk", "latency"].map((what) => `database-${what}`);
const OF_THE_CACHE = ["memory", "clients", "evictions"].map((what) => `cache-${what}`);
const OF_EVERY_KIND = [
  "auth-failures",
  "bypass-use",
  "socket-errors",
  "handshake",
  "handshake-silent",
  "verify-infrastructure",
  "verify-authentication",
  "verify-application",
  "verify-test-setup",
  "verify-silent",
  "drift-silent",
];
/** Only in staging verification has a token to open a socket with, and tests run. */
const OF_THE_ENVIRONMENT: Readonly<Record<Environment["kind"], readonly string[]>> = {
  staging: [...OF_EVERY_KIND, "echo", "echo-silent", "e2e-success", "e2e-duration"],
  production: [...OF_EVERY_KIND, "bypass-tries"],
};
/** Those of verification hold one window an hour, whose failure has an alert of its own. */
const OF_AN_OBJECTIVE: Readonly<Record<Indicator["kind"], readonly string[]>> = {
  requests: ["burn-fast", "burn-slow"],
  latency: ["burn-fast", "burn-slow"],
  "clean-windows": ["missed"],
  "mean-windows": [],
  "true-windows": [],
};

const alertIds = derivedFact((estate) => new Set(estate.ofType(ALERT).map(alertIdOf)));

/** The verdicts on a resource without which alerts are missing. */
function missingAlerts(estate: Estate, resource: Resource, ids: readonly string[]): readonly Verdict[] {
  const declared = alertIds(estate);
  return ids
    .filter((id) => !declared.has(id))
    .map((id) => violation(resource, `alert "${id}": no policy found, one needed`));
}

/** The check "for every resource of that type, these alerts". */
const everyOne =
  (type: string, idsOf: (resource: Resource, spec: Spec) => readonly string[]): SpecRule["check"] =>
  (estate, spec) =>
    holdsMonitoring(estate)
      ? estate.ofType(type).flatMap((resource) => missingAlerts(estate, resource, idsOf(resource, spec)))
      : [];

function serviceIds(service: Resource, { environment }: Spec): readonly string[] {
  const name = textAt(service, "name") ?? "";
  const spec = environment.services[name];
  if (!spec) return [];
  const own = spec.sockets ? OF_A_SOCKET_SERVICE : OF_A_SERVICE;
  const behind = routedServices(environment).includes(name) ? OF_A_BACKEND : [];
  return [...own, ...behind].map((what) => `${what}-${name}`);
}

const why = "What nobody watches is found by its users (incidents 15 and 20).";
const fix = "give monitoring/alerts the row";

const services: SpecRule = {
  id: "alert-set-service",
  kind: "house",
  severity: "medium",
  title: "Every service has its set of alerts",
  why,
  fix,
  check: everyOne(RUN_SERVICE, serviceIds),
};

const database: SpecRule = {
  id: "alert-set-database",
  kind: "house",
  severity: "medium",
  title: "The database has its set of alerts",
  why,
  fix,
  check: everyOne(SQL_INSTANCE, () => OF_THE_DATABASE),
};

const cache: SpecRule = {
  id: "alert-set-cache",
  kind: "house",
  severity: "medium",
  title: "The cache has its set of alerts",
  why,
  fix,
  check: everyOne("google_redis_instance", () => OF_THE_CACHE),
};

const environmentSet: SpecRule = {
  id: "alert-set-environment",
  kind: "house",
  severity: "medium",
  title: "Access, verification and drift have their alerts, and every host its two",
  why,
  fix,
  check: everyOne(URL_MAP, (map, { environment }) => {
    const routed = hostsOf(map);
    // The map that only redirects has no hosts.
    if (routed.length === 0) return [];
    const keys = Object.entries(environment.hosts).filter(([, { host }]) => routed.includes(host));
    return [
      ...OF_THE_ENVIRONMENT[environment.kind],
      ...keys.flatMap(([key]) => [`uptime-${key}`, `certificate-${key}`]),
    ];
  }),
};

/** Ids of the alerts on an objective of the environment; none where it has no such objective. */
function objectiveAlertIds(environment: Environment, serviceId: string, sloId: string): readonly string[] {
  const objective = objectivesOf(environment).find(
    ({ of, id }) => monitoredServiceId(environment, of) === serviceId && id === sloId,
  );
  return objective
    ? OF_AN_OBJECTIVE[objective.indicator.kind].map((what) => `${what}-${objective.of}-${objective.id}`)
    : [];
}

const objectives: SpecRule = {
  id: "alert-set-objective",
  kind: "house",
  severity: "medium",
  title: "Every objective that a metric of Google's carries has alerts on how fast its budget goes",
  why: "Without them an error budget is seen to be gone when it is, and not while it goes.",
  fix,
  check: everyOne(SLO, (slo, { environment }) =>
    objectiveAlertIds(environment, textAt(slo, "service") ?? "", textAt(slo, "slo_id") ?? ""),
  ),
};

/** Whether everything that has to be watched is. */
export const alertSetRules: readonly SpecRule[] = [services, database, cache, environmentSet, objectives];
