/** What a metric's values measure: a level, a change or a sum. */
export type MetricKind = "GAUGE" | "DELTA" | "CUMULATIVE";

/** Type of a metric's values. */
export type ValueType = "BOOL" | "INT64" | "DOUBLE" | "STRING" | "DISTRIBUTION";

/** What an aligner or a reducer takes, and the type of its result; "same" is that of the values. */
interface Fit {
  readonly kinds: readonly MetricKind[];
  readonly values: readonly ValueType[];
  readonly result: ValueType | "same";
}

/** What decides which aggregations fit. */
export interface MetricShape {
  readonly kind: MetricKind;
  readonly valueType: ValueType;
}

const NUMBERS: readonly ValueType[] = ["INT64", "DOUBLE"];
const DISTRIBUTIONS: readonly ValueType[] = ["DISTRIBUTION"];
const MEASURES: readonly ValueType[] = [...NUMBERS, ...DISTRIBUTIONS];
const EVERY_VALUE: readonly ValueType[] = [...MEASURES, "BOOL", "STRING"];
const EVERY_KIND: readonly MetricKind[] = ["GAUGE", "DELTA", "CUMULATIVE"];
const LEVELS_AND_CHANGES: readonly MetricKind[] = ["GAUGE", "DELTA"];
const CHANGES_AND_SUMS: readonly MetricKind[] = ["DELTA", "CUMULATIVE"];
const LEVELS: readonly MetricKind[] = ["GAUGE"];

type Row = readonly [name: string, kinds: readonly MetricKind[], values: readonly ValueType[], result?: ValueType];

const fits = (prefix: string, rows: readonly Row[]): ReadonlyMap<string, Fit> =>
  new Map(rows.map(([name, kinds, values, result]) => [prefix + name, { kinds, values, result: result ?? "same" }]));

const PERCENTILES = ["PERCENTILE_99", "PERCENTILE_95", "PERCENTILE_50", "PERCENTILE_05"];

/**
 * Aligners: what brings the points of one series together
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#Aligner).
 */
const ALIGNERS = fits("ALIGN_", [
  ["NONE", EVERY_KIND, EVERY_VALUE],
  ["DELTA", CHANGES_AND_SUMS, MEASURES],
  ["RATE", CHANGES_AND_SUMS, NUMBERS, "DOUBLE"],
  ["INTERPOLATE", LEVELS, NUMBERS],
  ["NEXT_OLDER", LEVELS, EVERY_VALUE],
  ["MIN", LEVELS_AND_CHANGES, NUMBERS],
  ["MAX", LEVELS_AND_CHANGES, NUMBERS],
  ["MEAN", LEVELS_AND_CHANGES, NUMBERS, "DOUBLE"],
  ["COUNT", LEVELS_AND_CHANGES, [...NUMBERS, "BOOL"], "INT64"],
  ["SUM", LEVELS_AND_CHANGES, MEASURES],
  ["STDDEV", LEVELS_AND_CHANGES, NUMBERS, "DOUBLE"],
  ["COUNT_TRUE", LEVELS, ["BOOL"], "INT64"],
  ["COUNT_FALSE", LEVELS, ["BOOL"], "INT64"],
  ["FRACTION_TRUE", LEVELS, ["BOOL"], "DOUBLE"],
  ...PERCENTILES.map((name): Row => [name, LEVELS_AND_CHANGES, DISTRIBUTIONS, "DOUBLE"]),
  ["PERCENT_CHANGE", LEVELS_AND_CHANGES, NUMBERS, "DOUBLE"],
]);

/**
 * Reducers: what brings several aligned series together
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#Reducer). A sum that was aligned is a change.
 */
const REDUCERS = fits("REDUCE_", [
  ["NONE", EVERY_KIND, EVERY_VALUE],
  ["MEAN", LEVELS_AND_CHANGES, MEASURES, "DOUBLE"],
  ["MIN", LEVELS_AND_CHANGES, NUMBERS],
  ["MAX", LEVELS_AND_CHANGES, NUMBERS],
  ["SUM", LEVELS_AND_CHANGES, MEASURES],
  ["STDDEV", LEVELS_AND_CHANGES, MEASURES, "DOUBLE"],
  ["COUNT", LEVELS_AND_CHANGES, EVERY_VALUE, "INT64"],
  ["COUNT_TRUE", LEVELS_AND_CHANGES, ["BOOL"], "INT64"],
  ["COUNT_FALSE", LEVELS_AND_CHANGES, ["BOOL"], "INT64"],
  ["FRACTION_TRUE", LEVELS_AND_CHANGES, ["BOOL"], "DOUBLE"],
  ...PERCENTILES.map((name): Row => [name, LEVELS_AND_CHANGES, MEASURES, "DOUBLE"]),
]);

const takes = (fit: Fit, { kind, valueType }: MetricShape): boolean =>
  fit.kinds.includes(kind) && fit.values.includes(valueType);

/** Whether an aligner fits a metric; one that nobody knows is no matter of fit. */
export function alignerFits(aligner: string, shape: MetricShape): boolean {
  const fit = ALIGNERS.get(aligner);
  return fit === undefined || takes(fit, shape);
}

/** Aligners that fit a metric, for messages; what leaves everything as it is stays out. */
export const alignersFor = (shape: MetricShape): readonly string[] =>
  [...ALIGNERS].filter(([name, fit]) => name !== "ALIGN_NONE" && takes(fit, shape)).map(([name]) => name);

/** What an aligner makes of a metric: no sum is left after it. */
function alignedShape(aligner: string, { kind, valueType }: MetricShape): MetricShape {
  const result = ALIGNERS.get(aligner)?.result ?? "same";
  return { kind: kind === "CUMULATIVE" ? "DELTA" : kind, valueType: result === "same" ? valueType : result };
}

/** Whether a reducer fits what an aligner makes of a metric. */
export function reducerFits(aligner: string, reducer: string, shape: MetricShape): boolean {
  const fit = REDUCERS.get(reducer);
  return fit === undefined || takes(fit, alignedShape(aligner, shape));
}
