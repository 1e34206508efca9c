import type { Environment } from "../../../environments/environment";
import { monitoredServiceId } from "../../../environments/names";
import { objectivesOf, type Objective } from "../../../monitoring/slos";
import { derivedFact, type Estate } from "../../core/estate";
import { textAt, type Resource } from "../../core/resource";
import { violation, type SpecRule, type Verdict } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { alertIdOf } from "./alert-table";
import { SQL_INSTANCE } from "../google/stores/cloud-sql-instance";
import { URL_MAP, hostsOf } from "../google/edge/url-map";
import { ALERT, SLO } from "../google/alerts/watched";
import { holdsMonitoring } from "./watched";
import { RUN_SERVICE } from "../google/programs/workloads";

/**
 * Which alerts there have to be, apart from the table that declares them: a row that is removed there is missed here. One
 * policy watches every service, host or node of its kind.
 */
const OF_SERVICES = ["outage", "instances", "memory", "exits", "delivery", "refused"];
const OF_SOCKETS = ["sockets-down", "handshake", "socket-errors"];
const OF_THE_DATABASE = ["down", "connections", "load", "disk"].map((what) => `database-${what}`).concat("backup");
const OF_THE_CACHE = ["down", "failover", "load"].map((what) => `cache-${what}`);
const OF_EVERY_KIND = [
  "auth-failing",
  "bypass-use",
  "certificate",
  "verify-infrastructure",
  "verify-application",
  "verify-silent",
  "drift",
];
/** Only in staging verification has a key that may be missing, and tests run. */
const OF_THE_ENVIRONMENT: Readonly<Record<Environment["kind"], readonly string[]>> = {
  staging: [...OF_EVERY_KIND, "verify-test-setup", "e2e"],
  production: [...OF_EVERY_KIND, "bypass-tries"],
};

/**
 * The alerts on how fast an objective's budget goes. Of verification there are none: a window of theirs is one run, whose
 * failure has an alert of its own. A day without a 503 has none either: one 503 misses it, and is for the weekly report.
 */
function objectiveAlerts({ of, id }: Objective): readonly string[] {
  if (of === "database") return ["database-load"];
  if (id === "availability") return ["outage", "burn-slow"];
  return id === "latency" ? ["latency"] : [];
}

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

const serviceIds =
  ({ environment }: Spec): IdsOf =>
  (service) => {
    const spec = environment.services[textAt(service, "name") ?? ""];
    return spec ? [...OF_SERVICES, ...(spec.sockets ? OF_SOCKETS : [])] : [];
  };

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
  title: "Access, certificates, verification and drift have their alerts",
  why,
  fix,
  // The map that only redirects has no hosts.
  check: everyOne(
    URL_MAP,
    ({ environment }) =>
      (map) =>
        hostsOf(map).length === 0 ? [] : OF_THE_ENVIRONMENT[environment.kind],
  ),
};

/** By the service and the id of the objective; none where the environment has no such objective. */
function objectiveIds({ environment }: Spec): IdsOf {
  const keyOf = (service: string, slo: string): string => `${service}/${slo}`;
  const ids = new Map(
    objectivesOf(environment).map((objective) => [
      keyOf(monitoredServiceId(environment, objective.of), objective.id),
      objectiveAlerts(objective),
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
