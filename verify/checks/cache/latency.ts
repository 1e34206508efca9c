import { REDIS_COMMAND_TIME } from "../../../google/platform-metrics";
import { failed, passed, skipped } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { PERIOD_SECONDS } from "../admin/limits";
import { readMetric } from "../../live/metrics";
import { ofPrimary } from "./of-instance";

const MICROSECONDS_IN_MILLISECOND = 1000;

/**
 * The slowest command over an hour: one thread serves all clients, so a slow one keeps everybody waiting. Nothing is
 * promised of the cache itself; it is held to the database's objective, because a slower one would be none.
 */
export const cacheLatencyCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/latency",
    title: `no command of the cache takes more than ${context.environment.objectives.databaseLatencyMs} ms`,
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment, now } = context;
      const limit = environment.objectives.databaseLatencyMs;
      const points = await readMetric(live, environment, now(), {
        metric: REDIS_COMMAND_TIME,
        where: ofPrimary(environment),
        seconds: PERIOD_SECONDS,
        aligned: { seconds: PERIOD_SECONDS, aligner: "ALIGN_MEAN" },
      });
      const [slowest] = [...points].sort((a, b) => b.value - a.value);
      if (slowest === undefined) return skipped("no command in the last hour");
      const milliseconds = slowest.value / MICROSECONDS_IN_MILLISECOND;
      const measured = [{ name: "latency", value: milliseconds, unit: "ms" }];
      const found = `${slowest.labels.cmd ?? "a command"}: ${milliseconds.toFixed(3)} ms`;
      return milliseconds <= limit
        ? passed(found, measured)
        : failed("too-slow", found, `at most ${limit} ms`, { measured });
    },
  });
