const TIMES_LONGER = 8;

/** Milliseconds of this processor, which other programs on a busy machine do not lengthen. The best of three. */
async function costOf(run: () => unknown): Promise<number> {
  let best = Infinity;
  for (let time = 0; time < 3; time += 1) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/**
 * How many times as long a text takes that is eight times as long: 8 where time grows with the length, 64 where it grows
 * with the square.
 */
export async function growthOf(run: (length: number) => unknown, length: number): Promise<number> {
  const short = await costOf(() => run(length));
  return (await costOf(() => run(TIMES_LONGER * length))) / short;
}
