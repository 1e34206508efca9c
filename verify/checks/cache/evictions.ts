import { REDIS_EVICTIONS } from "../../../google/platform-metrics";
import { failed, passed, skipped } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { PERIOD_SECONDS } from "../admin/limits";
import { readMetric } from "../../live/metrics";
import { ofPrimary } from "./of-instance";

/** Keys that were given up for want of memory in the last hour: each may be somebody's session. */
export const cacheEvictionsCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/evictions",
    title: "the cache has given up no key for want of memory",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment, now } = context;
      const points = await readMetric(live, environment, now(), {
        metric: REDIS_EVICTIONS,
        where: ofPrimary(environment),
        seconds: PERIOD_SECONDS,
        aligned: { seconds: PERIOD_SECONDS, aligner: "ALIGN_DELTA" },
      });
      if (points.length === 0) return skipped(`no value of ${REDIS_EVICTIONS.type} in the last hour`);
      const evicted = points.reduce((sum, { value }) => sum + value, 0);
      const measured = [{ name: "evictions", value: evicted, unit: "1" }];
      const found = `${evicted} in the last hour`;
      return evicted === 0 ? passed(found, measured) : failed("over-budget", found, "none", { measured });
    },
  });
