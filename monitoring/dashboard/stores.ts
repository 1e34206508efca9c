import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import { cachePath, databaseMetricId } from "../../environments/names";
import {
  OF_REDIS_PRIMARY,
  REDIS_CLIENTS,
  REDIS_EVICTIONS,
  REDIS_MEMORY,
  SQL_CONNECTIONS,
  SQL_CPU,
  SQL_DISK,
  SQL_LATENCIES,
  SQL_UP,
  type PlatformMetric,
} from "../../google/platform-metrics";
import type { Series } from "../alerts/alert";
import { countAggregation, logSeries, meanAggregation, series } from "../alerts/series";
import { NEAR, percentOf } from "../alerts/share";
import { mostInAll, percentile95 } from "./aggregations";
import { BYTES, MICROSECONDS, SHARE, chart, countOf, line, type Mark, type Read } from "./widgets";

const GIB = 1024 ** 3;

const ofDatabase = (environment: Environment, metric: PlatformMetric): Series =>
  series(metric, `resource.labels.database_id="${databaseMetricId(environment)}"`);

const ofCache = (environment: Environment, metric: PlatformMetric, ...where: readonly string[]): Series =>
  series(metric, `resource.labels.instance_id="${cachePath(environment)}"`, ...where);

/** Connections to all databases of the instance. */
export const connectionsRead = (environment: Environment) =>
  ({ series: ofDatabase(environment, SQL_CONNECTIONS), aggregation: mostInAll }) satisfies Read;

/** Connections from which on an alert is near. */
export const nearConnections = ({ database }: Environment): number => percentOf(NEAR, database.maxConnections);

/** Time inside the database, µs. */
export const latencyRead = (environment: Environment) =>
  ({
    series: series(SQL_LATENCIES, `resource.labels.resource_id="${databaseMetricId(environment)}"`),
    aggregation: percentile95,
  }) satisfies Read;

/** The objective of that time, µs. */
export const latencyGoal = ({ objectives }: Environment): number => objectives.databaseLatencyMs * 1000;

const TICKET = (value: number): Mark => ({ value, label: "ticket" });

/** What the database is doing. */
export const databaseCharts = (environment: Environment): readonly Json[] => [
  chart(
    "database-up",
    countOf("1 is up"),
    [line("server", ofDatabase(environment, SQL_UP), { seconds: 60, aligner: "ALIGN_MAX" })],
    { value: 1, label: "up" },
  ),
  chart(
    "database-connections",
    countOf("connections"),
    [{ legend: "all databases", read: connectionsRead(environment) }],
    TICKET(nearConnections(environment)),
    { value: environment.database.maxConnections, label: "maximum" },
  ),
  chart("database-latency", MICROSECONDS, [{ legend: "queries", read: latencyRead(environment) }], {
    value: latencyGoal(environment),
    label: `objective, ${environment.objectives.databaseLatencyMs} ms`,
  }),
  chart(
    "database-processors",
    SHARE,
    [line("processors", ofDatabase(environment, SQL_CPU), meanAggregation(300))],
    TICKET(0.8),
  ),
  chart(
    "database-disk",
    BYTES,
    [line("used", ofDatabase(environment, SQL_DISK), meanAggregation(300))],
    TICKET(percentOf(NEAR, environment.database.diskLimitGiB * GIB)),
  ),
  chart("backups", countOf("backups"), [
    line("succeeded", logSeries(environment, "backups", SQL_UP.resource), countAggregation(86_400)),
  ]),
];

/** What the cache is doing. */
export const cacheCharts = (environment: Environment): readonly Json[] => [
  chart(
    "cache-memory",
    SHARE,
    [line("primary", ofCache(environment, REDIS_MEMORY, OF_REDIS_PRIMARY), meanAggregation(60))],
    TICKET(0.8),
  ),
  chart("cache-clients", countOf("clients"), [
    line("primary", ofCache(environment, REDIS_CLIENTS, OF_REDIS_PRIMARY), mostInAll),
  ]),
  chart("cache-evictions", countOf("in 5 minutes"), [
    line("keys", ofCache(environment, REDIS_EVICTIONS), countAggregation(300)),
  ]),
];
