import type { Json } from "../../google/canonical-json";
import type { Aggregation, Series } from "../alerts/alert";
import { filterText } from "../filters";
import type { Query } from "../promql";
import { TITLES, type ChartId } from "./titles";

/** What a number is of. */
export interface Unit {
  /** In Monitoring's notation (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.metricDescriptors#MetricDescriptor). */
  readonly code: string;
  /** On the axis. */
  readonly label: string;
}

/** A share of one, shown in per cent. */
export const SHARE: Unit = { code: "10^2.%", label: "%" };
export const SECONDS: Unit = { code: "s", label: "s" };
export const MILLISECONDS: Unit = { code: "ms", label: "ms" };
export const MICROSECONDS: Unit = { code: "us", label: "µs" };
export const BYTES: Unit = { code: "By", label: "bytes" };
export const DAYS: Unit = { code: "d", label: "days" };
export const PER_SECOND: Unit = { code: "1/s", label: "a second" };
/** How many times as fast as allowed. */
export const TIMES: Unit = { code: "1", label: "× allowed" };
/** A number of things. */
export const countOf = (label: string): Unit => ({ code: "1", label });

/** What is read: a metric, an objective by one of Google's selectors, or a query. */
export type Read =
  | { readonly series: Series; readonly aggregation: Aggregation }
  | { readonly selector: string; readonly aggregation: Aggregation }
  | { readonly query: Query };

/** One line, or one line for each value of a label, of a chart. */
export interface Line {
  readonly read: Read;
  /** What its legend says: a text, or `${metric.labels.…}`. */
  readonly legend: string;
}

/** One line of a chart. */
export const line = (legend: string, series: Series, aggregation: Aggregation): Line => ({
  legend,
  read: { series, aggregation },
});

/** One line of a chart, by a query. */
export const queryLine = (legend: string, query: Query): Line => ({ legend, read: { query } });

/** A line across a chart: where an alert stands, or a goal. In the metric's unit; never 0, which Google drops. */
export interface Mark {
  readonly value: number;
  readonly label: string;
}

/** From where on a scorecard is coloured. In the metric's unit; the value itself counts, and is never 0. */
export interface State {
  readonly color: "YELLOW" | "RED";
  readonly direction: "ABOVE" | "BELOW";
  readonly value: number;
}

const aggregationJson = ({ seconds, aligner, reducer, groupBy }: Aggregation): Json => ({
  alignmentPeriod: `${seconds}s`,
  perSeriesAligner: aligner,
  ...(reducer !== undefined && { crossSeriesReducer: reducer }),
  ...(groupBy && { groupByFields: groupBy }),
});

const queryJson = (read: Read, { code }: Unit): Json => ({
  unitOverride: code,
  ...("query" in read
    ? { prometheusQuery: read.query.text }
    : {
        timeSeriesFilter: {
          filter: "series" in read ? filterText(read.series) : read.selector,
          aggregation: aggregationJson(read.aggregation),
        },
      }),
});

/** Lines over time. */
export const chart = (id: ChartId, unit: Unit, lines: readonly Line[], ...marks: readonly Mark[]): Json => ({
  title: TITLES[id],
  xyChart: {
    dataSets: lines.map(({ read, legend }) => ({
      legendTemplate: legend,
      plotType: "LINE",
      targetAxis: "Y1",
      timeSeriesQuery: queryJson(read, unit),
    })),
    ...(marks.length > 0 && { thresholds: marks.map((mark) => ({ ...mark, targetAxis: "Y1" })) }),
    yAxis: { label: unit.label, scale: "LINEAR" },
    chartOptions: { mode: "COLOR" },
  },
});

/** How a scorecard shows its value: alone, with the line that led to it, or against the most that there can be. */
export type View = "value" | "line" | { readonly most: number };

const viewJson = (view: View): Json => {
  if (view === "value") return { blankView: {} };
  // The lower bound is 0, which is left out: Google drops it from its answer.
  return view === "line"
    ? { sparkChartView: { sparkChartType: "SPARK_LINE" } }
    : { gaugeView: { upperBound: view.most } };
};

/** One number, coloured from some value on. */
export const scorecard = (id: ChartId, unit: Unit, view: View, read: Read, ...states: readonly State[]): Json => ({
  title: TITLES[id],
  scorecard: {
    timeSeriesQuery: queryJson(read, unit),
    ...(viewJson(view) as object),
    ...(states.length > 0 && { thresholds: states.map((state) => ({ ...state })) }),
  },
});

/** Every incident of the project that is open. */
export const incidentList = (id: ChartId): Json => ({ title: TITLES[id], incidentList: {} });

/** A text in Markdown. */
export const text = (content: string): Json => ({ text: { content, format: "MARKDOWN" } });

/** The heading of a section, which the console lists for jumping there. */
export const sectionHeader = ({ title, subtitle }: { readonly title: string; readonly subtitle: string }): Json => ({
  title,
  sectionHeader: { subtitle, dividerBelow: true },
});
