import type { MetricKind, ValueType } from "./aggregations";

/** What stands before the name of a metric of logs (https://cloud.google.com/logging/docs/logs-based-metrics). */
export const LOG_METRIC_PREFIX = "logging.googleapis.com/user/";

/**
 * What a metric of the load balancer's log is written to. Its entries are `http_load_balancer`, a type that Monitoring does
 * not have; policies and objectives in use name this one.
 */
export const BALANCER_LOG_RESOURCE = "l7_lb_rule";

/**
 * A metric of Google's that alerts, objectives and the dashboard read
 * (https://cloud.google.com/monitoring/api/metrics_gcp). Monitoring refuses a filter with another resource or label, or an
 * aligner that does not fit, or finds nothing by it.
 */
export interface PlatformMetric {
  /** `run.googleapis.com/request_count`. */
  readonly type: string;
  /** The only resource it is written to. */
  readonly resource: string;
  readonly kind: MetricKind;
  readonly value: Exclude<ValueType, "STRING">;
  /** In Monitoring's notation: `ms`, `us`, `By`, `d`, `1`. */
  readonly unit: string;
  /** Its own labels, `metric.labels.…`: every one that it has. */
  readonly labels: readonly string[];
  /** Those of its resource, `resource.labels.…`: every one that it has. */
  readonly resourceLabels: readonly string[];
}

interface More {
  /** Absent for `1`. */
  readonly unit?: string;
  /** Absent where it has none of its own. */
  readonly labels?: readonly string[];
}

type Row = readonly [type: string, kind: PlatformMetric["kind"], value: PlatformMetric["value"], more?: More];

/** What metrics are written to. */
interface Source {
  readonly resource: string;
  readonly prefix: string;
  readonly labels: readonly string[];
}

const from =
  ({ resource, prefix, labels: resourceLabels }: Source) =>
  (...[type, kind, value, { unit = "1", labels = [] } = {}]: Row): PlatformMetric => ({
    type: `${prefix}/${type}`,
    resource,
    kind,
    value,
    unit,
    labels,
    resourceLabels,
  });

const run = from({
  resource: "cloud_run_revision",
  prefix: "run.googleapis.com",
  labels: ["project_id", "location", "service_name", "revision_name", "configuration_name"],
});
const balancer = from({
  resource: "https_lb_rule",
  prefix: "loadbalancing.googleapis.com/https",
  labels: [
    "project_id",
    "region",
    "url_map_name",
    "forwarding_rule_name",
    "target_proxy_name",
    "matched_url_path_rule",
    "backend_target_name",
    "backend_target_type",
    "backend_name",
    "backend_type",
    "backend_scope",
    "backend_scope_type",
  ],
});
const SQL_PREFIX = "cloudsql.googleapis.com/database";
const sql = from({
  resource: "cloudsql_database",
  prefix: SQL_PREFIX,
  labels: ["project_id", "region", "database_id"],
});
const insights = from({
  resource: "cloudsql_instance_database",
  prefix: `${SQL_PREFIX}/postgresql/insights`,
  labels: ["project_id", "location", "resource_id", "database"],
});
const redis = from({
  resource: "redis_instance",
  prefix: "redis.googleapis.com",
  labels: ["project_id", "region", "instance_id", "node_id"],
});
const uptime = from({
  resource: "uptime_url",
  prefix: "monitoring.googleapis.com/uptime_check",
  labels: ["project_id", "host"],
});

const ANSWER = ["response_code", "response_code_class", "route"];
/** Cloud Run: a class of answers is "5xx". */
export const RUN_REQUESTS = run("request_count", "DELTA", "INT64", { labels: ANSWER });
/** The whole request, so that a socket counts with its whole life. */
export const RUN_LATENCIES = run("request_latencies", "DELTA", "DISTRIBUTION", { unit: "ms", labels: ANSWER });
const STATE = ["state"];
export const RUN_INSTANCES = run("container/instance_count", "GAUGE", "INT64", { labels: STATE });
export const RUN_STARTUP = run("container/startup_latencies", "DELTA", "DISTRIBUTION", { unit: "ms" });
export const RUN_MEMORY = run("container/memory/utilizations", "DELTA", "DISTRIBUTION");
export const RUN_CONCURRENCY = run("container/max_request_concurrencies", "DELTA", "DISTRIBUTION", { labels: STATE });

const BALANCED = [
  "protocol",
  "response_code",
  "response_code_class",
  "cache_result",
  "client_country",
  "proxy_continent",
  "load_balancing_scheme",
];
/** The load balancer: services are told apart by `backend_target_name`; a class of answers is the number 500. */
export const LB_REQUESTS = balancer("request_count", "DELTA", "INT64", { labels: BALANCED });
/** A socket counts with its whole life here too; `matched_url_path_rule` tells the routes apart. */
const LB_BACKEND_LATENCIES = balancer("backend_latencies", "DELTA", "DISTRIBUTION", {
  unit: "ms",
  labels: BALANCED,
});

/** Cloud SQL: `database_id` is `project:instance`. 1 where the server runs, 0 where it does not. */
export const SQL_UP = sql("up", "GAUGE", "INT64");
/** One series per database of the instance. */
export const SQL_CONNECTIONS = sql("postgresql/num_backends", "GAUGE", "INT64", { labels: ["database"] });
export const SQL_CPU = sql("cpu/utilization", "GAUGE", "DOUBLE");
export const SQL_DISK = sql("disk/bytes_used", "GAUGE", "INT64", { unit: "By" });
/** Of query insights, and the only metric of latency; `resource_id` is `project:instance`. */
export const SQL_LATENCIES = insights("aggregate/latencies", "CUMULATIVE", "DISTRIBUTION", {
  unit: "us",
  labels: ["user", "client_addr"],
});

const ROLE = ["role"];
/** The primary's own values of Memorystore, in Monitoring's filter language: replicas write theirs under the same metrics. */
export const OF_REDIS_PRIMARY = 'metric.labels.role="primary"';
/** Memorystore: `instance_id` is the instance's full path. */
export const REDIS_MEMORY = redis("stats/memory/usage_ratio", "GAUGE", "DOUBLE", { labels: ROLE });
/** Not `stats/connected_clients`, which never existed. */
export const REDIS_CLIENTS = redis("clients/connected", "GAUGE", "INT64", { labels: ROLE });
export const REDIS_EVICTIONS = redis("stats/evicted_keys", "DELTA", "INT64", { labels: ROLE });
/** Seconds of processor time of the one thread that runs commands; the primary's are apart by `relationship` and `space`. */
export const REDIS_MAIN_THREAD = redis("stats/cpu_utilization_main_thread", "DELTA", "DOUBLE", {
  unit: "s{CPU}",
  labels: [...ROLE, "relationship", "space"],
});
/** 1 of a primary, 0 of a replica; one series a node. */
export const REDIS_ROLE = redis("replication/role", "GAUGE", "INT64");
/** Microseconds of a call inside the server, one series a command; Google gives it the unit 1. */
export const REDIS_COMMAND_TIME = redis("commands/usec_per_call", "GAUGE", "DOUBLE", { labels: [...ROLE, "cmd"] });

const CHECK = ["check_id", "checked_resource_id", "checker_location"];
/** One series for each place that asks. */
export const UPTIME_PASSED = uptime("check_passed", "GAUGE", "BOOL", { labels: CHECK });
export const CERTIFICATE_DAYS = uptime("time_until_ssl_cert_expires", "GAUGE", "DOUBLE", { unit: "d", labels: CHECK });

/** Every metric of Google's that a filter may name. */
export const PLATFORM_METRICS: readonly PlatformMetric[] = [
  RUN_REQUESTS,
  RUN_LATENCIES,
  RUN_INSTANCES,
  RUN_STARTUP,
  RUN_MEMORY,
  RUN_CONCURRENCY,
  LB_REQUESTS,
  LB_BACKEND_LATENCIES,
  SQL_UP,
  SQL_CONNECTIONS,
  SQL_CPU,
  SQL_DISK,
  SQL_LATENCIES,
  REDIS_MEMORY,
  REDIS_CLIENTS,
  REDIS_EVICTIONS,
  REDIS_MAIN_THREAD,
  REDIS_ROLE,
  REDIS_COMMAND_TIME,
  UPTIME_PASSED,
  CERTIFICATE_DAYS,
];
