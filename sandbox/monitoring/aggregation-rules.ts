import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import { asList, asObject, asText, durationSeconds, type JsonObject } from "../core/json";
import type { MetricKind, MetricShape, ValueType } from "./metrics";

const NUMBERS: readonly ValueType[] = ["INT64", "DOUBLE"];
const NUMBERS_AND_DISTRIBUTIONS: readonly ValueType[] = [...NUMBERS, "DISTRIBUTION"];
const EVERY_VALUE: readonly ValueType[] = [...NUMBERS_AND_DISTRIBUTIONS, "BOOL", "STRING"];
const NOT_CUMULATIVE: readonly MetricKind[] = ["GAUGE", "DELTA"];
const NOT_GAUGE: readonly MetricKind[] = ["DELTA", "CUMULATIVE"];

type Fit = readonly [kinds: readonly MetricKind[], values: readonly ValueType[]];

/**
 * Kinds and value types that each aligner accepts
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#Aligner).
 */
const ALIGNERS: ReadonlyMap<string, Fit> = new Map([
  ["ALIGN_NONE", [["GAUGE", "DELTA", "CUMULATIVE"], EVERY_VALUE]],
  ["ALIGN_DELTA", [NOT_GAUGE, NUMBERS_AND_DISTRIBUTIONS]],
  ["ALIGN_RATE", [NOT_GAUGE, NUMBERS]],
  ["ALIGN_INTERPOLATE", [["GAUGE"], NUMBERS]],
  ["ALIGN_NEXT_OLDER", [["GAUGE"], EVERY_VALUE]],
  ["ALIGN_MIN", [NOT_CUMULATIVE, NUMBERS]],
  ["ALIGN_MAX", [NOT_CUMULATIVE, NUMBERS]],
  ["ALIGN_MEAN", [NOT_CUMULATIVE, NUMBERS]],
  ["ALIGN_COUNT", [NOT_CUMULATIVE, [...NUMBERS, "BOOL"]]],
  ["ALIGN_SUM", [NOT_CUMULATIVE, NUMBERS_AND_DISTRIBUTIONS]],
  ["ALIGN_STDDEV", [NOT_CUMULATIVE, NUMBERS]],
  ["ALIGN_COUNT_TRUE", [["GAUGE"], ["BOOL"]]],
  ["ALIGN_COUNT_FALSE", [["GAUGE"], ["BOOL"]]],
  ["ALIGN_FRACTION_TRUE", [["GAUGE"], ["BOOL"]]],
  ["ALIGN_PERCENTILE_99", [NOT_CUMULATIVE, ["DISTRIBUTION"]]],
  ["ALIGN_PERCENTILE_95", [NOT_CUMULATIVE, ["DISTRIBUTION"]]],
  ["ALIGN_PERCENTILE_50", [NOT_CUMULATIVE, ["DISTRIBUTION"]]],
  ["ALIGN_PERCENTILE_05", [NOT_CUMULATIVE, ["DISTRIBUTION"]]],
  ["ALIGN_PERCENT_CHANGE", [NOT_CUMULATIVE, NUMBERS]],
]);

const REDUCERS = [
  ...["NONE", "MEAN", "MIN", "MAX", "SUM", "STDDEV", "COUNT", "COUNT_TRUE", "COUNT_FALSE", "FRACTION_TRUE"],
  ...["PERCENTILE_99", "PERCENTILE_95", "PERCENTILE_50", "PERCENTILE_05"],
].map((name) => `REDUCE_${name}`);

/** Shortest alignment period, and the longest of an alert policy, seconds. */
const [SHORTEST, LONGEST_OF_ALERT] = [60, 90_000];

/** Refuses an aligner or a reducer that does not exist. */
function checkAggregationNames(at: string, { perSeriesAligner, crossSeriesReducer }: JsonObject): Refusal | undefined {
  const aligner = asText(perSeriesAligner);
  if (aligner !== "" && !ALIGNERS.has(aligner)) return unknownName(`${at}.per_series_aligner`, "Aligner", aligner);
  const reducer = asText(crossSeriesReducer);
  return reducer !== "" && !REDUCERS.includes(reducer)
    ? unknownName(`${at}.cross_series_reducer`, "Reducer", reducer)
    : undefined;
}

/** What Google says of a name that an enum does not have. */
const unknownName = (at: string, kind: string, found: string): Refusal =>
  invalidArgument(
    `Invalid value at '${at}' (type.googleapis.com/google.monitoring.v3.Aggregation.${kind}), "${found}"`,
  );

/** The rules of a condition's aggregations. Only the first aggregates the metric itself, whose shape may be known. */
export const checkAggregations = (
  at: string,
  aggregations: unknown,
  shape: MetricShape | undefined,
): Refusal | undefined =>
  firstRefusal(
    asList(aggregations).map((each, index) =>
      checkAggregation(`${at}[${index}]`, asObject(each), index === 0 ? shape : undefined, LONGEST_OF_ALERT),
    ),
  );

/**
 * The rules of one aggregation.
 *
 * @param at - its place, for messages
 * @param shape - the metric's; undefined where it is not known, or where another aggregation comes before
 * @param longest - longest alignment period, seconds
 */
export function checkAggregation(
  at: string,
  aggregation: JsonObject,
  shape: MetricShape | undefined,
  longest: number,
): Refusal | undefined {
  const misnamed = checkAggregationNames(at, aggregation);
  if (misnamed !== undefined) return misnamed;
  const period = durationSeconds(aggregation.alignmentPeriod);
  if (!(period >= SHORTEST && period <= longest)) {
    return invalidArgument(
      `Field ${at}.alignment_period had an invalid value of "${asText(aggregation.alignmentPeriod)}": must be between ${SHORTEST}s and ${longest}s.`,
    );
  }
  const reducer = asText(aggregation.crossSeriesReducer);
  if (asList(aggregation.groupByFields).length > 0 && (reducer === "" || reducer === "REDUCE_NONE")) {
    return invalidArgument("An aggregation cannot have group-by fields without a reducer.");
  }
  return shape === undefined ? undefined : checkAligner(asText(aggregation.perSeriesAligner), shape);
}

/** The text is Google's own, from public reports. */
function checkAligner(aligner: string, { kind, valueType }: MetricShape): Refusal | undefined {
  const fit = ALIGNERS.get(aligner);
  return fit === undefined || (fit[0].includes(kind) && fit[1].includes(valueType))
    ? undefined
    : invalidArgument(
        `Field aggregation.perSeriesAligner had an invalid value of "${aligner}": The aligner cannot be applied to metrics with kind ${kind} and value type ${valueType}.`,
      );
}
