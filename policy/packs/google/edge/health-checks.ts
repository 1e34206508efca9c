import { UNKNOWN, blockPaths, numberAt, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { isBetween, forEveryOf, judgeValue, type Known } from "../../../core/judge";
import type { Estate } from "../../../core/estate";
import { unknown, type Rule, type Verdict } from "../../../core/rule";
import { BACKEND_SERVICES, groupKind } from "./serverless-backends";

/** Every kind of health check. */
export const HEALTH_CHECKS = [
  "google_compute_health_check",
  "google_compute_region_health_check",
  "google_compute_http_health_check",
  "google_compute_https_health_check",
];
/** The API's own defaults. */
const DEFAULT_SECONDS = 5;

const timing: Rule = {
  id: "health-check-timing",
  kind: "refused",
  severity: "high",
  title: "A health check waits for an answer no longer than its interval",
  why: "Google refuses a timeout above the interval at apply, and the provider does not compare the two.",
  fix: "set timeout_sec to check_interval_sec or less",
  source: "https://cloud.google.com/load-balancing/docs/health-check-concepts",
  check: (estate) =>
    HEALTH_CHECKS.flatMap((type) => estate.ofType(type)).flatMap((check) => {
      const interval = valueAt(check, "check_interval_sec");
      if (interval === UNKNOWN) return [unknown(check, "check_interval_sec")];
      const most = numberAt(check, "check_interval_sec") ?? DEFAULT_SECONDS;
      return judgeValue(
        check,
        "timeout_sec",
        (value) => value === undefined || isBetween(1, most)(value),
        `1 to the interval (${most})`,
      );
    }),
};

/** Instance groups and zonal groups of VMs: only a health check tells which of them is up. */
const VM_GROUP =
  /\/instanceGroups\/|\/zones\/[^/]+\/networkEndpointGroups\/|^(.*\.)?google_compute_(region_)?(instance_group|instance_group_manager|network_endpoint_group)\./;

const leadsToMachines = (backend: Resource, block: string): boolean => {
  const path = `${block}.group`;
  return [textAt(backend, path) ?? "", ...referencesAt(backend, path)].some((text) => VM_GROUP.test(text));
};

/** The check "for every backend service in front of machines, this". */
export const forMachines =
  (check: (backend: Resource, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    BACKEND_SERVICES.flatMap((type) => estate.ofType(type))
      .filter((backend) =>
        blockPaths(backend, "backend").some(
          (block) => groupKind(estate, backend, block) === "other" && leadsToMachines(backend, block),
        ),
      )
      .flatMap((backend) => check(backend, estate));

const isPresent = (value: Known): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "";

const healthCheck: Rule = {
  id: "lb-machines-health-check",
  kind: "refused",
  severity: "high",
  title: "A backend service in front of machines has a health check",
  why: "Google refuses one without at apply; nothing else tells it which machine is up.",
  fix: "list a health check in health_checks",
  source: "https://cloud.google.com/load-balancing/docs/backend-service",
  yieldsTo: ["lb-neg-regions"],
  check: forMachines((backend) =>
    // One that is made here has no link yet, and is one all the same.
    referencesAt(backend, "health_checks").some((from) => /_health_check\./.test(from))
      ? []
      : judgeValue(backend, "health_checks", isPresent, "a health check"),
  ),
};

const MIN_DRAINING_SECONDS = 1;

const draining: Rule = {
  id: "lb-machines-draining",
  kind: "down",
  severity: "medium",
  title: "A machine that leaves finishes its requests",
  why: "With a draining of 0 every request and socket on it is cut at each deployment and scale-in.",
  fix: "set connection_draining_timeout_sec to 300, Google's suggestion, or more",
  source: "https://cloud.google.com/load-balancing/docs/enabling-connection-draining",
  yieldsTo: ["lb-neg-regions"],
  check: forMachines((backend) =>
    judgeValue(
      backend,
      "connection_draining_timeout_sec",
      (value) => value === undefined || isBetween(MIN_DRAINING_SECONDS, 3600)(value),
      "1 to 3600",
    ),
  ),
};

const thresholds: Rule = {
  id: "health-check-thresholds",
  kind: "down",
  severity: "medium",
  title: "A health check gives a machine more than one failure",
  why: "With a threshold of 1 one lost packet takes a machine and its sockets out of service.",
  fix: "set unhealthy_threshold to 2 or more",
  check: forEveryOf(HEALTH_CHECKS, (check) =>
    judgeValue(check, "unhealthy_threshold", (value) => value === undefined || isBetween(2, 10)(value), "2 to 10"),
  ),
};

export const healthCheckRules: readonly Rule[] = [timing, healthCheck, draining, thresholds];
