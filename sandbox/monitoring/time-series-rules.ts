import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import { asList, asObject, asText, type Json, type JsonObject } from "../core/json";
import type { Store } from "../core/store";
import type { ValueType } from "../../google/aggregations";
import { isWritableMetric, metricShape } from "./metrics";
import { pointEnd, seriesName, withProject } from "./stored-series";

/** Most series of one call. */
const MOST_SERIES = 200;

/** Shortest time between two points of a series, milliseconds. */
const LEAST_BETWEEN = 5000;

/** Value types by the member that holds the value. */
const VALUES: ReadonlyMap<string, ValueType> = new Map([
  ["boolValue", "BOOL"],
  ["int64Value", "INT64"],
  ["doubleValue", "DOUBLE"],
  ["stringValue", "STRING"],
  ["distributionValue", "DISTRIBUTION"],
]);

/** The type of a point's value; undefined where the point has no value, or more than one. */
export function valueTypeOf(point: Json | undefined): ValueType | undefined {
  const value = asObject(asObject(point).value);
  const [given, ...more] = Object.keys(value).filter((key) => VALUES.has(key));
  return more.length > 0 ? undefined : VALUES.get(given ?? "");
}

/**
 * The rules of values that are written. The texts on order, frequency and duplicate series are Google's, from public
 * reports.
 */
export function checkWrites(store: Store, project: string, sent: readonly JsonObject[]): Refusal | undefined {
  if (sent.length === 0 || sent.length > MOST_SERIES) {
    return invalidArgument(
      `Field timeSeries had an invalid value: between 1 and ${MOST_SERIES} series, found ${sent.length}.`,
    );
  }
  const names = sent.map((series) => seriesName(project, withProject(project, series)));
  return firstRefusal(
    sent.map((series, index) => {
      if (names.indexOf(names[index] ?? "") !== index) {
        return seriesRefusal(
          index,
          "",
          "Duplicate TimeSeries encountered. Only one point can be written per TimeSeries per request.",
        );
      }
      return checkSeries(store, project, series, index) ?? checkOrder(store.get(names[index] ?? ""), series, index);
    }),
  );
}

const seriesRefusal = (index: number, member: string, problem: string): Refusal =>
  invalidArgument(
    `One or more TimeSeries could not be written: Field timeSeries[${index}]${member} had an invalid value: ${problem}: timeSeries[${index}]`,
  );

function checkSeries(store: Store, project: string, series: JsonObject, index: number): Refusal | undefined {
  const type = asText(asObject(series.metric).type);
  if (!isWritableMetric(type)) {
    return seriesRefusal(
      index,
      ".metric.type",
      `"${type}" is not a metric that its users may write; custom.googleapis.com/ is`,
    );
  }
  if (asText(asObject(series.resource).type) === "") return seriesRefusal(index, ".resource.type", "must not be empty");
  const points = asList(series.points);
  const [point] = points;
  if (point === undefined || points.length > 1) {
    return seriesRefusal(index, ".points", `exactly one point is needed, found ${points.length}`);
  }
  const valueType = valueTypeOf(point);
  if (valueType === undefined) return seriesRefusal(index, ".points[0].value", "exactly one value is needed");
  const shape = metricShape(store, project, type);
  if (shape !== undefined && shape.valueType !== valueType) {
    return seriesRefusal(
      index,
      ".points[0].value",
      `Value type for metric ${type} must be ${shape.valueType}, but is ${valueType}.`,
    );
  }
  return checkInterval(point, shape?.kind ?? (asText(series.metricKind) || "GAUGE"), index);
}

function checkInterval(point: Json, kind: string, index: number): Refusal | undefined {
  const { startTime } = asObject(asObject(point).interval);
  const end = pointEnd(point);
  const start = startTime === undefined ? end : Date.parse(asText(startTime));
  if (Number.isNaN(end)) return seriesRefusal(index, ".points[0].interval.end_time", "must be a time");
  if (kind === "GAUGE") {
    return start === end
      ? undefined
      : seriesRefusal(index, ".points[0].interval.start_time", "must be the end time, or absent, for a GAUGE");
  }
  return start < end
    ? undefined
    : seriesRefusal(index, ".points[0].interval.start_time", `must be before the end time for ${kind}`);
}

function checkOrder(stored: JsonObject | undefined, series: JsonObject, index: number): Refusal | undefined {
  const [latest] = asList(stored?.points);
  const [point = null] = asList(series.points);
  if (latest === undefined) return undefined;
  const later = pointEnd(point) - pointEnd(latest);
  if (later >= LEAST_BETWEEN) return undefined;
  const problem =
    later <= 0
      ? "Points must be written in order. One or more of the points specified had an older end time than the most recent point."
      : "One or more points were written more frequently than the maximum sampling period configured for the metric.";
  return invalidArgument(`One or more TimeSeries could not be written: ${problem}: timeSeries[${index}]`);
}
