import { asList, asNumber, asObject, type JsonObject } from "../core/json";

/**
 * Distributions, the values of Google's latencies: how many there were in each bucket
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/TypedValue#Distribution).
 */

/** A distribution as it is reckoned with; buckets at the end may be missing, and are empty. */
interface Counted {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
  readonly options: JsonObject;
  readonly buckets: readonly number[];
}

const countedOf = (distribution: JsonObject): Counted => ({
  count: asNumber(distribution.count ?? 0),
  mean: asNumber(distribution.mean ?? 0),
  deviation: asNumber(distribution.sumOfSquaredDeviation ?? 0),
  options: asObject(distribution.bucketOptions),
  buckets: asList(distribution.bucketCounts).map(asNumber),
});

/** As Google's JSON has it: 64-bit numbers as text. */
const jsonOf = ({ count, mean, deviation, options, buckets }: Counted): JsonObject => ({
  count: `${count}`,
  mean,
  sumOfSquaredDeviation: deviation,
  bucketOptions: options,
  bucketCounts: buckets.map((bucket) => `${bucket}`),
});

const EMPTY: Counted = { count: 0, mean: 0, deviation: 0, options: {}, buckets: [] };

/**
 * Adds `sign` times another distribution: the mean and the squared deviation of a union, or of what is left, follow from
 * those of its parts.
 */
function joined(one: Counted, other: Counted, sign: 1 | -1): Counted {
  const count = one.count + sign * other.count;
  if (count <= 0) return { ...EMPTY, options: one.options };
  const mean = (one.count * one.mean + sign * other.count * other.mean) / count;
  // Between the means of the two parts that make up the larger of the distributions.
  const [distance, parts, whole] =
    sign === 1
      ? [one.mean - other.mean, one.count * other.count, count]
      : [mean - other.mean, count * other.count, one.count];
  return {
    count,
    mean,
    deviation: Math.max(0, one.deviation + sign * (other.deviation + (distance ** 2 * parts) / whole)),
    options: one.count > 0 ? one.options : other.options,
    buckets: Array.from(
      { length: Math.max(one.buckets.length, other.buckets.length) },
      (_, index) => (one.buckets[index] ?? 0) + sign * (other.buckets[index] ?? 0),
    ),
  };
}

/** All of several distributions; their buckets are the same, because a metric's are. */
export const sumOfDistributions = (distributions: readonly JsonObject[]): JsonObject =>
  jsonOf(distributions.map(countedOf).reduce((sum, each) => joined(sum, each, 1), EMPTY));

/** What a distribution has more than an earlier one. */
export const distributionSince = (later: JsonObject, earlier: JsonObject): JsonObject =>
  jsonOf(joined(countedOf(later), countedOf(earlier), -1));

/** The ends of finite buckets; before the first and after the last lies an endless one. */
function boundsOf(options: JsonObject): readonly number[] {
  const { explicitBuckets, linearBuckets, exponentialBuckets } = options;
  if (explicitBuckets !== undefined) return asList(asObject(explicitBuckets).bounds).map(asNumber);
  const { numFiniteBuckets, offset, width, scale, growthFactor } = asObject(linearBuckets ?? exponentialBuckets);
  return Array.from({ length: asNumber(numFiniteBuckets ?? 0) + 1 }, (_, index) =>
    linearBuckets === undefined
      ? asNumber(scale) * asNumber(growthFactor) ** index
      : asNumber(offset) + asNumber(width) * index,
  );
}

/**
 * A percentile, by the share of its bucket: nobody knows more of a distribution. An endless bucket has its finite end.
 *
 * @param percent - 0 to 100
 * @returns NaN where there were no values
 */
export function distributionPercentile(distribution: JsonObject, percent: number): number {
  const { count, options, buckets } = countedOf(distribution);
  if (count === 0) return Number.NaN;
  const bounds = boundsOf(options);
  const rank = (percent / 100) * count;
  let below = 0;
  for (const [index, inside] of buckets.entries()) {
    if (inside > 0 && below + inside >= rank) {
      const [from = bounds[index] ?? Number.NaN, to = from] = [bounds[index - 1], bounds[index]];
      return from + ((rank - below) / inside) * (to - from);
    }
    below += inside;
  }
  return bounds.at(-1) ?? Number.NaN;
}
