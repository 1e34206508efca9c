import { forEveryOf, forEveryResource, isOneOf, judgeValue } from "../../../core/judge";
import { UNKNOWN, valueAt } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { RUN_SERVICE } from "./cloud-run";
import { STARTUP_PROBE, probeTime, unknownTimes } from "./probes";
import { MODERN_TYPES } from "./workloads";

/** What a container of any language needs to start on a busy day. */
const LEAST_START_SECONDS = 10;
const TIMES = ["initial_delay_seconds", "failure_threshold", "period_seconds"] as const;

const window: Rule = {
  id: "run-start-window",
  kind: "down",
  severity: "medium",
  title: "A startup probe waits for ten seconds or more",
  why: "An instance that starts a little slower than on the day of the test is stopped, and so is the next: nothing serves.",
  fix: "raise failure_threshold, which costs nothing where the start is fast",
  source: "https://cloud.google.com/run/docs/configuring/healthchecks#startup-probes",
  yieldsTo: ["run-startup-probe"],
  check: forEveryResource(RUN_SERVICE, (service) => {
    const probe = valueAt(service, STARTUP_PROBE);
    if (probe === undefined || probe === UNKNOWN || unknownTimes(service, STARTUP_PROBE, TIMES).length > 0) return [];
    const [delay = 0, failures = 0, period = 0] = TIMES.map((name) => probeTime(service, STARTUP_PROBE, name));
    const seconds = delay + failures * period;
    return seconds < LEAST_START_SECONDS
      ? [violation(service, `${STARTUP_PROBE}: ${seconds} s to start found, ${LEAST_START_SECONDS} s or more allowed`)]
      : [];
  }),
};

const stage: Rule = {
  id: "run-launch-stage",
  kind: "down",
  severity: "low",
  title: "A service or job uses what Google offers to everybody",
  why: "What is in preview may change or go without notice, and Google's service level agreement leaves it out.",
  fix: "remove launch_stage where all that is used is general by now",
  source: "https://cloud.google.com/products#product-launch-stages",
  check: forEveryOf(MODERN_TYPES, (workload) =>
    judgeValue(workload, "launch_stage", isOneOf("GA", "", undefined), "GA"),
  ),
};

/** How a service starts, and on what. */
export const runStartRules: readonly Rule[] = [window, stage];
