import { metricListOf } from "../../../../google/metrics/lookup";
import { MONITORED_RESOURCES } from "../../../../google/metrics/resources";
import { derivedFact, type Estate } from "../../../core/estate";
import { blockPaths, numberAt, textAt, valueAt } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { everyCondition, type Condition } from "./alert-conditions";
import { resourceIn } from "./metric-facts";
import { meantInstead } from "../spelling";
import { METRIC_DESCRIPTOR } from "./watched";

const declaredTypes = derivedFact(
  (estate) => new Set(estate.ofType(METRIC_DESCRIPTOR).map((descriptor) => textAt(descriptor, "type"))),
);

/** What is wrong with the metric of a condition: a list of its service is here, and does not have it. */
function metricVerdicts({ policy, at, metric: type }: Condition, estate: Estate): readonly Verdict[] {
  const list = metricListOf(type);
  if (list === undefined || list.names.has(type) || declaredTypes(estate).has(type)) return [];
  const meant = meantInstead(type, [...list.names]);
  return [
    violation(
      policy,
      `${at}.filter: metric "${type}" found, which is not known to exist: Google's list of ${list.asOf} does not have it${meant === undefined ? "" : `; perhaps "${meant}" is meant`}`,
    ),
  ];
}

/** What is wrong with the resource of a condition: it exists nowhere, or the metric is written to others. */
function resourceVerdicts({ policy, at, filter, metric: type }: Condition): readonly Verdict[] {
  const resource = resourceIn(filter);
  if (resource === undefined || /[./]/.test(resource)) return [];
  if (!MONITORED_RESOURCES.has(resource)) {
    return [violation(policy, `${at}.filter: resource.type "${resource}" found, which is not known to exist`)];
  }
  const list = metricListOf(type);
  if (list?.resources === undefined || !list.names.has(type) || list.resources.includes(resource)) return [];
  const allowed = list.resources.map((name) => `"${name}"`).join(", ");
  return [
    violation(
      policy,
      `${at}.filter: resource.type "${resource}" found with "${type}", which is written to ${allowed} alone`,
    ),
  ];
}

const metric: Rule = {
  id: "alert-metric-unknown",
  kind: "no effect",
  severity: "medium",
  title: "An alert watches a metric and a kind of resource that Google is known to have",
  why: "Google takes the policy with a warning or refuses it, and it never fires.",
  fix: "correct the name from the list, or add what is new to it",
  source: "https://cloud.google.com/monitoring/api/metrics_gcp",
  // Of one filter one thing is said.
  yieldsTo: ["alert-metric", "alert-metric-known", "alert-resource-type"],
  check: everyCondition((condition, estate) => [...metricVerdicts(condition, estate), ...resourceVerdicts(condition)]),
};

/** `error rate > 5%`, `CPU above 80 percent`. */
const PERCENT = /(\d+(?:\.\d+)?)\s*(?:%|percent)/i;

/** What an alert calls itself: its own name, or the condition's. */
const titlesOf = ({ policy, at }: Condition): readonly string[] =>
  [textAt(policy, "display_name"), textAt(policy, at.replace(/\.condition_\w+\[0\]$/, ".display_name"))].flatMap(
    (text) => text ?? [],
  );

function percentOfCount(condition: Condition): readonly Verdict[] {
  const { policy, at, metric: type } = condition;
  const threshold = numberAt(policy, `${at}.threshold_value`);
  const isCount = /(_count|requests?|errors?)$/.test(type);
  const isRate = blockPaths(policy, `${at}.aggregations`).some((path) =>
    ["ALIGN_RATE", "ALIGN_DELTA", "ALIGN_SUM", "ALIGN_COUNT"].includes(
      textAt(policy, `${path}.per_series_aligner`) ?? "",
    ),
  );
  const isShare = ![undefined, ""].includes(valueAt(policy, `${at}.denominator_filter`) as string | undefined);
  if (threshold === undefined || !isCount || !isRate || isShare) return [];
  const said = titlesOf(condition).flatMap((title) => Number(PERCENT.exec(title)?.[1] ?? NaN));
  return said.includes(threshold)
    ? [violation(policy, `${at}.threshold_value: ${threshold} found, which counts events and is named a percentage`)]
    : [];
}

const percent: Rule = {
  id: "alert-percent-of-count",
  kind: "no effect",
  severity: "high",
  title: "An alert that speaks of percent divides by something",
  why: "ALIGN_RATE of a count is events a second: five of them are no 5 %, so a small service never fires and a large one always.",
  fix: "add denominator_filter with all requests and a threshold below 1, or name the number as what it is",
  source: "https://cloud.google.com/monitoring/alerts/types-of-conditions#metric-ratio",
  check: everyCondition(percentOfCount),
};

/** Whether what a condition reads exists, and counts what its name says. */
export const alertKnownRules: readonly Rule[] = [metric, percent];
