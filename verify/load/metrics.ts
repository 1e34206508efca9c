import type { Series } from "../../monitoring/alerts/alert";
import { series } from "../../monitoring/alerts/series";
import type { Environment } from "../../environments/environment";
import { cachePath, databaseMetricId } from "../../environments/names";
import {
  OF_REDIS_PRIMARY,
  REDIS_CLIENTS,
  RUN_INSTANCES,
  RUN_LATENCIES,
  RUN_REQUESTS,
  SQL_CONNECTIONS,
} from "../../google/platform-metrics";

/** What is read from Monitoring around a load. */
export type MetricId = "instances" | "requests" | "latency" | "connections" | "clients";

/** A metric, and how its series are aligned and reduced. */
export interface LoadMetric {
  readonly id: MetricId;
  readonly series: Series;
  readonly aligner: string;
  readonly reducer: string;
  /** Labels by which series stay separate. */
  readonly groupBy: readonly string[];
}

/** Google samples each of these metrics once a minute: nothing shorter can be read from them. */
export const SAMPLING_SECONDS = 60;

/**
 * Longest time until a sample can be read, seconds. Google's list of metrics
 * (https://cloud.google.com/monitoring/api/metrics_gcp) says 120 for Cloud Run and 165 for Cloud SQL; 240 is the longest
 * time that it names for metrics of this kind.
 */
export const VISIBLE_AFTER_SECONDS = 240;

const SERVICE = "resource.labels.service_name";

/** Rows of {@link LoadMetric}; active and idle instances are one number, because both hold connections. */
export const loadMetrics = (environment: Environment): readonly LoadMetric[] => [
  {
    id: "instances",
    series: series(RUN_INSTANCES),
    aligner: "ALIGN_MAX",
    reducer: "REDUCE_SUM",
    groupBy: [SERVICE],
  },
  {
    id: "requests",
    series: series(RUN_REQUESTS),
    aligner: "ALIGN_DELTA",
    reducer: "REDUCE_SUM",
    groupBy: [SERVICE, "metric.labels.response_code"],
  },
  {
    id: "latency",
    series: series(RUN_LATENCIES),
    aligner: "ALIGN_PERCENTILE_95",
    reducer: "REDUCE_MAX",
    groupBy: [SERVICE],
  },
  {
    id: "connections",
    series: series(SQL_CONNECTIONS, `resource.labels.database_id="${databaseMetricId(environment)}"`),
    aligner: "ALIGN_MAX",
    reducer: "REDUCE_SUM",
    groupBy: [],
  },
  {
    id: "clients",
    // Our services connect to no replica, which has clients of its own.
    series: series(REDIS_CLIENTS, `resource.labels.instance_id="${cachePath(environment)}"`, OF_REDIS_PRIMARY),
    aligner: "ALIGN_MAX",
    reducer: "REDUCE_SUM",
    groupBy: [],
  },
];
