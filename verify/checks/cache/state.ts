import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { PASSING_ATTEMPTS, adminCheck, type AdminContext } from "../admin/admin-check";
import { readCache } from "../../live/redis";

const READY = "READY";

/** The instance is ready: not in an update, a failover or maintenance. */
export const cacheStateCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/state",
    title: "the cache is ready",
    attempts: PASSING_ATTEMPTS,
    gone: "store-unhealthy",
    ask: async (live) => {
      const { state } = await readCache(live, context.environment);
      return state === READY ? passed(state) : failed("store-unhealthy", state, READY);
    },
  });
