import { databaseInstanceName } from "../../../environments/names";
import { SQL_LATENCIES } from "../../../google/platform-metrics";
import { failed, passed, skipped } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { PERIOD_SECONDS } from "../admin/limits";
import { readMetric } from "../../live/metrics";

const MICROSECONDS_IN_MILLISECOND = 1000;

/**
 * The 95th percentile of the time that the instance took for queries, of all users and databases, over an hour. Query
 * insights measure it inside the instance: the way there is not in it.
 */
export const databaseLatencyCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/latency",
    title: `95 % of the database's queries take at most ${context.environment.objectives.databaseLatencyMs} ms`,
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment, now } = context;
      const limit = environment.objectives.databaseLatencyMs;
      const [point] = await readMetric(live, environment, now(), {
        metric: SQL_LATENCIES,
        where: [`resource.labels.resource_id="${environment.project}:${databaseInstanceName(environment)}"`],
        seconds: PERIOD_SECONDS,
        // The metric is cumulative: Monitoring refuses a percentile as its aligner, and takes one as the reducer.
        aligned: { seconds: PERIOD_SECONDS, aligner: "ALIGN_DELTA", reducer: "REDUCE_PERCENTILE_95" },
      });
      if (point === undefined) return skipped("no query in the last hour, or query insights are off");
      const milliseconds = point.value / MICROSECONDS_IN_MILLISECOND;
      const measured = [{ name: "latency", value: milliseconds, unit: "ms" }];
      const found = `${milliseconds.toFixed(1)} ms`;
      return milliseconds <= limit
        ? passed(found, measured)
        : failed("too-slow", found, `at most ${limit} ms`, { measured });
    },
  });
