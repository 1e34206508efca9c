import { CACHE } from "../../../google/hardened";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readCache } from "../../live/redis";
import { asDeclared, setting } from "../admin/settings";

/** What the instance is: its size, its version, what it gives up first, and when Google may restart it. */
export const cacheSettingsCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/settings",
    title: "the cache's version, size, persistence and maintenance window are as declared",
    gone: "store-unhealthy",
    ask: async (live) => {
      const found = await readCache(live, context.environment);
      const { version, tier, memoryGiB, maintenance } = context.environment.cache;
      const [window] = found.maintenancePolicy?.weeklyMaintenanceWindow ?? [];
      const at = "maintenancePolicy.weeklyMaintenanceWindow";
      return asDeclared([
        setting("redisVersion", found.redisVersion, version),
        setting("tier", found.tier, tier),
        setting("memorySizeGb", found.memorySizeGb, memoryGiB),
        setting("redisConfigs.maxmemory-policy", found.redisConfigs["maxmemory-policy"], CACHE.maxmemoryPolicy),
        setting("persistenceConfig.persistenceMode", found.persistenceConfig.persistenceMode, CACHE.persistenceMode),
        setting(`${at}.day`, window?.day, maintenance.day),
        setting(`${at}.startTime.hours`, window?.startTime.hours, maintenance.hour),
      ]);
    },
  });
