import { isOneOf } from "../../../core/judge";
import { blockPaths, numberAt, textAt, type Resource } from "../../../core/resource";
import { milder, violation, type Rule, type Verdict } from "../../../core/rule";
import { everyCondition, type Condition } from "./alert-conditions";
import { ALERT } from "./watched";

const isAbove = isOneOf("COMPARISON_GT", "COMPARISON_GE");

/** `5 errors per minute`, `> 10 in 5 min`, `100/h`: how many, and of which time. */
const MANY_IN_A_TIME =
  /(\d+(?:\.\d+)?)[^\d.%]{0,30}?(?:per|\/|a|in|within|every|each)\s*(?:\d+\s*)?(m|mins?|minutes?|h|hrs?|hours?|days?)\b/gi;

/** What people wrote beside a condition of what it counts. */
const wordsOf = (policy: Resource, at: string): string =>
  [
    textAt(policy, `${at.replace(/\.[^.]*$/, "")}.display_name`),
    textAt(policy, "display_name"),
    textAt(policy, "documentation[0].content"),
  ].join("\n");

/** Whether the words say a number of a minute or an hour, and the number is that one. */
const saysOfLonger = (words: string, threshold: number): boolean =>
  [...words.matchAll(MANY_IN_A_TIME)].some(([, many]) => Number(many) === threshold);

/** Whether a condition counts by the second. */
const isRate = (policy: Resource, at: string): boolean =>
  blockPaths(policy, `${at}.aggregations`).some(
    (aggregation) => textAt(policy, `${aggregation}.per_series_aligner`) === "ALIGN_RATE",
  );

/** What happens a few times an hour, if at all. */
const RARE = /^(kubernetes\.io\/container\/restart_count|logging\.googleapis\.com\/user\/.+)$/;
/** Answers that fail, among all. */
const FAILED = /response_code_class\s*!?=\s*(monitoring\.regex[^"]*)?"?[45]|severity\s*=\s*"?(ERROR|CRITICAL)/;

function judgeRate({ policy, at, metric, filter }: Condition): readonly Verdict[] {
  const threshold = numberAt(policy, `${at}.threshold_value`);
  if (threshold === undefined || !isRate(policy, at) || !isAbove(textAt(policy, `${at}.comparison`))) return [];
  const found = [
    violation(
      policy,
      `${at}.threshold_value: ${threshold} found of a rate, which is by the second: ${threshold * 60} a minute`,
    ),
  ];
  if (threshold > 0 && saysOfLonger(wordsOf(policy, at), threshold)) return found;
  if (threshold < 1) return [];
  if (RARE.test(metric)) return found;
  return FAILED.test(filter) ? milder("low", found) : [];
}

/** The same of a query: `rate(…[5m]) > 5`. */
function judgeQueries(policy: Resource): readonly Verdict[] {
  return blockPaths(policy, "conditions").flatMap((condition) => {
    const path = `${condition}.condition_prometheus_query_language[0].query`;
    const query = textAt(policy, path) ?? "";
    const [, threshold] = /\brate\s*\(.*>=?\s*(\d+(?:\.\d+)?)\s*$/s.exec(query) ?? [];
    return threshold !== undefined &&
      !/\*\s*60\b/.test(query) &&
      saysOfLonger(wordsOf(policy, path.replace(/\.query$/, "")), Number(threshold))
      ? [
          violation(
            policy,
            `${path}: more than ${threshold} by the second found, which is ${Number(threshold) * 60} a minute`,
          ),
        ]
      : [];
  });
}

const rate: Rule = {
  id: "alert-rate-by-second",
  kind: "no effect",
  severity: "medium",
  title: "The threshold of a rate is a number by the second",
  why: "Google's rates are by the second: a number that is meant by the minute is sixty times too high, and the alert stays silent.",
  fix: "divide the threshold by 60, or align with ALIGN_DELTA over the time that is meant (PromQL: increase)",
  source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#Aligner",
  check: (estate) => [...everyCondition(judgeRate)(estate), ...estate.ofType(ALERT).flatMap(judgeQueries)],
};

/** Metrics that count bytes. */
const BYTES =
  /(\/|_)(bytes|bytes_used|bytes_count|byte_count|used_bytes|total_bytes|total_byte_count|storage_bytes|backlog_bytes|unacked_bytes)$|^redis\.googleapis\.com\/stats\/memory\/usage$|^cloudsql\.googleapis\.com\/database\/memory\/(usage|total_usage)$/;
/** Below it no store, disk or machine is: such a number was meant in another unit. */
const LEAST_BYTES = 100_000;

const bytes: Rule = {
  id: "alert-byte-unit",
  kind: "no effect",
  severity: "medium",
  title: "A threshold for a size is written in bytes",
  why: "In megabytes, gigabytes or as a share the alert fires at once and never stops, until nobody looks at it any more.",
  fix: "write the number of bytes, or watch the utilization of the same thing, which is a share",
  source: "https://cloud.google.com/monitoring/api/metrics_gcp",
  check: everyCondition(({ policy, at, metric }) => {
    const threshold = numberAt(policy, `${at}.threshold_value`);
    if (threshold === undefined || !BYTES.test(metric) || !isAbove(textAt(policy, `${at}.comparison`))) return [];
    return threshold > 0 && threshold < LEAST_BYTES && !isRate(policy, at)
      ? [violation(policy, `${at}.threshold_value: ${threshold} found, in bytes, which is nearly nothing`)]
      : [];
  }),
};

/** What the agent on a machine measures in percent, unlike Google's own metrics. */
const PERCENT = /^agent\.googleapis\.com\/.+\/(percent_used|utilization)$/;

const percent: Rule = {
  id: "alert-percent-unit",
  kind: "no effect",
  severity: "medium",
  title: "A threshold for a metric of the agent is written in percent",
  why: "The agent counts from 0 to 100: above 0.9, which is less than one percent, the alert fires all the time.",
  fix: "write 90 for 90 %",
  source: "https://cloud.google.com/monitoring/api/metrics_opsagent",
  check: everyCondition(({ policy, at, metric }) => {
    const threshold = numberAt(policy, `${at}.threshold_value`);
    return threshold !== undefined && PERCENT.test(metric) && threshold > 0 && threshold <= 1
      ? [violation(policy, `${at}.threshold_value: ${threshold} found, in percent, 0 to 100 allowed`)]
      : [];
  }),
};

/** Whether the number of a threshold is one of what the metric counts. */
export const alertScaleRules: readonly Rule[] = [rate, bytes, percent];
