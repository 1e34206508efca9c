import { notFound, ok, refuse } from "../core/answer";
import { param, type Route } from "../core/call";
import { routesOf, type Collection } from "../core/collection";
import { asObject, asText, type JsonObject } from "../core/json";
import { withoutDefaultTypes } from "./metric-labels";
import { descriptorName, shapeOf } from "./metrics";
import type { MetricShape } from "./metric-shape";
import { checkDescriptor, checkDescriptorDelete } from "./metric-descriptor-rules";

/** Kinds of resources that values of one's own may be written to, shortened to those without a machine behind them. */
const RESOURCES = ["generic_node", "generic_task", "global"];

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
    // The values of a metric go with its descriptor.
    for (const [name, series] of call.store.list(`monitoring/projects/${param(call, "project")}/timeSeries`)) {
      if (asObject(series.metric).type === next.type) call.store.remove(name);
    }
  },
};

/** What is known of one of Google's own metrics, or of one that is counted from the log. */
const readOnly = (project: string, type: string, { kind, valueType }: MetricShape): JsonObject => ({
  name: `projects/${project}/metricDescriptors/${type}`,
  type,
  metricKind: kind,
  valueType,
});

const one: Route = {
  api: "monitoring",
  method: "GET",
  pattern: `${descriptors.pattern}/{type}`,
  handle: (call) => {
    const [project, type] = [param(call, "project"), param(call, "type")];
    const stored = call.store.get(descriptorName(project, type));
    if (stored !== undefined) return ok(stored);
    const shape = shapeOf(call.store, project, type);
    return shape === undefined
      ? refuse(notFound(`Could not find descriptor for metric '${type}'.`))
      : ok(readOnly(project, type, shape));
  },
};

/** What metrics are. */
export const descriptorCollections: readonly Collection[] = [descriptors];

/** Their routes; of Google's own metrics, and of those that are counted from the log, a descriptor is read only. */
export const descriptorRoutes: readonly Route[] = [one, ...descriptorCollections.flatMap(routesOf)];
