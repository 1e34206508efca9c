import { MISSING_DATA_SECONDS, MISSING_DATA_INACTIVE } from "../../../google/alerting";
import type { Aggregation } from "../../../monitoring/alerts/alert";
import type { Condition } from "../../../monitoring/alerts";
import { filterText, silenceText } from "../../../monitoring/filters";
import type { Known } from "../../core/judge";

/** What may stand at each path of a policy; undefined is nothing. */
export type Wanted = Readonly<Record<string, readonly Known[]>>;

const THRESHOLD = "conditions[0].condition_threshold[0]";
const QUERY = "conditions[0].condition_prometheus_query_language[0]";

/** One condition is the same by either word, but a second one by hand is not. */
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

const aggregated = (at: string, aggregation?: Aggregation): Wanted => ({
  [`${at}.alignment_period`]: [aggregation && `${aggregation.seconds}s`],
  [`${at}.per_series_aligner`]: [aggregation?.aligner],
  [`${at}.cross_series_reducer`]: [aggregation?.reducer],
  ...grouped(at, aggregation?.groupBy ?? []),
});

/** When a comparison with a line opens an incident: at once, by any series, now and not in a forecast. */
const opened = (forSeconds: number): Wanted => ({
  [`${THRESHOLD}.duration`]: [`${forSeconds}s`],
  // Without a count any series is enough.
  [`${THRESHOLD}.trigger[0].count`]: [1, undefined],
  [`${THRESHOLD}.trigger[0].percent`]: [undefined],
  [`${THRESHOLD}.forecast_options[0].forecast_horizon`]: [undefined],
  [`${THRESHOLD}.evaluation_missing_data`]: [forSeconds < MISSING_DATA_SECONDS ? undefined : MISSING_DATA_INACTIVE],
});

/** Everything that decides whether a row's policy opens an incident, path by path, except its own switch. */
export function wantedOf(condition: Condition): Wanted {
  switch (condition.kind) {
    case "threshold": {
      const { series, dividedBy, aggregation, comparison, threshold, forSeconds } = condition;
      return {
        ...COMBINED,
        [`${THRESHOLD}.filter`]: [filterText(series)],
        ...aggregated(`${THRESHOLD}.aggregations[0]`, aggregation),
        [`${THRESHOLD}.denominator_filter`]: [dividedBy && filterText(dividedBy)],
        ...aggregated(`${THRESHOLD}.denominator_aggregations[0]`, dividedBy && aggregation),
        [`${THRESHOLD}.comparison`]: [comparison === "above" ? "COMPARISON_GT" : "COMPARISON_LT"],
        [`${THRESHOLD}.threshold_value`]: [threshold],
        ...opened(forSeconds),
      };
    }
    case "silence":
      return {
        ...COMBINED,
        [`${QUERY}.query`]: [silenceText(condition.metric, condition.resource, condition.hours)],
        [`${QUERY}.duration`]: [undefined],
      };
    case "burn-rate":
      return {
        ...COMBINED,
        [`${THRESHOLD}.comparison`]: ["COMPARISON_GT"],
        [`${THRESHOLD}.threshold_value`]: [condition.factor],
        ...opened(0),
      };
  }
}
