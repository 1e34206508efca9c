import { createHash } from "node:crypto";
import { asList, asObject, asText, type Json, type JsonObject } from "../core/json";
import type { Store } from "../core/store";

/** Most points of a series; older ones are dropped. */
const MOST_POINTS = 5000;

/** Where the series of a project are in the store. */
export const seriesCollection = (project: string): string => `monitoring/projects/${project}/timeSeries`;

/** What identifies a series: its metric and its resource, each with its labels. */
function seriesIdentity({ metric, resource }: JsonObject): Json {
  return [metric, resource].map((each) => {
    const { type, labels } = asObject(each);
    const sorted = Object.entries(asObject(labels)).sort(([a], [b]) => (a < b ? -1 : 1));
    return [type ?? "", sorted.map(([key, value]) => [key, value ?? ""])];
  });
}

/** Name of a series in the store. */
export function seriesName(project: string, series: JsonObject): string {
  const identity = createHash("sha256")
    .update(JSON.stringify(seriesIdentity(series)))
    .digest("hex");
  return `${seriesCollection(project)}/${identity.slice(0, 32)}`;
}

/** End of a point's interval, milliseconds; NaN where it is not a time. */
export const pointEnd = (point: Json): number => Date.parse(asText(asObject(asObject(point).interval).endTime));

/** Adds points to a series, or makes it; the newest point comes first, and one of the same time replaces another. */
export function addPoints(store: Store, project: string, series: JsonObject): void {
  const name = seriesName(project, series);
  const stored = store.get(name);
  const added = new Set(asList(series.points).map(pointEnd));
  const kept = asList(stored?.points).filter((point) => !added.has(pointEnd(point)));
  const points = [...asList(series.points), ...kept].sort((a, b) => pointEnd(b) - pointEnd(a));
  store.put(name, { ...stored, ...series, points: points.slice(0, MOST_POINTS) });
}

/** A series as it is stored: its resource has the label of the project that it is written to. */
export const withProject = (project: string, series: JsonObject): JsonObject => {
  const resource = asObject(series.resource);
  return { ...series, resource: { ...resource, labels: { project_id: project, ...asObject(resource.labels) } } };
};
