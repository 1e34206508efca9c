/** What a metric's points are. */
export type ValueType = "BOOL" | "INT64" | "DOUBLE" | "STRING" | "DISTRIBUTION";

/** What a metric's points say about time. */
export type MetricKind = "GAUGE" | "DELTA" | "CUMULATIVE";

/** What fits a metric depends on these two. */
export interface MetricShape {
  readonly kind: MetricKind;
  readonly valueType: ValueType;
}
