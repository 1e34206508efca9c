import { UNKNOWN, blockPaths, numberAt, textAt, valueAt } from "../../../core/resource";
import { judgeValue } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { everyCondition, type Condition } from "./alert-conditions";
import { factsOf, resourceProblem, type MetricFacts } from "./metric-facts";

/** Metrics whose values are distributions, beyond the table of those that we use. */
const DISTRIBUTIONS =
  /^(run\.googleapis\.com\/(request_latencies|container\/(startup_latencies|max_request_concurrencies|(cpu|memory)\/utilizations))|loadbalancing\.googleapis\.com\/https\/\w*latencies)$/;

const PERCENTILES = "ALIGN_PERCENTILE_99, _95 or _50";

/** Which aligners fit a metric; undefined where all that people use do. */
function allowedAligners(aligner: string, { kind, value }: MetricFacts): string | undefined {
  if (value === "DISTRIBUTION" && /^ALIGN_(MAX|MIN)$/.test(aligner)) return PERCENTILES;
  if (aligner.startsWith("ALIGN_PERCENTILE_")) {
    if (value !== "DISTRIBUTION") return "ALIGN_MEAN, ALIGN_MAX or ALIGN_DELTA";
    if (kind === "CUMULATIVE") return "ALIGN_DELTA, and a percentile as the reducer,";
  }
  if (/^ALIGN_(COUNT_TRUE|COUNT_FALSE|FRACTION_TRUE)$/.test(aligner) && value !== "BOOL") return "one for numbers";
  if (value === "BOOL" && /^ALIGN_(MEAN|MAX|MIN|SUM|STDDEV|RATE|DELTA|PERCENT_CHANGE)$/.test(aligner))
    return "ALIGN_FRACTION_TRUE, ALIGN_COUNT_FALSE or ALIGN_NEXT_OLDER";
  if (/^ALIGN_(RATE|DELTA)$/.test(aligner) && kind === "GAUGE") return "ALIGN_MEAN or ALIGN_MAX";
  return undefined;
}

function judgeAligner({ policy, at, metric }: Condition, estate: Estate): readonly Verdict[] {
  const facts =
    factsOf(estate, metric) ?? (DISTRIBUTIONS.test(metric) ? { kind: "DELTA", value: "DISTRIBUTION" } : undefined);
  if (!facts) return [];
  return blockPaths(policy, `${at}.aggregations`).flatMap((aggregation) => {
    const path = `${aggregation}.per_series_aligner`;
    const allowed = allowedAligners(textAt(policy, path) ?? "", facts);
    return judgeValue(policy, path, () => allowed === undefined, allowed ?? "");
  });
}

const aligner: Rule = {
  id: "alert-aligner",
  kind: "refused",
  severity: "high",
  title: "Values are aligned as their kind allows",
  why: "Google refuses ALIGN_MAX of a distribution, a percentile of a number or a rate of a gauge at apply.",
  fix: "use an aligner that fits the metric",
  check: everyCondition(judgeAligner),
};

const resourceType: Rule = {
  id: "alert-resource-type",
  kind: "no effect",
  severity: "high",
  title: "A condition names the kind of resource that its metric is written to",
  why: "Of any other kind the metric has no values: the alert never fires, and Google accepts it.",
  fix: "correct metric.type or resource.type",
  check: everyCondition(({ policy, at, filter }, estate) => {
    const problem = resourceProblem(estate, filter);
    return problem === undefined ? [] : [violation(policy, `${at}.filter: ${problem}`)];
  }),
};

/** Seconds that one point of an alert may stand for. */
const MIN_PERIOD_SECONDS = 60;
const MAX_PERIOD_SECONDS = 90_000;

const secondsOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+s$/.test(text) ? parseInt(text, 10) : undefined;

const aggregation: Rule = {
  id: "alert-aggregation",
  kind: "refused",
  severity: "high",
  title: "An aggregation is one that Google accepts",
  why: "Google refuses labels to group by without a reducer, and a period below a minute or above 25 hours, at apply.",
  fix: "add cross_series_reducer, or correct alignment_period",
  check: everyCondition(({ policy, at }) =>
    blockPaths(policy, `${at}.aggregations`).flatMap((path) => {
      const groups = valueAt(policy, `${path}.group_by_fields`);
      const reducer = valueAt(policy, `${path}.cross_series_reducer`);
      const period = `${path}.alignment_period`;
      const isGrouped = Array.isArray(groups) && groups.length > 0;
      const isReduced = reducer === UNKNOWN || (typeof reducer === "string" && reducer !== "REDUCE_NONE");
      const seconds = secondsOf(textAt(policy, `${path}.alignment_period`)) ?? MIN_PERIOD_SECONDS;
      return [
        ...(isGrouped && !isReduced
          ? [violation(policy, `${path}.cross_series_reducer: nothing found beside group_by_fields, a reducer needed`)]
          : []),
        ...(valueAt(policy, period) === UNKNOWN ? [unknown(policy, period)] : []),
        ...(seconds < MIN_PERIOD_SECONDS || seconds > MAX_PERIOD_SECONDS
          ? [violation(policy, `${path}.alignment_period: ${seconds} s found, 60 to 90000 s allowed`)]
          : []),
      ];
    }),
  ),
};

const missingData: Rule = {
  id: "alert-missing-data",
  kind: "refused",
  severity: "high",
  title: "What missing data means is said only of a condition that lasts",
  why: "Google refuses evaluation_missing_data where duration is below a minute.",
  fix: "set duration to 60s or more, or leave evaluation_missing_data out",
  check: everyCondition(({ policy, at }) => {
    const missing = valueAt(policy, `${at}.evaluation_missing_data`);
    if (missing === UNKNOWN) return [unknown(policy, `${at}.evaluation_missing_data`)];
    const seconds = secondsOf(textAt(policy, `${at}.duration`)) ?? numberAt(policy, `${at}.duration`);
    // A state holds "" where nothing was declared.
    const isDeclared = (missing ?? "") !== "";
    return isDeclared && seconds !== undefined && seconds < 60
      ? [
          violation(
            policy,
            `${at}.evaluation_missing_data: found with a duration of ${seconds} s, 60 s or more allowed`,
          ),
        ]
      : [];
  }),
};

/** Whether what a condition reads, and how, fits the metric. */
export const alertFitRules: readonly Rule[] = [aligner, resourceType, aggregation, missingData];
