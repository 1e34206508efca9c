import { forEveryResource, secondsOf } from "../../../core/judge";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { conditionsOf } from "./alert-conditions";
import { waitsFor } from "../order";
import { ALERT, LOG_METRIC } from "./watched";

/** Half an hour to a week. */
const CLOSE_SECONDS = { min: 1800, max: 604_800 };
const CLOSE = "alert_strategy[0].auto_close";

const autoClose: Rule = {
  id: "alert-auto-close",
  kind: "refused",
  severity: "medium",
  title: "An incident closes by itself after half an hour to a week",
  why: "Google refuses any other time at apply; the provider takes any text.",
  fix: "set auto_close to 1800s–604800s",
  source: "https://cloud.google.com/monitoring/alerts/incidents-events#incidents-lifecycle",
  check: forEveryResource(ALERT, (policy) => {
    if (valueAt(policy, "alert_strategy") === UNKNOWN) return [];
    if (valueAt(policy, CLOSE) === UNKNOWN) return policy.references.has(CLOSE) ? [unknown(policy, CLOSE)] : [];
    const seconds = secondsOf(valueAt(policy, CLOSE));
    return seconds < CLOSE_SECONDS.min || seconds > CLOSE_SECONDS.max
      ? [violation(policy, `${CLOSE}: ${seconds} s found, ${CLOSE_SECONDS.min} to ${CLOSE_SECONDS.max} s allowed`)]
      : [];
  }),
};

/** Times of conditions that are queries, and what they are multiples of. */
const QUERY_TIMES = [
  ["condition_monitoring_query_language[0].duration", 60],
  ["condition_prometheus_query_language[0].evaluation_interval", 30],
] as const;

function judgeTime(policy: Resource, path: string, step: number): readonly Verdict[] {
  const value = valueAt(policy, path);
  // Left out Google fills it in, and tells only after apply.
  if (value === UNKNOWN) return policy.references.has(path) ? [unknown(policy, path)] : [];
  const seconds = secondsOf(value);
  return Number.isNaN(seconds) || seconds % step === 0
    ? []
    : [violation(policy, `${path}: ${seconds} s found, a multiple of ${step} s allowed`)];
}

const queryTimes: Rule = {
  id: "alert-query-times",
  kind: "refused",
  severity: "high",
  title: "A query is asked in the steps that Google takes",
  why: "Google refuses a duration of MQL that is no multiple of a minute, and an interval of PromQL that is none of half a minute, at apply.",
  fix: "set duration to 60s, 120s …, evaluation_interval to 30s, 60s …",
  source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies",
  check: forEveryResource(ALERT, (policy) =>
    blockPaths(policy, "conditions").flatMap((condition) =>
      QUERY_TIMES.flatMap(([path, step]) => judgeTime(policy, `${condition}.${path}`, step)),
    ),
  ),
};

/** Metrics of logs that somebody made. */
const USER_METRIC = /^logging\.googleapis\.com\/user\/(.+)$/;

const metricFirst: Rule = {
  id: "alert-log-metric-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "An alert waits for the log metric that it watches",
  why: "A name that is written out orders nothing: where the alert comes first Google finds no such metric, and the apply stops half-way.",
  fix: "write ${google_logging_metric.NAME.name} in the filter, or name the metric in depends_on",
  source: "https://developer.hashicorp.com/terraform/language/resources/behavior#resource-dependencies",
  check: (estate) =>
    conditionsOf(estate).flatMap(({ policy, at, metric }) => {
      // A local leads on to what no plan lists.
      if (referencesAt(policy, `${at}.filter`).some((from) => /(^|\.)(local|each)\./.test(from))) return [];
      const [, name] = USER_METRIC.exec(metric) ?? [];
      const made = estate
        .ofType(LOG_METRIC)
        .find((candidate) => candidate.isNew && textAt(candidate, "name") === name && candidate.stack === policy.stack);
      return name !== undefined && policy.isNew && made !== undefined && !waitsFor(estate, policy, made)
        ? [violation(policy, `${at}.filter: does not wait for ${made.address}, an order needed`)]
        : [];
    }),
};

/** When an alert is asked, when it ends, and what it waits for. */
export const alertTimeRules: readonly Rule[] = [autoClose, queryTimes, metricFirst];
