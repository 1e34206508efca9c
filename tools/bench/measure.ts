/** The median of repeated measurements and their range, in the unit of the measurements. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The median; NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (index: number): number => sorted[index] ?? NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/** The spread of one or more values. */
export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/**
 * How many times longer one task takes than another: the ratio of the medians, and the range of the ratios of pairs. Each
 * pair was measured in the same round, so the load of the machine was alike.
 */
export function ratioOf(values: readonly number[], floor: readonly number[]): Spread {
  const pairs = values.map((value, index) => value / (floor[index] ?? NaN));
  return { median: median(values) / median(floor), min: Math.min(...pairs), max: Math.max(...pairs) };
}

/**
 * Measures several tasks in turn, A B A B …, so that a slow minute of the machine affects all of them. Round 0 warms up
 * the caches and is not counted.
 *
 * @param onRound - called before each round with its number
 * @returns for each task its measurements, one a round
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
