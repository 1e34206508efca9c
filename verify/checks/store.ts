import type { PlatformMetric } from "../../google/platform-metrics";
import { countText } from "../../report/text";
import { failed, passed, skipped, unknown, type Attempt } from "../engine/attempt";

/** What the checks of the database and of the cache share. */

/**
 * Days before its end by which a store's certificate authority must have a successor: clients have to learn the next
 * one first.
 */
const AUTHORITY_DAYS = 90;

/**
 * Seconds back within which a gauge has a value: Google writes one a minute, and shows it up to four minutes later
 * (https://cloud.google.com/monitoring/api/metrics_gcp).
 */
export const GAUGE_SECONDS = 600;

/** Seconds from an instance's creation in which Monitoring may know nothing of it yet. */
const YOUNG_SECONDS = 900;

/** Seconds back that latency and evictions are read over: long enough for a quiet environment to have some traffic. */
export const PERIOD_SECONDS = 3600;

export const MICROSECONDS_IN_MILLISECOND = 1000;

const MILLISECONDS_IN_DAY = 24 * 60 * 60 * 1000;

/**
 * How long the certificate authorities of a store are still valid. Two are valid at once while one replaces the other:
 * then the later one counts, because clients have both.
 *
 * @param ends - RFC 3339
 */
export function authorityAttempt(ends: readonly string[], now: Date): Attempt {
  const times = ends.map((end) => Date.parse(end)).filter((time) => Number.isFinite(time));
  if (times.length === 0) return failed("store-unhealthy", "no certificate authority", "one that clients can check");
  const last = Math.max(...times);
  const days = Math.floor((last - now.getTime()) / MILLISECONDS_IN_DAY);
  const measured = [{ name: "days-left", value: days, unit: "days" }];
  const found = `${countText(days, "day")} left, until ${new Date(last).toISOString().slice(0, 10)}`;
  if (days >= AUTHORITY_DAYS) return passed(found, measured);
  return failed("authority-expiring", found, `at least ${AUTHORITY_DAYS} days`, { measured });
}

/**
 * What it means that Monitoring has no value of a gauge. Every running instance writes one, but for a few minutes after
 * its creation: of an older instance the question or the access to it is wrong, and nobody can tell how full it is.
 *
 * @param instance - the store; its `createTime` is RFC 3339
 */
export function missingGaugeAttempt(
  { type }: Pick<PlatformMetric, "type">,
  { createTime = "" }: { readonly createTime?: string | undefined },
  now: Date,
): Attempt {
  const age = (now.getTime() - Date.parse(createTime)) / 1000;
  const found = `no value of ${type} in the last ${GAUGE_SECONDS / 60} minutes`;
  // Without a creation time the age is NaN, and the comparison is false.
  if (age < YOUNG_SECONDS) return skipped(`${found}: the instance is younger than ${YOUNG_SECONDS / 60} minutes`);
  return unknown(`${found}; a running instance writes one every minute: look for it in the Metrics Explorer`);
}
