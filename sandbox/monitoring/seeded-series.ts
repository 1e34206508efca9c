import { invalidArgument, type Refusal } from "../core/answer";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import type { Store } from "../core/store";
import { metricShape, type MetricKind, type MetricShape, type ValueType } from "./metrics";
import { isIntervalOf, pointOf } from "./point-values";
import { addPoints, withProject } from "./stored-series";
import { valueTypeOf } from "./time-series-rules";

/**
 * Writes series that only Google writes: as many points as wanted, of any time. A metric that is known has its own kind and
 * value type, and a series of another form is refused, because Google could not answer it.
 *
 * @returns a refusal, and nothing is written; undefined where all of them were
 */
export function seedSeries(store: Store, project: string, sent: readonly JsonObject[]): Refusal | undefined {
  const seeded = sent.map((series) => ({ series, shape: shapeOf(store, project, series) }));
  for (const [index, { series, shape }] of seeded.entries()) {
    const problem = problemOf(series, shape);
    if (problem !== undefined) return invalidArgument(`timeSeries.${index}.${problem}`);
  }
  for (const { series, shape } of seeded) {
    const { kind: metricKind, valueType } = shape;
    addPoints(store, project, withProject(project, { ...series, metricKind, valueType }));
  }
  return undefined;
}

/** A metric's own shape; of an unknown one what the series says, and otherwise a gauge of its first value. */
function shapeOf(store: Store, project: string, series: JsonObject): MetricShape {
  const [first] = asList(series.points);
  return (
    metricShape(store, project, asText(asObject(series.metric).type)) ?? {
      kind: (asText(series.metricKind) || "GAUGE") as MetricKind,
      valueType: (asText(series.valueType) || valueTypeOf(first) || "DOUBLE") as ValueType,
    }
  );
}

function problemOf(series: JsonObject, { kind, valueType }: MetricShape): string | undefined {
  const { type } = asObject(series.metric);
  return asList(series.points).flatMap((point, index) => {
    const found = valueTypeOf(point);
    if (found !== valueType)
      return [`points.${index}.value: ${asText(type)} is ${valueType}, found ${found ?? "none"}`];
    if (isIntervalOf(kind, pointOf(point))) return [];
    const needed = kind === "GAUGE" ? "no startTime, or endTime's" : "a startTime before its endTime";
    return [`points.${index}.interval: ${asText(type)} is ${kind}, which needs ${needed}`];
  })[0];
}
