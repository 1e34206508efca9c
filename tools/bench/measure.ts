/** What is said of repeated measurements: the middle one, and how far apart they were. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/**
 * How much longer one thing takes than another: the ratio of the medians, with the ratios of the single pairs as its
 * spread. Pairs, because the load of the machine moves both halves of a pair alike.
 */
export function ratioOf(values: readonly number[], floor: readonly number[]): Spread {
  const pairs = values.map((value, index) => value / (floor[index] ?? NaN));
  return { median: median(values) / median(floor), min: Math.min(...pairs), max: Math.max(...pairs) };
}

/**
 * Measures several things in turn, A B A B …, so that a slow minute of the machine hits all of them; the first round
 * only warms up the caches and is not counted.
 *
 * @returns for each thing its measurements, one a round
 */
export async function measureInterleaved<T>(
  things: readonly (() => Promise<T>)[],
  rounds: number,
  onRound: (round: number) => void,
): Promise<readonly (readonly T[])[]> {
  const measured = things.map((): T[] => []);
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    for (const [index, thing] of things.entries()) {
      const result = await thing();
      if (round > 0) measured[index]?.push(result);
    }
  }
  return measured;
}
