import { param, type Route } from "../core/call";
import { routesOf, type Collection } from "../core/collection";
import { asObject, asText } from "../core/json";
import { withoutDefaultTypes } from "../monitoring/metric-labels";
import { LOG_METRIC } from "../monitoring/metrics";
import { checkLogMetric } from "./metric-rules";

const metrics: Collection = {
  api: "logging",
  pattern: "projects/{project}/metrics",
  noun: "Metric",
  id: { body: "name" },
  hasSlashes: true,
  items: "metrics",
  style: "direct",
  update: { method: "PUT", join: "replace" },
  fill: ({ call, path, next, previous }) => {
    const time = call.store.time();
    const name = asText(previous?.name ?? next.name);
    const type = `${LOG_METRIC}${name}`;
    const descriptor = asObject(next.metricDescriptor);
    return {
      ...next,
      name,
      resourceName: path,
      createTime: previous?.createTime ?? time,
      updateTime: time,
      metricDescriptor: {
        metricKind: "DELTA",
        valueType: "INT64",
        unit: "1",
        ...descriptor,
        ...(descriptor.labels !== undefined && { labels: withoutDefaultTypes(descriptor.labels) }),
        name: `projects/${param(call, "project")}/metricDescriptors/${type}`,
        type,
      },
    };
  },
  check: checkLogMetric,
};

/** Metrics that are counted from the log. */
export const logMetricCollections: readonly Collection[] = [metrics];

/** Their routes. */
export const logMetricRoutes: readonly Route[] = logMetricCollections.flatMap(routesOf);
