import { ALIGNERS, REDUCERS, alignerFits, type MetricShape } from "../../google/aggregations";
import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import { asList, asObject, asText, durationSeconds, type JsonObject } from "../core/json";

/** Shortest and longest alignment period of an alert policy, seconds. */
const [SHORTEST, LONGEST] = [60, 90_000];

/** Refuses an aligner or a reducer that does not exist. */
export function checkAggregationNames(
  at: string,
  { perSeriesAligner, crossSeriesReducer }: JsonObject,
): Refusal | undefined {
  const aligner = asText(perSeriesAligner);
  if (aligner !== "" && !ALIGNERS.has(aligner)) return unknownName(`${at}.per_series_aligner`, "Aligner", aligner);
  const reducer = asText(crossSeriesReducer);
  return reducer !== "" && !REDUCERS.has(reducer)
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
      checkAggregation(`${at}[${index}]`, asObject(each), index === 0 ? shape : undefined),
    ),
  );

function checkAggregation(at: string, aggregation: JsonObject, shape: MetricShape | undefined): Refusal | undefined {
  const misnamed = checkAggregationNames(at, aggregation);
  if (misnamed !== undefined) return misnamed;
  const period = durationSeconds(aggregation.alignmentPeriod);
  if (!(period >= SHORTEST && period <= LONGEST)) {
    return invalidArgument(
      `Field ${at}.alignment_period had an invalid value of "${asText(aggregation.alignmentPeriod)}": must be between ${SHORTEST}s and ${LONGEST}s.`,
    );
  }
  const reducer = asText(aggregation.crossSeriesReducer);
  if (asList(aggregation.groupByFields).length > 0 && (reducer === "" || reducer === "REDUCE_NONE")) {
    return invalidArgument("An aggregation cannot have group-by fields without a reducer.");
  }
  return shape === undefined ? undefined : checkAligner(asText(aggregation.perSeriesAligner), shape);
}

/** The text is Google's own, from public reports. */
const checkAligner = (aligner: string, shape: MetricShape): Refusal | undefined =>
  alignerFits(aligner, shape)
    ? undefined
    : invalidArgument(
        `Field aggregation.perSeriesAligner had an invalid value of "${aligner}": The aligner cannot be applied to metrics with kind ${shape.kind} and value type ${shape.valueType}.`,
      );
