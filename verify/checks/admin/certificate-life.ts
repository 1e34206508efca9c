import { failed, passed } from "../../engine/attempt";
import type { Attempt } from "../../engine/check";
import { AUTHORITY_DAYS } from "./limits";

const DAY = 24 * 60 * 60 * 1000;

/**
 * How long the certificate authorities of a store still hold. Two are valid at once while one succeeds the other: then
 * the later one counts, because clients have it already.
 *
 * @param ends - RFC 3339
 */
export function certificateLife(ends: readonly string[], now: Date): Attempt {
  const times = ends.map((end) => Date.parse(end)).filter((time) => Number.isFinite(time));
  if (times.length === 0) return failed("store-unhealthy", "no certificate authority", "one that clients can check");
  const last = Math.max(...times);
  const days = Math.floor((last - now.getTime()) / DAY);
  const measured = [{ name: "days-left", value: days, unit: "days" }];
  const found = `${days} days left, until ${new Date(last).toISOString().slice(0, 10)}`;
  if (days >= AUTHORITY_DAYS) return passed(found, measured);
  return failed("authority-expiring", found, `at least ${AUTHORITY_DAYS} days`, { measured });
}
