import type { PlatformMetric } from "../../../google/platform-metrics";
import { skipped, unknown } from "../../engine/attempt";
import type { Attempt } from "../../engine/check";
import { GAUGE_SECONDS, YOUNG_SECONDS } from "./limits";

/**
 * What it means that Monitoring has no value of a gauge that every running instance writes: an instance that was just
 * made has not begun to, of any other the question or its access is wrong, and nobody knows how full it is.
 */
export function withoutValue(
  { type }: Pick<PlatformMetric, "type">,
  { createTime = "" }: { readonly createTime?: string | undefined },
  now: Date,
): Attempt {
  const age = (now.getTime() - Date.parse(createTime)) / 1000;
  const found = `no value of ${type} in the last ${GAUGE_SECONDS / 60} minutes`;
  // A time that is none is no number, and no number is below another.
  if (age < YOUNG_SECONDS) return skipped(`${found}: the instance is younger than ${YOUNG_SECONDS / 60} minutes`);
  return unknown(`${found}; a running instance writes one every minute: look for it in the Metrics Explorer`);
}
