import { asNumber, asObject, asText, type Json, type JsonObject } from "../core/json";
import type { MetricKind, ValueType } from "./metrics";

/** A point of a series as aggregations reckon with it. */
export interface SeriesPoint {
  /** Milliseconds since 1970; of a gauge both are the same. */
  readonly start: number;
  readonly end: number;
  readonly value: JsonObject;
}

/** A point of Google's JSON; a gauge's beginning may be missing. */
export function pointOf(point: Json): SeriesPoint {
  const { interval, value } = asObject(point);
  const { startTime, endTime } = asObject(interval);
  const end = Date.parse(asText(endTime));
  return { start: startTime === undefined ? end : Date.parse(asText(startTime)), end, value: asObject(value) };
}

/** A point as Google answers it: with both ends of its interval. */
export const pointJson = ({ start, end, value }: SeriesPoint): JsonObject => ({
  interval: { startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() },
  value,
});

/** Members of a value that is a number. */
const NUMBERS: Partial<Record<ValueType, "int64Value" | "doubleValue">> = {
  INT64: "int64Value",
  DOUBLE: "doubleValue",
};

/** The number of a value that is one; NaN for any other. */
export const numberOf = ({ int64Value, doubleValue }: JsonObject): number => asNumber(int64Value ?? doubleValue);

/**
 * A number as a value of Google's JSON: 64-bit integers are text, and so is what is no number
 * (https://protobuf.dev/programming-guides/json/).
 */
export const numberValue = (number: number, type: ValueType): JsonObject =>
  NUMBERS[type] === "int64Value"
    ? { int64Value: String(Math.round(number)) }
    : { doubleValue: Number.isFinite(number) ? number : String(number) };

/** Whether the interval of a point is one that a metric of this kind can have. */
export const isIntervalOf = (kind: MetricKind, { start, end }: SeriesPoint): boolean =>
  kind === "GAUGE" ? start === end : start < end;
