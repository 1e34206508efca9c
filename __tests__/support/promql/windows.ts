/** What a series comes to over the time just gone, as Prometheus reckons it (promql/functions.go). */

/** Samples of a series: minutes since the beginning, and values. */
export interface Samples {
  readonly minutes: readonly number[];
  readonly values: readonly number[];
}

/** The samples of a window, first and last index; both ends count. */
type Window = (samples: Samples, first: number, last: number, from: number, to: number) => number | undefined;

/** What was lost at resets up to each sample, reckoned once for a series. */
const lostBefore = new WeakMap<Samples, readonly number[]>();

function lossesOf(samples: Samples): readonly number[] {
  const known = lostBefore.get(samples);
  if (known) return known;
  let lost = 0;
  const losses = samples.values.map((value, index) => {
    const before = samples.values[index - 1] ?? value;
    if (value < before) lost += before;
    return lost;
  });
  lostBefore.set(samples, losses);
  return losses;
}

/** Growth of a counter: resets are made good, and the ends of the window are reckoned by the mean distance of samples. */
function growth(samples: Samples, first: number, last: number, from: number, to: number): number | undefined {
  const count = last - first + 1;
  if (count < 2) return undefined;
  const at = (numbers: readonly number[], index: number): number => numbers[index] ?? 0;
  const { minutes, values } = samples;
  const losses = lossesOf(samples);
  const grown = at(values, last) - at(values, first) + at(losses, last) - at(losses, first);
  const sampled = at(minutes, last) - at(minutes, first);
  const distance = sampled / (count - 1);
  let toStart = at(minutes, first) - from;
  // A counter was not below 0 before its first sample.
  if (grown > 0 && at(values, first) >= 0) toStart = Math.min(toStart, sampled * (at(values, first) / grown));
  const toEnd = to - at(minutes, last);
  const reach = distance * 1.1;
  const whole = sampled + (toStart < reach ? toStart : distance / 2) + (toEnd < reach ? toEnd : distance / 2);
  return (grown * whole) / sampled;
}

const slice = ({ values }: Samples, first: number, last: number): readonly number[] => values.slice(first, last + 1);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

/** The largest, or the smallest: what is no number is passed over, unless nothing else is there. */
const extreme =
  (isBetter: (value: number, best: number) => boolean): Window =>
  (samples, first, last) =>
    slice(samples, first, last).reduce((best, value) => (Number.isNaN(best) || isBetter(value, best) ? value : best));

/** By the name of the function; none has a result where there is no sample. */
export const WINDOWS: Readonly<Record<string, Window>> = {
  increase: growth,
  rate: (samples, first, last, from, to) => {
    const grown = growth(samples, first, last, from, to);
    return grown === undefined ? undefined : grown / ((to - from) * 60);
  },
  last_over_time: ({ values }, _first, last) => values[last],
  min_over_time: extreme((value, best) => value < best),
  max_over_time: extreme((value, best) => value > best),
  sum_over_time: (samples, first, last) => sum(slice(samples, first, last)),
  avg_over_time: (samples, first, last) => mean(slice(samples, first, last)),
  count_over_time: (_samples, first, last) => last - first + 1,
  stddev_over_time: (samples, first, last) => {
    const values = slice(samples, first, last);
    const middle = mean(values);
    return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  },
};

/** Where a quantile lies in cumulated buckets: within its bucket by its share, above the highest end at that end. */
export function quantileOf(quantile: number, buckets: readonly (readonly [end: number, count: number])[]): number {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const [lastEnd, total] = sorted.at(-1) ?? [NaN, 0];
  if (lastEnd !== Infinity || sorted.length < 2 || total === 0 || Number.isNaN(total)) return NaN;
  const rank = quantile * total;
  const index = sorted.findIndex(([, count]) => count >= rank);
  if (index === sorted.length - 1) return sorted.at(-2)?.[0] ?? NaN;
  const [end = 0, count = 0] = sorted[index] ?? [];
  if (index === 0 && end <= 0) return end;
  const [start, below] = index === 0 ? [0, 0] : (sorted[index - 1] ?? [0, 0]);
  return start + ((end - start) * (rank - below)) / (count - below);
}
