import { METRICS_AS_OF, METRIC_LISTS } from "../../../google/metrics/known";
import { MONITORED_RESOURCES } from "../../../google/metrics/resources";
import { PLATFORM_METRICS } from "../../../google/platform-metrics";
import { derivedFact } from "../../core/estate";
import { blockPaths, numberAt, textAt, valueAt } from "../../core/resource";
import { violation, type Rule, type Verdict } from "../../core/rule";
import { everyCondition, type Condition } from "./alert-conditions";
import { resourceIn } from "./metric-facts";
import { meantInstead } from "./spelling";
import { METRIC_DESCRIPTOR } from "./watched";

const known = new Map(
  Object.entries(METRIC_LISTS).map(([prefix, { names }]) => [
    prefix,
    new Set(names.split(/\s+/).map((name) => prefix + name)),
  ]),
);
for (const { type } of PLATFORM_METRICS) {
  for (const [prefix, names] of known) if (type.startsWith(prefix)) names.add(type);
}

/** The names among which a metric would stand; undefined where the list of its service is not here. */
const listOf = (metric: string): ReadonlySet<string> | undefined =>
  [...known].find(([prefix]) => metric.startsWith(prefix))?.[1];

const declaredTypes = derivedFact(
  (estate) => new Set(estate.ofType(METRIC_DESCRIPTOR).map((descriptor) => textAt(descriptor, "type"))),
);

const metric: Rule = {
  id: "alert-metric-unknown",
  kind: "no effect",
  severity: "medium",
  title: "An alert watches a metric and a kind of resource that Google is known to have",
  why: `Neither is in Google's lists of ${METRICS_AS_OF}: Google takes the policy with a warning or refuses it, and it never fires.`,
  fix: "correct the name from the list, or add what is new to it",
  source: "https://cloud.google.com/monitoring/api/metrics_gcp",
  yieldsTo: ["alert-metric"],
  check: everyCondition(({ policy, at, filter, metric: type }, estate) => {
    const list = listOf(type);
    const resource = resourceIn(filter);
    const isUnknown = list !== undefined && !list.has(type) && !declaredTypes(estate).has(type);
    const meant = isUnknown ? meantInstead(type, [...list]) : undefined;
    return [
      ...(isUnknown
        ? [
            violation(
              policy,
              `${at}.filter: metric "${type}" found, which is not known to exist${meant === undefined ? "" : `; perhaps "${meant}" is meant`}`,
            ),
          ]
        : []),
      ...(resource !== undefined && !/[./]/.test(resource) && !MONITORED_RESOURCES.has(resource)
        ? [violation(policy, `${at}.filter: resource.type "${resource}" found, which is not known to exist`)]
        : []),
    ];
  }),
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
