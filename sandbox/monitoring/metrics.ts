import type { MetricKind, MetricShape, ValueType } from "../../google/aggregations";
import { isAbsentMetric } from "../../google/metrics/lookup";
import { LOG_METRIC_PREFIX, PLATFORM_METRICS } from "../../google/platform-metrics";
import { notFound, type Refusal } from "../core/answer";
import { asList, asObject, asText, omitMembers, type Json, type JsonObject } from "../core/json";
import { encodeSlashes } from "../core/paths";
import type { Store } from "../core/store";

/** Prefixes of metrics that users may write; all other metrics are Google's. */
const WRITABLE = ["custom.googleapis.com/", "external.googleapis.com/", "workload.googleapis.com/"];

/** Whether users write the values of a metric. */
export const isWritableMetric = (type: string): boolean => WRITABLE.some((prefix) => type.startsWith(prefix));

/** Name of a metric's descriptor in the store. */
export const descriptorName = (project: string, type: string): string =>
  `monitoring/projects/${project}/metricDescriptors/${encodeSlashes(type)}`;

/** Name of a log-based metric in the store. */
const logMetricName = (project: string, name: string): string =>
  `logging/projects/${project}/metrics/${encodeSlashes(name)}`;

/** The stored descriptor of a metric: its own, or that of a log-based metric. */
function findDescriptor(store: Store, project: string, type: string): JsonObject | undefined {
  if (!type.startsWith(LOG_METRIC_PREFIX)) return store.get(descriptorName(project, type));
  const metric = store.get(logMetricName(project, type.slice(LOG_METRIC_PREFIX.length)));
  return metric === undefined ? undefined : asObject(metric.metricDescriptor);
}

/**
 * Shapes of Google's own metrics that our stacks read. Of other metrics of Google's nothing is known, and nothing is
 * refused.
 */
const PLATFORM: ReadonlyMap<string, MetricShape> = new Map(
  PLATFORM_METRICS.map(({ type, kind, value }) => [type, { kind, valueType: value }]),
);

/** The shape of a metric; undefined where nothing is known of it. */
export function metricShape(store: Store, project: string, type: string): MetricShape | undefined {
  const descriptor = findDescriptor(store, project, type);
  return descriptor === undefined
    ? PLATFORM.get(type)
    : { kind: asText(descriptor.metricKind) as MetricKind, valueType: asText(descriptor.valueType) as ValueType };
}

/** Refuses a custom or log-based metric that does not exist, and one of Google's that its service's list does not have. */
export function checkMetric(store: Store, project: string, type: string): Refusal | undefined {
  const isOwn = isWritableMetric(type) || type.startsWith(LOG_METRIC_PREFIX);
  return (isOwn || isAbsentMetric(type)) && findDescriptor(store, project, type) === undefined
    ? notFound(
        `Cannot find metric(s) that match type = "${type}". If a metric was created recently, it could take up to 10 minutes to become available. Please try again soon.`,
      )
    : undefined;
}

/** Labels of a metric as Google answers them: it leaves out the value type STRING, which is the default. */
export const withoutDefaultTypes = (labels: Json): readonly Json[] =>
  asList(labels).map((label) =>
    asObject(label).valueType === "STRING" ? omitMembers(asObject(label), "valueType") : label,
  );

/** The metric that a filter of Monitoring names; undefined where it names none. */
export const filteredMetric = (filter: string): string | undefined =>
  /\bmetric\.type\s*=\s*"?([^"\s)]+)"?/.exec(filter)?.[1];

/** Whether a filter names a resource type. */
export const hasResourceType = (filter: string): boolean => /\bresource\.type\s*=|\bgroup\.id\s*=/.test(filter);

/**
 * The objective whose burn rate a filter selects: `select_slo_burn_rate("projects/…", "3600s")`; undefined where it
 * selects none.
 */
export const filteredObjective = (filter: string): string | undefined =>
  /^\s*select_slo_\w+\(\s*"([^"]+)"/.exec(filter)?.[1];

/** Ids of the uptime checks that a filter names. */
export const filteredChecks = (filter: string): readonly string[] =>
  [...filter.matchAll(/\bmetric\.labels?\.check_id\s*=\s*"?([^"\s)]+)"?/g)].map(([, id]) => id ?? "");

/** The type of a metric is one id, although its slashes stand bare in the path of its descriptor. */
export function metricTypeSegments(segments: readonly string[]): readonly string[] {
  const [scope = "", project = "", collection, ...type] = segments;
  return collection === "metricDescriptors" && type.length > 0
    ? [scope, project, collection, type.join("/")]
    : segments;
}
