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

/** Ids of the alerts that a resource has to have. */
type IdsOf = (resource: Resource) => readonly string[];

/** The check "for every resource of that type, these alerts"; what they follow from is found out once for all of them. */
const everyOne =
  (type: string, idsIn: (spec: Spec) => IdsOf): SpecRule["check"] =>
  (estate, spec) => {
    if (!holdsMonitoring(estate)) return [];
    const idsOf = idsIn(spec);
    return estate.ofType(type).flatMap((resource) => missingAlerts(estate, resource, idsOf(resource)));
  };

function serviceIds({ environment }: Spec): IdsOf {
  const routed = new Set(routedServices(environment));
  return (service) => {
    const name = textAt(service, "name") ?? "";
    const spec = environment.services[name];
    if (!spec) return [];
    const own = spec.sockets ? OF_A_SOCKET_SERVICE : OF_A_SERVICE;
    return [...own, ...(routed.has(name) ? OF_A_BACKEND : [])].map((what) => `${what}-${name}`);
  };
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
  check: everyOne(SQL_INSTANCE, () => () => OF_THE_DATABASE),
};

const cache: SpecRule = {
  id: "alert-set-cache",
  kind: "house",
  severity: "medium",
  title: "The cache has its set of alerts",
  why,
  fix,
  check: everyOne("google_redis_instance", () => () => OF_THE_CACHE),
};

const environmentSet: SpecRule = {
  id: "alert-set-environment",
  kind: "house",
  severity: "medium",
  title: "Access, verification and drift have their alerts, and every host its two",
  why,
  fix,
  check: everyOne(URL_MAP, ({ environment }) => (map) => {
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

/** By the service and the id of the objective; none where the environment has no such objective. */
function objectiveIds({ environment }: Spec): IdsOf {
  const keyOf = (service: string, slo: string): string => `${service}/${slo}`;
  const ids = new Map(
    objectivesOf(environment).map(({ of, id, indicator }) => [
      keyOf(monitoredServiceId(environment, of), id),
      OF_AN_OBJECTIVE[indicator.kind].map((what) => `${what}-${of}-${id}`),
    ]),
  );
  return (slo) => ids.get(keyOf(textAt(slo, "service") ?? "", textAt(slo, "slo_id") ?? "")) ?? [];
}

const objectives: SpecRule = {
  id: "alert-set-objective",
  kind: "house",
  severity: "medium",
  title: "Every objective that a metric of Google's carries has alerts on how fast its budget goes",
  why: "Without them an error budget is seen to be gone when it is, and not while it goes.",
  fix,
  check: everyOne(SLO, objectiveIds),
};

/** Whether everything that has to be watched is. */
export const alertSetRules: readonly SpecRule[] = [services, database, cache, environmentSet, objectives];
