import { groupsBy } from "../../google/groups";
import { asObject, type JsonObject } from "../core/json";
import { distributionPercentile, distributionSince, sumOfDistributions } from "./distributions";
import type { MetricKind, MetricShape, ValueType } from "../../google/aggregations";
import { numberOf, numberValue, type SeriesPoint } from "./point-values";

/** The periods of a query: they end with its interval and are counted back from there. */
export interface Periods {
  /** Milliseconds since 1970. The start is excluded and may be -Infinity. */
  readonly start: number;
  readonly end: number;
  /** Milliseconds. */
  readonly length: number;
}

/** Makes one value of those of a period. */
type Combine = (values: readonly JsonObject[]) => JsonObject;

/** An aligner that is carried out: what becomes of the kind, of the value type and of the values. */
interface Aligner {
  readonly kind: MetricKind;
  readonly valueType: (given: ValueType) => ValueType;
  readonly combine: (given: ValueType) => Combine;
}

const same = (given: ValueType): ValueType => given;
const always = (type: ValueType) => (): ValueType => type;

const numbersOf = (values: readonly JsonObject[]): readonly number[] => values.map(numberOf);

/** The sum of numbers or of distributions. */
export const sumOf =
  (type: ValueType): Combine =>
  (values) =>
    type === "DISTRIBUTION"
      ? { distributionValue: sumOfDistributions(values.map(({ distributionValue }) => asObject(distributionValue))) }
      : numberValue(
          numbersOf(values).reduce((sum, each) => sum + each, 0),
          type,
        );

/** The highest of numbers, leaving out what is none: a percentile of no requests. */
export const highestOf =
  (type: ValueType): Combine =>
  (values) => {
    const known = numbersOf(values).filter((each) => !Number.isNaN(each));
    return numberValue(known.length > 0 ? Math.max(...known) : Number.NaN, type);
  };

const meanOf: Combine = (values) =>
  numberValue(numbersOf(values).reduce((sum, each) => sum + each, 0) / values.length, "DOUBLE");

/** A percentile of all distributions together. */
export const percentileOf =
  (percent: number): Combine =>
  (values) => {
    const { distributionValue } = sumOf("DISTRIBUTION")(values);
    return numberValue(distributionPercentile(asObject(distributionValue), percent), "DOUBLE");
  };

/** The aligners that this program's readers ask for, as Google describes them. Others are answered 501. */
const ALIGNERS: ReadonlyMap<string, Aligner> = new Map<string, Aligner>([
  ["ALIGN_DELTA", { kind: "DELTA", valueType: same, combine: sumOf }],
  ["ALIGN_MAX", { kind: "GAUGE", valueType: same, combine: highestOf }],
  ["ALIGN_MEAN", { kind: "GAUGE", valueType: always("DOUBLE"), combine: () => meanOf }],
  ["ALIGN_PERCENTILE_95", { kind: "GAUGE", valueType: always("DOUBLE"), combine: () => percentileOf(95) }],
]);

/** Whether an aligner is carried out here. */
export const isServedAligner = (aligner: string): boolean => ALIGNERS.has(aligner);

/** Series after alignment: one point for each period in which there was any, oldest first. */
export interface AlignedPoints extends MetricShape {
  readonly points: readonly SeriesPoint[];
}

/**
 * Aligns the points of a series. A change counts in the period in which its interval ends; Google divides one that crosses a
 * boundary.
 *
 * @param aligner - one of those that {@link isServedAligner}
 */
export function alignPoints(
  { kind, valueType }: MetricShape,
  points: readonly SeriesPoint[],
  aligner: string,
  { start, end, length }: Periods,
): AlignedPoints {
  const how = ALIGNERS.get(aligner);
  if (how === undefined) throw new Error(`${aligner} is not carried out`);
  const given = kind === "CUMULATIVE" ? changesOf(points, valueType) : points;
  const byPeriod = groupsBy(
    given.filter((point) => point.end > start && point.end <= end),
    (point) => end - Math.floor((end - point.end) / length) * length,
  );
  return {
    kind: how.kind,
    valueType: how.valueType(valueType),
    points: [...byPeriod]
      .sort(([a], [b]) => a - b)
      .map(([periodEnd, inside]) => ({
        start: how.kind === "GAUGE" ? periodEnd : periodEnd - length,
        end: periodEnd,
        value: how.combine(valueType)(inside.map(({ value }) => value)),
      })),
  };
}

/** What a sum grew by from point to point; one that begins anew grew from nothing. */
function changesOf(points: readonly SeriesPoint[], type: ValueType): readonly SeriesPoint[] {
  const oldestFirst = [...points].sort((a, b) => a.end - b.end);
  return oldestFirst.map((point, index) => {
    const earlier = oldestFirst[index - 1];
    if (earlier?.start !== point.start) return point;
    const value =
      type === "DISTRIBUTION"
        ? {
            distributionValue: distributionSince(
              asObject(point.value.distributionValue),
              asObject(earlier.value.distributionValue),
            ),
          }
        : numberValue(numberOf(point.value) - numberOf(earlier.value), type);
    return { start: earlier.end, end: point.end, value };
  });
}
