import type { Environment } from "../../environments/environment";
import { backendServiceName } from "../../environments/names";
import { CUSTOM_METRIC_RESOURCE, type CustomMetric } from "../custom-metrics";
import { logMetricType, type LogMetricRole } from "../log-metrics";
import { BALANCER_LOG_RESOURCE, type PlatformMetric } from "../../google/platform-metrics";
import type { Aggregation, Series } from "./alert";

/**
 * One of Google's metrics, narrowed: for a chart or a threshold in the words of Monitoring's filters, for a query in those of
 * PromQL's matchers.
 */
export const series = ({ type, resource }: PlatformMetric, ...where: readonly string[]): Series => ({
  metric: type,
  resource,
  where,
});

/** One of our own metrics, narrowed as {@link series}. */
export const customSeries = ({ type }: CustomMetric, ...where: readonly string[]): Series => ({
  metric: type,
  resource: CUSTOM_METRIC_RESOURCE,
  where,
});

/** A metric of the logs, narrowed as {@link series}; the resource is the one whose logs it counts. */
export const logSeries = (
  environment: Pick<Environment, "name">,
  role: LogMetricRole,
  resource: string,
  ...where: readonly string[]
): Series => ({ metric: logMetricType(environment, role), resource, where });

/** Where the load balancer's own metrics name the backend of a service. */
export const backendLabel = (environment: Environment, service: string): string =>
  `resource.labels.backend_target_name="${backendServiceName(environment, service)}"`;

/** A metric of the load balancer's log, of one service's backend. */
export const backendLogSeries = (
  environment: Environment,
  role: LogMetricRole,
  service: string,
  ...where: readonly string[]
): Series =>
  logSeries(
    environment,
    role,
    BALANCER_LOG_RESOURCE,
    `metric.labels.backend="${backendServiceName(environment, service)}"`,
    ...where,
  );

/** A count of events, over all series. */
export const countAggregation = (seconds: number): Aggregation => ({
  seconds,
  aligner: "ALIGN_DELTA",
  reducer: "REDUCE_SUM",
});

/** A rate of events, all series together: what a ratio is made of. */
export const rateAggregation = (seconds: number): Aggregation => ({
  seconds,
  aligner: "ALIGN_RATE",
  reducer: "REDUCE_SUM",
});

/** The highest 99th percentile of a distribution, every series by itself. */
export const percentile99 = (seconds: number): Aggregation => ({
  seconds,
  aligner: "ALIGN_PERCENTILE_99",
  reducer: "REDUCE_MAX",
});

/** The last value of each series, which stands until the next one or for so long. */
export const lastValueAggregation = (seconds: number): Aggregation => ({ seconds, aligner: "ALIGN_NEXT_OLDER" });

/** The mean of a gauge, every series by itself. */
export const meanAggregation = (seconds: number): Aggregation => ({ seconds, aligner: "ALIGN_MEAN" });
