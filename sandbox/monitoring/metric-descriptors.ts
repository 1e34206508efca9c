import {
  invalidArgument,
  notFound,
  notServed,
  okAnswer,
  permissionDenied,
  refusalAnswer,
  type Refusal,
} from "../core/answer";
import { param, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asList, asObject, asText, valueText, type JsonObject } from "../core/json";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import type { MetricShape } from "../../google/aggregations";
import { descriptorName, isWritableMetric, metricShape, withoutDefaultTypes } from "./metrics";

/** Resource types of custom metrics, shortened to those without a machine behind them. */
const RESOURCES = ["generic_node", "generic_task", "global"];

const KINDS = ["GAUGE", "DELTA", "CUMULATIVE"];
const VALUES = ["BOOL", "INT64", "DOUBLE", "STRING", "DISTRIBUTION"];

/** Whether a custom metric may have this kind and value type: a gauge has any value, other kinds have numbers. */
const isLegalShape = (kind: string, value: string): boolean =>
  kind === "GAUGE" || (value !== "BOOL" && value !== "STRING");

/**
 * The rules of a metric descriptor (https://cloud.google.com/monitoring/custom-metrics/creating-metrics). The texts are
 * ours.
 */
function checkDescriptor({ next, previous }: Draft): Refusal | undefined {
  const [type, kind, value] = [next.type, next.metricKind, next.valueType].map(asText) as [string, string, string];
  if (!isWritableMetric(type) || !/^[\w.-]+(?:\/[\w.-]+)+$/.test(type)) {
    return invalidArgument(
      `Field metric_descriptor.type had an invalid value of "${type}": must be custom.googleapis.com/ and a path of letters, digits, _, . and -.`,
    );
  }
  if (!KINDS.includes(kind) || !VALUES.includes(value) || !isLegalShape(kind, value)) {
    return invalidArgument(`Field metric_descriptor: kind ${kind} and value type ${value} are not supported together.`);
  }
  const keys = asList(next.labels).map((label) => asText(asObject(label).key));
  const wrong = keys.find((key, index) => !/^[a-zA-Z][a-zA-Z0-9_]{0,99}$/.test(key) || keys.indexOf(key) !== index);
  if (wrong !== undefined)
    return invalidArgument(`Field metric_descriptor.labels.key had an invalid value of "${wrong}".`);
  return previous === undefined || (previous.metricKind === kind && previous.valueType === value)
    ? undefined
    : invalidArgument(
        `Field metric_descriptor: the metric is there with kind ${valueText(previous.metricKind)} and value type ${valueText(previous.valueType)}; delete it first.`,
      );
}

/** Google's own metrics cannot be deleted. */
const checkDescriptorDelete = ({ next }: Draft): Refusal | undefined =>
  isWritableMetric(asText(next.type))
    ? undefined
    : permissionDenied(`Metric '${asText(next.type)}' cannot be deleted.`);

const descriptors: Collection = {
  api: "monitoring",
  pattern: "projects/{project}/metricDescriptors",
  noun: "Metric descriptor",
  id: { body: "type" },
  hasSlashes: true,
  isUpserted: true,
  items: "metricDescriptors",
  style: "direct",
  fill: ({ call, next }) => ({
    ...next,
    ...(next.labels !== undefined && { labels: withoutDefaultTypes(next.labels) }),
    name: `projects/${param(call, "project")}/metricDescriptors/${asText(next.type)}`,
    monitoredResourceTypes: RESOURCES,
  }),
  check: checkDescriptor,
  checkDelete: checkDescriptorDelete,
  afterDelete: ({ call, next }) => {
    // A metric's values are deleted with its descriptor.
    for (const [name, series] of call.store.list(`monitoring/projects/${param(call, "project")}/timeSeries`)) {
      if (asObject(series.metric).type === next.type) call.store.remove(name);
    }
  },
};

/** The descriptor of one of Google's own metrics or of a log-based metric. */
const readOnlyDescriptor = (project: string, type: string, { kind, valueType }: MetricShape): JsonObject => ({
  name: `projects/${project}/metricDescriptors/${type}`,
  type,
  metricKind: kind,
  valueType,
});

const descriptorRoute: Route = {
  api: "monitoring",
  method: "GET",
  pattern: `${descriptors.pattern}/{type}`,
  handle: (call) => {
    const [project, type] = [param(call, "project"), param(call, "type")];
    const stored = call.store.get(descriptorName(project, type));
    if (stored !== undefined) return okAnswer(stored);
    const shape = metricShape(call.store, project, type);
    return shape === undefined
      ? refusalAnswer(notFound(`Could not find descriptor for metric '${type}'.`))
      : okAnswer(readOnlyDescriptor(project, type, shape));
  },
};

/** The beginning of the types of metrics that a filter asks for, or the whole type. */
const ASKED_TYPE = /^\s*metric\.type\s*=\s*(?:starts_with\(\s*"([^"]+)"\s*\)|"([^"]+)")\s*$/;

/** Lists metrics that users write: Google's own are thousands, and nobody has them all here. */
const descriptorsRoute: Route = {
  api: "monitoring",
  method: "GET",
  pattern: descriptors.pattern,
  reads: [...PAGE_PARAMETERS, "filter"],
  handle: (call) => {
    const filter = call.query.get("filter") ?? "";
    const [, prefix, type] = ASKED_TYPE.exec(filter) ?? [];
    if (!isWritableMetric(prefix ?? type ?? "")) {
      return refusalAnswer(
        notServed(
          `The sandbox lists metrics that users write: metric.type = starts_with("custom.googleapis.com/"); not "${filter}".`,
        ),
      );
    }
    const elements = call.store
      .list(`monitoring/${call.path}`)
      .map(([, stored]) => stored)
      .filter((stored) => (prefix === undefined ? stored.type === type : asText(stored.type).startsWith(prefix)));
    const query = new URLSearchParams(call.query);
    query.delete("filter");
    return answerList({ ...call, query }, { items: descriptors.items, elements });
  },
};

/** Metric descriptors. */
export const descriptorCollections: readonly Collection[] = [descriptors];

/** Their routes. Descriptors of Google's own metrics and of log-based metrics are read only. */
export const descriptorRoutes: readonly Route[] = [
  descriptorRoute,
  descriptorsRoute,
  ...descriptorCollections.flatMap(collectionRoutes),
];
