import { promqlName } from "../../monitoring/promql";

/**
 * A synthesized policy as series arithmetic: each of its conditions as an expression of PromQL that has a result while the
 * condition holds. A query is one already; a filter with its aggregation is translated, by this one function for all.
 */

/** A condition, as it stands in the synthesized JSON. */
interface Condition {
  readonly condition_threshold?: {
    readonly filter: string;
    readonly aggregations: readonly [Aggregation];
    readonly comparison: "COMPARISON_GT" | "COMPARISON_LT";
    readonly threshold_value: number;
    readonly duration: string;
  };
  readonly condition_prometheus_query_language?: { readonly query: string; readonly duration: string };
}

interface Aggregation {
  readonly alignment_period: string;
  readonly per_series_aligner: string;
  readonly cross_series_reducer?: string;
  readonly group_by_fields?: readonly string[];
}

/** A policy, as it stands in the synthesized JSON. */
export interface Policy {
  readonly display_name: string;
  readonly severity: string;
  readonly user_labels: { readonly alert: string };
  readonly conditions: readonly Condition[];
}

/** An expression, and for how long it has to have a result. */
export interface Arithmetic {
  readonly expression: string;
  readonly forSeconds: number;
}

/** What an aligner does with the values of one series in one period. */
const ALIGNERS: Readonly<Record<string, string>> = {
  ALIGN_DELTA: "increase",
  ALIGN_RATE: "rate",
  ALIGN_MAX: "max_over_time",
  ALIGN_MIN: "min_over_time",
  ALIGN_MEAN: "avg_over_time",
  ALIGN_NEXT_OLDER: "last_over_time",
  ALIGN_STDDEV: "stddev_over_time",
};

const REDUCERS: Readonly<Record<string, string>> = {
  REDUCE_SUM: "sum",
  REDUCE_MAX: "max",
  REDUCE_MIN: "min",
  REDUCE_MEAN: "avg",
};

/** @throws Error where a condition is of a kind that nobody has translated yet */
export const arithmeticOf = ({ conditions }: Pick<Policy, "conditions">): readonly Arithmetic[] =>
  conditions.map(({ condition_threshold: threshold, condition_prometheus_query_language: query }) => {
    if (query) return { expression: query.query, forSeconds: parseInt(query.duration, 10) };
    if (!threshold) throw new Error("a condition of another kind than a threshold or a query");
    const { filter, aggregations, comparison, threshold_value: line, duration } = threshold;
    const operator = comparison === "COMPARISON_GT" ? ">" : "<";
    return {
      expression: `${reduced(filter, aggregations[0])} ${operator} ${line}`,
      forSeconds: parseInt(duration, 10),
    };
  });

function reduced(
  filter: string,
  { cross_series_reducer: reducer, group_by_fields: groups = [], ...rest }: Aggregation,
): string {
  const each = aligned(filter, rest);
  if (reducer === undefined) return each;
  const call = REDUCERS[reducer];
  if (call === undefined) throw new Error(`${reducer} is not translated`);
  return `${call} by (${groups.map((field) => field.split(".").at(-1)).join(", ")}) (${each})`;
}

function aligned(filter: string, { per_series_aligner: aligner, alignment_period: period }: Aggregation): string {
  const percentile = /^ALIGN_PERCENTILE_(\d\d)$/.exec(aligner)?.[1];
  if (percentile !== undefined)
    return `histogram_quantile(0.${percentile}, increase(${selector(filter, "_bucket")}[${period}]))`;
  const call = ALIGNERS[aligner];
  if (call === undefined) throw new Error(`${aligner} is not translated`);
  return `${call}(${selector(filter)}[${period}])`;
}

/** A filter of Monitoring's as a selector: equality of the metric, of the resource and of their labels, joined by AND. */
function selector(filter: string, suffix = ""): string {
  let name = "";
  const matchers = filter.split(" AND ").map((term) => {
    const [, path = "", value = ""] = /^([\w.]+)\s*=\s*"([^"]*)"$/.exec(term) ?? [];
    if (path === "") throw new Error(`"${term}" is not translated`);
    if (path === "metric.type") {
      name = promqlName(value);
      return "";
    }
    return `${path === "resource.type" ? "monitored_resource" : path.split(".").at(-1)}="${value}"`;
  });
  return `${name}${suffix}{${matchers.filter((matcher) => matcher !== "").join(",")}}`;
}
