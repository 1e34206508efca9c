import { alignerFits, type MetricShape } from "../../google/aggregations";
import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import { asList, asObject, asText, durationSeconds, type JsonObject } from "../core/json";

/** Shortest alignment period, and the longest of an alert policy, seconds. */
const [SHORTEST, LONGEST_OF_ALERT] = [60, 90_000];

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
  const period = durationSeconds(aggregation.alignmentPeriod);
  if (!(period >= SHORTEST && period <= longest)) {
    return invalidArgument(
      `Field ${at}.alignment_period had an invalid value of "${asText(aggregation.alignmentPeriod)}": must be between ${SHORTEST}s and ${longest}s.`,
    );
  }
  return shape === undefined ? undefined : checkAligner(asText(aggregation.perSeriesAligner), shape);
}

/**
 * Fields to group by need a reducer. The text is Google's, from public reports of a threshold; in a condition on absence Google
 * takes them, as the provider's acceptance tests show.
 */
export const checkGrouping = (aggregations: unknown): Refusal | undefined =>
  asList(aggregations).map(asObject).some(isGroupedAlone)
    ? invalidArgument("An aggregation cannot have group-by fields without a reducer.")
    : undefined;

const isGroupedAlone = ({ groupByFields, crossSeriesReducer }: JsonObject): boolean =>
  asList(groupByFields).length > 0 && ["", "REDUCE_NONE"].includes(asText(crossSeriesReducer));

/** The text is Google's own, from public reports. */
const checkAligner = (aligner: string, shape: MetricShape): Refusal | undefined =>
  alignerFits(aligner, shape)
    ? undefined
    : invalidArgument(
        `Field aggregation.perSeriesAligner had an invalid value of "${aligner}": The aligner cannot be applied to metrics with kind ${shape.kind} and value type ${shape.valueType}.`,
      );
