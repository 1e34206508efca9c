import { countAggregation, meanAggregation, series } from "./alerts/series";
import { NEAR, percentOf, thresholdAtLeast } from "./alerts/share";
import { chart, line, type Chart } from "./charts";
import type { Environment } from "../environments/environment";
import { cachePath, databaseMetricId } from "../environments/names";
import {
  REDIS_CLIENTS,
  REDIS_EVICTIONS,
  REDIS_MEMORY,
  SQL_CONNECTIONS,
  SQL_CPU,
  SQL_DISK,
  SQL_LATENCIES,
  SQL_UP,
} from "../google/platform-metrics";

const GIB = 1024 ** 3;

/** Charts of the database and the cache. */
export const storeCharts = (environment: Environment): readonly Chart[] => {
  const database = `resource.labels.database_id="${databaseMetricId(environment)}"`;
  const cache = `resource.labels.instance_id="${cachePath(environment)}"`;
  const { maxConnections, diskLimitGiB } = environment.database;
  return [
    chart("Database is up", [line("up", series(SQL_UP, database), { seconds: 60, aligner: "ALIGN_MAX" })], 1),
    chart(
      "Database connections",
      [
        line("connections", series(SQL_CONNECTIONS, database), {
          seconds: 60,
          aligner: "ALIGN_MAX",
          reducer: "REDUCE_SUM",
        }),
      ],
      thresholdAtLeast(percentOf(NEAR, maxConnections)),
    ),
    chart(
      "Database latency, µs at the 95th percentile",
      [
        line("latency", series(SQL_LATENCIES, `resource.labels.resource_id="${databaseMetricId(environment)}"`), {
          seconds: 300,
          aligner: "ALIGN_DELTA",
          reducer: "REDUCE_PERCENTILE_95",
        }),
      ],
      environment.objectives.databaseLatencyMs * 1000,
    ),
    chart("Database processors", [line("processors", series(SQL_CPU, database), meanAggregation(300))], 0.8),
    chart(
      "Database disk, bytes",
      [line("disk", series(SQL_DISK, database), meanAggregation(300))],
      percentOf(NEAR, diskLimitGiB * GIB),
    ),
    chart(
      "Cache memory",
      [line("memory", series(REDIS_MEMORY, cache, 'metric.labels.role="primary"'), meanAggregation(60))],
      0.8,
    ),
    chart("Cache clients", [
      line("clients", series(REDIS_CLIENTS, cache, 'metric.labels.role="primary"'), {
        seconds: 60,
        aligner: "ALIGN_MAX",
        reducer: "REDUCE_SUM",
      }),
    ]),
    chart("Keys evicted", [line("evicted", series(REDIS_EVICTIONS, cache), countAggregation(300))]),
  ];
};
