/** Seconds. Nobody waits for so long; a header may hold any number of digits, and JSON knows no infinity. */
const MOST_SECONDS = 86_400;

/**
 * Seconds to wait as a Retry-After header says: a number of seconds, or a date; a day at most.
 *
 * @param now - milliseconds since 1970
 * @returns undefined where the header is missing or neither
 */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Math.min(MOST_SECONDS, Number(header));
  // Date.parse makes a year of almost any number.
  const date = header.endsWith(" GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.min(MOST_SECONDS, Math.max(0, (date - now) / 1000));
}
