import { LOG_METRIC_PREFIX } from "../../google/platform-metrics";
import { invalidArgument, type Refusal } from "../core/answer";
import { param, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asList, asObject, asText } from "../core/json";
import { withoutDefaultTypes } from "../monitoring/metrics";

/** Longest name of a metric, characters. */
const MOST_NAME = 100;

/**
 * The rules of a log-based metric (https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics). The
 * text on labels is Google's, from public reports.
 */
function checkLogMetric({ next }: Draft): Refusal | undefined {
  const name = asText(next.name);
  if (name.length > MOST_NAME || !/^[\w\-.,+!*',()%/]+$/.test(name) || name.startsWith("/")) {
    return invalidArgument(`Metric name "${name}": at most ${MOST_NAME} characters, without a slash in front.`);
  }
  if (asText(next.filter).trim() === "") return invalidArgument("Metric filter must not be empty.");
  const { metricKind, valueType, labels } = asObject(next.metricDescriptor);
  const keys = asList(labels).map((label) => asText(asObject(label).key));
  const extractors = Object.keys(asObject(next.labelExtractors));
  if (keys.length !== extractors.length) {
    return invalidArgument("Number of label descriptors must match number of label extractors");
  }
  const lone = keys.find((key) => !extractors.includes(key));
  if (lone !== undefined) return invalidArgument(`Label "${lone}" has no extractor.`);
  if (metricKind !== "DELTA" || (valueType !== "INT64" && valueType !== "DISTRIBUTION")) {
    return invalidArgument(
      `Metric kind ${asText(metricKind)} and value type ${asText(valueType)}: a metric of the log is DELTA, and INT64 or DISTRIBUTION.`,
    );
  }
  return (valueType === "DISTRIBUTION") === (asText(next.valueExtractor) !== "")
    ? undefined
    : invalidArgument("A value extractor is needed for value type DISTRIBUTION, and only for it.");
}

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
    const type = `${LOG_METRIC_PREFIX}${name}`;
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

/** Log-based metrics. */
export const logMetricCollections: readonly Collection[] = [metrics];

/** Their routes. */
export const logMetricRoutes: readonly Route[] = logMetricCollections.flatMap(collectionRoutes);
