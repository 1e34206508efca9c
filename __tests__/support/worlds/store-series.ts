import type { Environment } from "../../../environments/environment";
import { cachePath, databaseMetricId } from "../../../environments/names";
import { logMetricType } from "../../../monitoring/log-metrics";
import { promqlName } from "../../../monitoring/promql";
import type { Series } from "../promql/evaluate";
import { counted, histogram, sampled, type Course } from "./course";
import type { Day } from "./world";

/** The series of the database and the cache. */
export function storeSeries(
  environment: Environment,
  { databaseUp, cachePrimary, load, resetAt }: Day,
): readonly Series[] {
  const database = { monitored_resource: "cloudsql_database", database_id: databaseMetricId(environment) };
  const cache = { monitored_resource: "redis_instance", instance_id: cachePath(environment) };
  const primary = { ...cache, node_id: "node-0", role: "primary" };
  const whereUp =
    (course: Course<number>): Course<number | undefined> =>
    (minute) =>
      databaseUp(minute) === 1 ? course(minute) : undefined;
  const wherePrimary =
    (course: Course<number>): Course<number | undefined> =>
    (minute) =>
      cachePrimary(minute) ? course(minute) : undefined;
  const { maxConnections, diskLimitGiB } = environment.database;
  return [
    sampled("cloudsql_googleapis_com:database_up", database, databaseUp),
    sampled(
      "cloudsql_googleapis_com:database_postgresql_num_backends",
      { ...database, database: "netra" },
      whereUp((minute) => load(minute) * maxConnections),
    ),
    sampled("cloudsql_googleapis_com:database_cpu_utilization", database, whereUp(load)),
    sampled(
      "cloudsql_googleapis_com:database_disk_bytes_used",
      database,
      whereUp(() => 0.3 * diskLimitGiB * 1024 ** 3),
    ),
    ...histogram(
      "cloudsql_googleapis_com:database_postgresql_insights_aggregate_latencies",
      { monitored_resource: "cloudsql_instance_database", resource_id: databaseMetricId(environment), user: "app_a" },
      [1000, 10_000, 100_000, 1_000_000],
      () => 5000,
      (minute) => (databaseUp(minute) === 1 ? 60 : 0),
      resetAt,
    ),
    counted(
      promqlName(logMetricType(environment, "backups")),
      { monitored_resource: "cloudsql_database" },
      (minute) => Number(minute === 10),
      resetAt,
    ),
    sampled("redis_googleapis_com:stats_memory_usage_ratio", primary, wherePrimary(load)),
    sampled(
      "redis_googleapis_com:replication_role",
      { ...cache, node_id: "node-0" },
      wherePrimary(() => 1),
    ),
    counted(
      "redis_googleapis_com:stats_evicted_keys",
      primary,
      wherePrimary(() => 0),
      resetAt,
    ),
    counted(
      "redis_googleapis_com:stats_cpu_utilization_main_thread",
      primary,
      wherePrimary((minute) => 60 * Math.min(load(minute), 0.3)),
      resetAt,
    ),
  ];
}
