/**
 * Seconds to wait as a Retry-After header says: a number of seconds, or a date.
 *
 * @param now - milliseconds since 1970
 * @returns undefined where the header is missing or neither
 */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  // Date.parse makes a year of almost any number.
  const date = header.endsWith(" GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
