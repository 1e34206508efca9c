import { budgetsOf } from "../../../environments/budgets";
import { REDIS_CLIENTS } from "../../../google/platform-metrics";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { GAUGE_SECONDS } from "../admin/limits";
import { readMetric } from "../../live/metrics";
import { readCache } from "../../live/redis";
import { withoutValue } from "../admin/without-value";
import { ofPrimary } from "./of-instance";

/** Clients of the cache, against what every pool of the services can open while a rollout lasts: more are leaks, or strangers. */
export const cacheClientsCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/clients",
    title: "the cache has no more clients than the budget",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment, now } = context;
      const budget = budgetsOf(environment).find(({ name }) => name === "Redis clients");
      const points = await readMetric(live, environment, now(), {
        metric: REDIS_CLIENTS,
        where: ofPrimary(environment),
        seconds: GAUGE_SECONDS,
      });
      if (points.length === 0) return withoutValue(REDIS_CLIENTS, await readCache(live, environment), now());
      const clients = points.reduce((sum, { value }) => sum + value, 0);
      const measured = [{ name: "clients", value: clients, unit: "1" }];
      const limit = budget?.demand ?? 0;
      const found = `${clients} clients`;
      if (clients <= limit) return passed(`${found}, ${limit} budgeted`, measured);
      return failed("over-budget", found, `at most ${limit}: ${budget?.explanation ?? ""}`, { measured });
    },
  });
