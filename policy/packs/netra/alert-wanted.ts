import { MISSING_DATA_SECONDS, MISSING_DATA_INACTIVE } from "../../../google/alerting";
import type { Aggregation } from "../../../monitoring/alerts/alert";
import type { Condition } from "../../../monitoring/alerts";
import { filterText } from "../../../monitoring/filters";
import type { Known } from "../../core/judge";

/** What may stand at each path of a policy; undefined is nothing. */
export type Wanted = Readonly<Record<string, readonly Known[]>>;

const thresholdPath = (index: number): string => `conditions[${index}].condition_threshold[0]`;
const queryPath = (index: number): string => `conditions[${index}].condition_prometheus_query_language[0]`;

/** Any condition opens an incident. */
const COMBINED: Wanted = { combiner: ["OR"] };

/** What a state holds where nothing was declared, or what means the same, is nothing. */
const plain = (value: Known): Known =>
  value === "" || value === 0 || value === "0s" || (Array.isArray(value) && value.length === 0) ? undefined : value;

/** A predicate: one of the values that may stand there. */
export const isWanted =
  (values: readonly Known[]) =>
  (found: Known): boolean =>
    values.some((value) => plain(value) === plain(found));

/** Labels are judged one by one, and that none follows. */
function grouped(at: string, labels: readonly string[]): Wanted {
  const path = (index: number): string => `${at}.group_by_fields[${index}]`;
  return {
    ...Object.fromEntries(labels.map((label, index) => [path(index), [label]])),
    [path(labels.length)]: [undefined],
  };
}

const aggregated = (at: string, { seconds, aligner, reducer, groupBy = [] }: Aggregation): Wanted => ({
  [`${at}.alignment_period`]: [`${seconds}s`],
  [`${at}.per_series_aligner`]: [aligner],
  [`${at}.cross_series_reducer`]: [reducer],
  ...grouped(at, groupBy),
});

/** When a comparison with a line opens an incident: at once, by any series, now and not in a forecast. */
const opened = (at: string, forSeconds: number): Wanted => ({
  [`${at}.duration`]: [`${forSeconds}s`],
  // Without a count any series is enough.
  [`${at}.trigger[0].count`]: [1, undefined],
  [`${at}.trigger[0].percent`]: [undefined],
  [`${at}.forecast_options[0].forecast_horizon`]: [undefined],
  [`${at}.evaluation_missing_data`]: [forSeconds < MISSING_DATA_SECONDS ? undefined : MISSING_DATA_INACTIVE],
});

/** Everything that decides whether a row's policy opens an incident, path by path, except its own switch. */
export const wantedOf = (conditions: readonly Condition[]): Wanted =>
  Object.assign({}, COMBINED, ...conditions.map(conditionWanted)) as Wanted;

function conditionWanted(condition: Condition, index: number): Wanted {
  if (condition.kind === "query") {
    const at = queryPath(index);
    return { [`${at}.query`]: [condition.query.text], [`${at}.duration`]: [`${condition.forSeconds}s`] };
  }
  const at = thresholdPath(index);
  const { series, aggregation, comparison, threshold, forSeconds } = condition;
  return {
    [`${at}.filter`]: [filterText(series)],
    ...aggregated(`${at}.aggregations[0]`, aggregation),
    [`${at}.denominator_filter`]: [undefined],
    [`${at}.comparison`]: [comparison === "above" ? "COMPARISON_GT" : "COMPARISON_LT"],
    [`${at}.threshold_value`]: [threshold],
    ...opened(at, forSeconds),
  };
}
