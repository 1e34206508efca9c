import { invalidArgument, notServed, type Refusal } from "../core/answer";
import { groupsBy } from "../../google/groups";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { checkAggregation, checkGrouping } from "./aggregation-rules";
import { alignPoints, highestOf, isServedAligner, percentileOf, sumOf, type Periods } from "./aligned-series";
import type { MetricKind, MetricShape, ValueType } from "../../google/aggregations";
import { pointJson, pointOf, type SeriesPoint } from "./point-values";

/**
 * What a query has Monitoring do with series before it answers: each is aligned, then those of a group become one
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/Aggregation). What is not carried out is answered 501.
 */
export interface Aggregation {
  readonly aligner: string;
  /** Absent where series stay apart. */
  readonly reducer?: string;
  /** `resource.labels.service_name` */
  readonly groupBy: readonly string[];
  /** Milliseconds. */
  readonly period: number;
}

/** Makes one value of those of a group at one time. */
type Reducer = (type: ValueType) => (values: readonly JsonObject[]) => JsonObject;

const REDUCERS: ReadonlyMap<string, { readonly reduce: Reducer; readonly valueType?: ValueType }> = new Map<
  string,
  { readonly reduce: Reducer; readonly valueType?: ValueType }
>([
  ["REDUCE_SUM", { reduce: sumOf }],
  ["REDUCE_MAX", { reduce: highestOf }],
  ["REDUCE_PERCENTILE_95", { reduce: () => percentileOf(95), valueType: "DOUBLE" }],
]);

/** Longest period of a query: 104 weeks, seconds. */
const LONGEST_PERIOD = 104 * 7 * 86_400;

const NONE = ["", "ALIGN_NONE", "REDUCE_NONE"];

/** The aggregation of a query; undefined where it asks for none. */
export function readAggregation(
  query: URLSearchParams,
  shape: MetricShape | undefined,
): Aggregation | undefined | Refusal {
  const asked = (member: string): string => query.get(`aggregation.${member}`) ?? "";
  const [aligner, reducer] = [asked("perSeriesAligner"), asked("crossSeriesReducer")];
  const groupBy = query.getAll("aggregation.groupByFields");
  const alignmentPeriod = asked("alignmentPeriod");
  if (NONE.includes(aligner) && NONE.includes(reducer)) return undefined;
  const asAsked = { alignmentPeriod, perSeriesAligner: aligner, crossSeriesReducer: reducer, groupByFields: groupBy };
  const refusal = checkAggregation("aggregation", asAsked, shape, LONGEST_PERIOD) ?? checkGrouping([asAsked]);
  if (refusal !== undefined) return refusal;
  if (NONE.includes(aligner)) {
    return invalidArgument("Field aggregation.perSeriesAligner must be given where series are reduced.");
  }
  const isServed = isServedAligner(aligner) && (NONE.includes(reducer) || REDUCERS.has(reducer));
  if (!isServed) return notServed(`The sandbox does not carry out ${aligner} with ${reducer || "REDUCE_NONE"}.`);
  const period = Number(alignmentPeriod.slice(0, -1)) * 1000;
  return { aligner, groupBy, period, ...(!NONE.includes(reducer) && { reducer }) };
}

interface Aligned extends MetricShape {
  readonly metric: JsonObject;
  readonly resource: JsonObject;
  /** Oldest first. */
  readonly points: readonly SeriesPoint[];
}

/** Carries an aggregation out on series that pass a query's filter, with all points that are known of them. */
export function aggregateSeries(
  found: readonly JsonObject[],
  { aligner, reducer, groupBy, period }: Aggregation,
  [start, end]: readonly [start: number, end: number],
): readonly JsonObject[] {
  const periods: Periods = { start, end, length: period };
  const aligned = found.map((series): Aligned => {
    const shape = { kind: series.metricKind as MetricKind, valueType: series.valueType as ValueType };
    const { metric, resource } = { metric: asObject(series.metric), resource: asObject(series.resource) };
    return { metric, resource, ...alignPoints(shape, asList(series.points).map(pointOf), aligner, periods) };
  });
  const answered = reducer === undefined ? aligned : reduceGroups(aligned, reducer, groupBy);
  return answered.map(({ metric, resource, kind, valueType, points }) => ({
    ...{ metric, resource, metricKind: kind, valueType },
    points: [...points].reverse().map(pointJson),
  }));
}

/** One series for each group: it keeps its metric, its resource's type and project, and the labels of the grouping. */
function reduceGroups(series: readonly Aligned[], name: string, groupBy: readonly string[]): readonly Aligned[] {
  const how = REDUCERS.get(name);
  if (how === undefined) throw new Error(`${name} is not carried out`);
  const kept = series.map((each) => ({
    ...each,
    metric: keepLabels(each.metric, labelsNamed("metric", groupBy)),
    resource: keepLabels(each.resource, ["project_id", ...labelsNamed("resource", groupBy)]),
  }));
  const groups = groupsBy(kept, ({ metric, resource }) => JSON.stringify([metric, resource]));
  return [...groups.values()].flatMap(([first, ...others]): readonly Aligned[] => {
    if (first === undefined) return [];
    const { valueType } = first;
    const byEnd = groupsBy(
      [first, ...others].flatMap(({ points }) => points),
      ({ end }) => end,
    );
    const points = [...byEnd.values()]
      .flatMap(([point, ...more]) => (point === undefined ? [] : [{ point, all: [point, ...more] }]))
      .sort((a, b) => a.point.end - b.point.end)
      .map(({ point: { start, end }, all }) => ({
        ...{ start, end },
        value: how.reduce(valueType)(all.map(({ value }) => value)),
      }));
    return [{ ...first, valueType: how.valueType ?? valueType, points }];
  });
}

/** The labels of a grouping that are the metric's, or the resource's. */
const labelsNamed = (of: "metric" | "resource", groupBy: readonly string[]): readonly string[] =>
  groupBy.flatMap((field) => new RegExp(`^${of}\\.labels?\\.(\\w+)$`).exec(field)?.[1] ?? []);

function keepLabels({ type, labels }: JsonObject, names: readonly string[]): JsonObject {
  const kept = Object.entries(asObject(labels))
    .filter(([name]) => names.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { type: asText(type), ...(kept.length > 0 && { labels: Object.fromEntries(kept) }) };
}
