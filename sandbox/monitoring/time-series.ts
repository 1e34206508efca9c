import {
  invalidArgument,
  isRefusal,
  notServed,
  okAnswer,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { listMember, listPage, parseComparisons, type Comparison } from "../core/lists";
import { aggregateSeries, readAggregation } from "./aggregation";
import { checkMetric, descriptorName, metricShape } from "./metrics";
import { pointJson, pointOf } from "./point-values";
import { addPoints, pointEnd, seriesCollection, withProject } from "./stored-series";
import { checkWrites, valueTypeOf } from "./time-series-rules";

const PATTERN = "projects/{project}/timeSeries";

/** Most series of a page, and the default. */
const MOST = 100_000;

const READS = [
  ...["filter", "interval.startTime", "interval.endTime", "pageSize", "pageToken"],
  ...["alignmentPeriod", "perSeriesAligner", "crossSeriesReducer", "groupByFields"].map(
    (name) => `aggregation.${name}`,
  ),
];

/** Lists the series that pass a filter, aggregated where the query asks for it, with the points of an interval. */
function listSeries(call: Call): Answer {
  const { query, store } = call;
  const filter = readFilter(query);
  if (isRefusal(filter)) return refusalAnswer(filter);
  const interval = readInterval(query);
  if (isRefusal(interval)) return refusalAnswer(interval);
  const project = param(call, "project");
  const metric = filter.find(({ field }) => field === "metric.type")?.value ?? "";
  const aggregation = readAggregation(query, metricShape(store, project, metric));
  if (aggregation !== undefined && isRefusal(aggregation)) return refusalAnswer(aggregation);
  const unknown = checkMetric(store, project, metric);
  if (unknown !== undefined) return refusalAnswer(unknown);
  const passing = store
    .list(seriesCollection(project))
    .map(([, series]) => series)
    .filter((series) => filter.every((each) => isMatchingSeries(series, each)));
  const found =
    aggregation === undefined
      ? passing.map((series) => seriesWithin(series, interval))
      : aggregateSeries(passing, aggregation, interval);
  const page = listPage(
    found.filter((series) => asList(series.points).length > 0),
    Number(query.get("pageSize") ?? 0),
    query.get("pageToken") ?? "",
    MOST,
  );
  return isRefusal(page) ? refusalAnswer(page) : okAnswer({ ...listMember("timeSeries", page.elements), ...page.next });
}

/** The comparisons of a query's filter, which must name one metric. */
function readFilter(query: URLSearchParams): readonly Comparison[] | Refusal {
  const text = query.get("filter") ?? "";
  const filter = parseComparisons(text);
  if (filter === undefined || !filter.every(isServedComparison)) {
    return notServed(
      `The sandbox compares metric.type, resource.type and their labels, with = only and joined by AND; not ${text}.`,
    );
  }
  return filter.filter(({ field }) => field === "metric.type").length === 1
    ? filter
    : invalidArgument(`Field filter had an invalid value of "${text}": must specify a single "metric.type"`);
}

const isServedComparison = ({ field, operator }: Comparison): boolean =>
  operator === "=" && /^(?:(?:metric|resource)\.(?:type|labels?\.\w+)|project)$/.test(field);

/** Milliseconds. The start is excluded and may be -Infinity; the end is included. */
type Interval = readonly [start: number, end: number];

function readInterval(query: URLSearchParams): Interval | Refusal {
  const [start, end] = ["interval.startTime", "interval.endTime"].map((name) => query.get(name)) as [
    string | null,
    string | null,
  ];
  const interval: Interval = [start === null ? -Infinity : Date.parse(start), Date.parse(end ?? "")];
  return interval[0] <= interval[1]
    ? interval
    : invalidArgument(`Field interval had an invalid value: start ${start ?? "none"}, end ${end ?? "none"}.`);
}

function seriesWithin(series: JsonObject, [start, end]: Interval): JsonObject {
  const points = asList(series.points).filter((point) => pointEnd(point) > start && pointEnd(point) <= end);
  return { ...series, points: points.map((point) => pointJson(pointOf(point))) };
}

function isMatchingSeries(series: JsonObject, { field, value }: Comparison): boolean {
  const [of = "", member = "", label = ""] = field.split(".");
  if (of === "project") return true;
  const subject = asObject(series[of]);
  return value === asText(member === "type" ? subject.type : asObject(subject.labels)[label]);
}

/** Writes one point of each series. The first value of a metric without a descriptor makes one. */
function createPoints(call: Call): Answer {
  const { store, body } = call;
  const project = param(call, "project");
  const sent = asList(body.timeSeries).map(asObject);
  const refusal = checkWrites(store, project, sent);
  if (refusal !== undefined) return refusalAnswer(refusal);
  for (const series of sent) writePoint(call, project, series);
  return okAnswer({});
}

function writePoint({ store }: Call, project: string, series: JsonObject): void {
  const { type, labels = {} } = asObject(series.metric);
  const metric = { type: asText(type), labels: asObject(labels) };
  const [point] = asList(series.points);
  const shape = metricShape(store, project, metric.type) ?? {
    kind: asText(series.metricKind) || "GAUGE",
    valueType: valueTypeOf(point) ?? "DOUBLE",
  };
  const descriptor = descriptorName(project, metric.type);
  if (store.get(descriptor) === undefined) {
    store.put(descriptor, {
      name: `projects/${project}/metricDescriptors/${metric.type}`,
      type: metric.type,
      metricKind: shape.kind,
      valueType: shape.valueType,
      labels: Object.keys(metric.labels).map((key) => ({ key })),
    });
  }
  const { resource = {} } = withProject(project, series);
  const { kind, valueType } = shape;
  addPoints(store, project, { metric, resource, metricKind: kind, valueType, points: asList(series.points) });
}

/** Values of metrics: all are read, and those of custom metrics are written. */
export const timeSeriesRoutes: readonly Route[] = [
  { api: "monitoring", method: "GET", pattern: PATTERN, reads: READS, handle: listSeries },
  { api: "monitoring", method: "POST", pattern: PATTERN, handle: createPoints },
];
