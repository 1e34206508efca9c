import { PLATFORM_METRICS } from "../../google/platform-metrics";
import { notFound, type Refusal } from "../core/answer";
import { asList, asObject, asText, omitMembers, type Json, type JsonObject } from "../core/json";
import { encodeSlashes } from "../core/paths";
import type { Store } from "../core/store";

/** Metrics that are counted from the log begin so; their name follows. */
export const LOG_METRIC = "logging.googleapis.com/user/";

/** Metrics that anybody may write begin with one of these; all others are Google's. */
const WRITABLE = ["custom.googleapis.com/", "external.googleapis.com/", "workload.googleapis.com/"];

/** Whether a metric's values come from its users. */
export const isWritableMetric = (type: string): boolean => WRITABLE.some((prefix) => type.startsWith(prefix));

/** Name of a metric's descriptor in the store. */
export const descriptorName = (project: string, type: string): string =>
  `monitoring/projects/${project}/metricDescriptors/${encodeSlashes(type)}`;

/** Name of a metric that is counted from the log, in the store. */
const logMetricName = (project: string, name: string): string =>
  `logging/projects/${project}/metrics/${encodeSlashes(name)}`;

/** The descriptor that somebody made of a metric, or that came with one that is counted from the log. */
function findDescriptor(store: Store, project: string, type: string): JsonObject | undefined {
  if (!type.startsWith(LOG_METRIC)) return store.get(descriptorName(project, type));
  const metric = store.get(logMetricName(project, type.slice(LOG_METRIC.length)));
  return metric === undefined ? undefined : asObject(metric.metricDescriptor);
}

/** Google's own metrics that our stacks read. One that is not listed is taken as it is: nothing is known of it. */
const PLATFORM: ReadonlyMap<string, MetricShape> = new Map(
  PLATFORM_METRICS.map(({ type, kind, value }) => [type, { kind, valueType: value }]),
);

/** What is known of a metric: of Google's own, where it is listed; undefined where nothing is. */
export function metricShape(store: Store, project: string, type: string): MetricShape | undefined {
  const descriptor = findDescriptor(store, project, type);
  return descriptor === undefined
    ? PLATFORM.get(type)
    : { kind: asText(descriptor.metricKind) as MetricKind, valueType: asText(descriptor.valueType) as ValueType };
}

/** The refusal of a metric that somebody must make first, and that nobody made. */
export function checkMetric(store: Store, project: string, type: string): Refusal | undefined {
  const isOwn = isWritableMetric(type) || type.startsWith(LOG_METRIC);
  return isOwn && findDescriptor(store, project, type) === undefined
    ? notFound(
        `Cannot find metric(s) that match type = "${type}". If a metric was created recently, it could take up to 10 minutes to become available. Please try again soon.`,
      )
    : undefined;
}

/** What a metric's points are. */
export type ValueType = "BOOL" | "INT64" | "DOUBLE" | "STRING" | "DISTRIBUTION";

/** What a metric's points say about time. */
export type MetricKind = "GAUGE" | "DELTA" | "CUMULATIVE";

/** What fits a metric depends on these two. */
export interface MetricShape {
  readonly kind: MetricKind;
  readonly valueType: ValueType;
}

/** Labels of a metric as Google answers them: their values are texts where nothing else is said, and it says nothing then. */
export const withoutDefaultTypes = (labels: Json): readonly Json[] =>
  asList(labels).map((label) =>
    asObject(label).valueType === "STRING" ? omitMembers(asObject(label), "valueType") : label,
  );

/** The one metric that a filter of Monitoring names; undefined where it names none. */
export const filteredMetric = (filter: string): string | undefined =>
  /\bmetric\.type\s*=\s*"?([^"\s)]+)"?/.exec(filter)?.[1];

/** Whether a filter says which kind of resource it means. */
export const hasResourceType = (filter: string): boolean => /\bresource\.type\s*=|\bgroup\.id\s*=/.test(filter);

/** The objective that the burn rate of a filter is of: `select_slo_burn_rate("projects/…", "3600s")`. */
export const filteredObjective = (filter: string): string | undefined =>
  /^\s*select_slo_\w+\(\s*"([^"]+)"/.exec(filter)?.[1];

/** The uptime checks that a filter names by their ids. */
export const filteredChecks = (filter: string): readonly string[] =>
  [...filter.matchAll(/\bmetric\.labels?\.check_id\s*=\s*"?([^"\s)]+)"?/g)].map(([, id]) => id ?? "");

/** The type of a metric is one id, although its slashes stand bare in the path of its descriptor. */
export function metricTypeSegments(segments: readonly string[]): readonly string[] {
  const [scope = "", project = "", collection, ...type] = segments;
  return collection === "metricDescriptors" && type.length > 0
    ? [scope, project, collection, type.join("/")]
    : segments;
}
