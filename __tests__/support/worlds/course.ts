import type { Labels, Series } from "../promql/evaluate";

/** How something stands in each minute of a day, and the series that Monitoring would hold of it. */

/** Minutes of a day. */
export const DAY = 1440;

/** The minute at which what is tried begins: half a day of ordinary traffic stands before it. */
export const BEGINS = 720;

/** How something stands at a minute; undefined where nothing is written. */
export type Course<T> = (minute: number) => T;

/** Samples of a course; a minute without a value has none. */
export function sampled(name: string, labels: Labels, course: Course<number | undefined>): Series {
  const minutes: number[] = [];
  const values: number[] = [];
  for (let minute = 0; minute <= DAY; minute += 1) {
    const value = course(minute);
    if (value === undefined) continue;
    minutes.push(minute);
    values.push(value);
  }
  return { name, labels, samples: { minutes, values } };
}

/** A counter of what comes in each minute, from 0; it begins anew where the day says so. */
export function counted(name: string, labels: Labels, perMinute: Course<number | undefined>, resetAt?: number): Series {
  let total = 0;
  return sampled(name, labels, (minute) => {
    const more = perMinute(minute);
    if (more === undefined) return undefined;
    total = minute === resetAt ? 0 : total + more;
    return Number(total.toFixed(6));
  });
}

/** A histogram whose values are all the same: every bucket that ends at or above the value counts all of them. */
export const histogram = (
  name: string,
  labels: Labels,
  bounds: readonly number[],
  value: Course<number>,
  perMinute: Course<number>,
  resetAt?: number,
): readonly Series[] => [
  ...[...bounds, Infinity].map((end) =>
    counted(
      `${name}_bucket`,
      { ...labels, le: end === Infinity ? "+Inf" : `${end}` },
      (minute) => (value(minute) <= end ? perMinute(minute) : 0),
      resetAt,
    ),
  ),
  counted(`${name}_count`, labels, perMinute, resetAt),
];
