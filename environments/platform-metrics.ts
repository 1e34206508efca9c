/**
 * Google's own metrics that alerts, objectives and the dashboard read, with what Monitoring has to know of them: a
 * filter with the wrong resource, or an aligner that does not fit, is refused or matches nothing.
 */
export interface PlatformMetric {
  /** `run.googleapis.com/request_count`. */
  readonly type: string;
  /** The only resource it is written to. */
  readonly resource: string;
  readonly kind: "GAUGE" | "DELTA" | "CUMULATIVE";
  readonly value: "BOOL" | "INT64" | "DOUBLE" | "DISTRIBUTION";
  /** In Monitoring's notation: `ms`, `us`, `By`, `d`, `1`. */
  readonly unit: string;
}

type Row = readonly [
  type: string,
  kind: PlatformMetric["kind"],
  value: PlatformMetric["value"],
  unit?: PlatformMetric["unit"],
];

const on = (resource: string, prefix: string, [type, kind, value, unit = "1"]: Row): PlatformMetric => ({
  type: `${prefix}/${type}`,
  resource,
  kind,
  value,
  unit,
});

const run = (...row: Row): PlatformMetric => on("cloud_run_revision", "run.googleapis.com", row);
const balancer = (...row: Row): PlatformMetric => on("https_lb_rule", "loadbalancing.googleapis.com/https", row);
const sql = (...row: Row): PlatformMetric => on("cloudsql_database", "cloudsql.googleapis.com/database", row);
const redis = (...row: Row): PlatformMetric => on("redis_instance", "redis.googleapis.com", row);
const uptime = (...row: Row): PlatformMetric => on("uptime_url", "monitoring.googleapis.com/uptime_check", row);

/** Cloud Run: labels `service_name`, `revision_name`; a class of answers is "5xx". */
export const RUN_REQUESTS = run("request_count", "DELTA", "INT64");
/** The whole request, so that a socket counts with its whole life. */
export const RUN_LATENCIES = run("request_latencies", "DELTA", "DISTRIBUTION", "ms");
export const RUN_INSTANCES = run("container/instance_count", "GAUGE", "INT64");
export const RUN_STARTUP = run("container/startup_latencies", "DELTA", "DISTRIBUTION", "ms");
export const RUN_MEMORY = run("container/memory/utilizations", "DELTA", "DISTRIBUTION");
export const RUN_CONCURRENCY = run("container/max_request_concurrencies", "DELTA", "DISTRIBUTION");

/** The load balancer: label `backend_target_name`; a class of answers is the number 500. */
export const LB_REQUESTS = balancer("request_count", "DELTA", "INT64");
/** A socket counts with its whole life here too; `matched_url_path_rule` tells the routes apart. */
export const LB_BACKEND_LATENCIES = balancer("backend_latencies", "DELTA", "DISTRIBUTION", "ms");

/** Cloud SQL: label `database_id`, `project:instance`. One series per database of the instance. */
export const SQL_CONNECTIONS = sql("postgresql/num_backends", "GAUGE", "INT64");
export const SQL_CPU = sql("cpu/utilization", "GAUGE", "DOUBLE");
export const SQL_DISK = sql("disk/bytes_used", "GAUGE", "INT64", "By");
/** Query insights' own measure, and the only one of latency; label `resource_id`, `project:instance`. */
export const SQL_LATENCIES: PlatformMetric = {
  ...sql("postgresql/insights/aggregate/latencies", "CUMULATIVE", "DISTRIBUTION", "us"),
  resource: "cloudsql_instance_database",
};

/** Memorystore: label `instance_id`, the instance's full path. */
export const REDIS_MEMORY = redis("stats/memory/usage_ratio", "GAUGE", "DOUBLE");
/** Not `stats/connected_clients`, which never existed. */
export const REDIS_CLIENTS = redis("clients/connected", "GAUGE", "INT64");
export const REDIS_EVICTIONS = redis("stats/evicted_keys", "DELTA", "INT64");

/** Uptime checks: label `host` of the resource, `check_id` of the metric. */
export const UPTIME_PASSED = uptime("check_passed", "GAUGE", "BOOL");
export const CERTIFICATE_DAYS = uptime("time_until_ssl_cert_expires", "GAUGE", "DOUBLE", "d");

/** All of them: what a filter may name. */
export const PLATFORM_METRICS: readonly PlatformMetric[] = [
  RUN_REQUESTS,
  RUN_LATENCIES,
  RUN_INSTANCES,
  RUN_STARTUP,
  RUN_MEMORY,
  RUN_CONCURRENCY,
  LB_REQUESTS,
  LB_BACKEND_LATENCIES,
  SQL_CONNECTIONS,
  SQL_CPU,
  SQL_DISK,
  SQL_LATENCIES,
  REDIS_MEMORY,
  REDIS_CLIENTS,
  REDIS_EVICTIONS,
  UPTIME_PASSED,
  CERTIFICATE_DAYS,
];
