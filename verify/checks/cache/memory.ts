import { NEAR } from "../../../monitoring/alerts/share";
import { REDIS_MEMORY } from "../../../google/platform-metrics";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { GAUGE_SECONDS } from "../admin/limits";
import { readMetric } from "../../live/metrics";
import { readCache } from "../../live/redis";
import { withoutValue } from "../admin/without-value";
import { ofPrimary } from "./of-instance";

/** Memory in use, against what the instance has: full, it evicts. */
export const cacheMemoryCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/memory",
    title: `the cache has less than ${NEAR} % of its memory in use`,
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment, now } = context;
      const [point] = await readMetric(live, environment, now(), {
        metric: REDIS_MEMORY,
        where: ofPrimary(environment),
        seconds: GAUGE_SECONDS,
      });
      if (point === undefined) return withoutValue(REDIS_MEMORY, await readCache(live, environment), now());
      const measured = [{ name: "memory", value: point.value, unit: "1" }];
      const percent = point.value * 100;
      const found = `${percent.toFixed(0)} % of ${environment.cache.memoryGiB} GiB`;
      if (percent < NEAR) return passed(found, measured);
      return failed("over-budget", found, `less than ${NEAR} %`, { measured });
    },
  });
