import { PLATFORM_METRICS, type PlatformMetric, LOG_METRIC_PREFIX } from "../../../../google/platform-metrics";
import { derivedFact, type Estate } from "../../../core/estate";
import { textAt } from "../../../core/resource";
import { LOG_METRIC, METRIC_DESCRIPTOR } from "./watched";

/** What is known of a metric; its resource and labels only of Google's own. */
export interface MetricFacts {
  readonly resource?: string;
  readonly kind: string;
  readonly value: string;
  readonly labels?: readonly string[];
  readonly resourceLabels?: readonly string[];
}

const platform = new Map(PLATFORM_METRICS.map((metric): [string, PlatformMetric] => [metric.type, metric]));

/** Metrics that the estate declares: of logs, and its own. */
const declared = derivedFact((estate): ReadonlyMap<string, MetricFacts> => {
  const counted = estate.ofType(LOG_METRIC).flatMap((metric): [string, MetricFacts][] => {
    const name = textAt(metric, "name");
    const value = textAt(metric, "metric_descriptor[0].value_type") ?? "INT64";
    return name === undefined ? [] : [[LOG_METRIC_PREFIX + name, { kind: "DELTA", value }]];
  });
  const own = estate.ofType(METRIC_DESCRIPTOR).flatMap((metric): [string, MetricFacts][] => {
    const [type, kind, value] = ["type", "metric_kind", "value_type"].map((path) => textAt(metric, path));
    return type !== undefined && kind !== undefined && value !== undefined ? [[type, { kind, value }]] : [];
  });
  return new Map([...counted, ...own]);
});

/** What is known of a metric by its type; undefined where it is neither in our table nor declared. */
export const factsOf = (estate: Estate, metric: string): MetricFacts | undefined =>
  platform.get(metric) ?? declared(estate).get(metric);

const METRIC = /metric\.type\s*=\s*"([^"]+)"/;
const RESOURCE = /resource\.type\s*=\s*"([^"]+)"/;

/** The metric of a filter; "" where it names none. */
export const metricIn = (filter: string): string => METRIC.exec(filter)?.[1] ?? "";

/** The kind of resource that a filter names; undefined where it names none. */
export const resourceIn = (filter: string): string | undefined => RESOURCE.exec(filter)?.[1];

/** Families of metrics that are written to one kind of resource (https://cloud.google.com/monitoring/api/metrics_gcp_p_z). */
const WRITTEN_TO: readonly (readonly [metrics: RegExp, resource: string])[] = [
  [/^pubsub\.googleapis\.com\/subscription\//, "pubsub_subscription"],
  [/^pubsub\.googleapis\.com\/topic\//, "pubsub_topic"],
];

const writtenTo = (metric: string): string | undefined => WRITTEN_TO.find(([metrics]) => metrics.test(metric))?.[1];

/** What is wrong with the resource of a filter; undefined where nothing is, or nobody knows the metric. */
export function resourceProblem(estate: Estate, filter: string): string | undefined {
  const metric = metricIn(filter);
  const wanted = factsOf(estate, metric)?.resource ?? writtenTo(metric);
  const resource = resourceIn(filter);
  return wanted !== undefined && resource !== undefined && resource !== wanted
    ? `resource.type "${resource}" found, "${wanted}" allowed: nothing else has the metric`
    : undefined;
}
