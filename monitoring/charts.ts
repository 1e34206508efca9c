import type { Json } from "../google/canonical-json";
import type { Aggregation, Series } from "./alerts/alert";
import { filterText } from "./filters";

/** One line, or one line per label, of a chart. */
export interface Line {
  readonly series: Series;
  readonly aggregation: Aggregation;
  /** What its legend says. */
  readonly legend: string;
}

/** A chart, and the lines across it at which alerts stand. */
export interface Chart {
  readonly title: string;
  readonly lines: readonly Line[];
  /** In the metric's unit; never 0, which Google drops from its answer. */
  readonly thresholds: readonly number[];
}

/** A chart, without thresholds where no alert stands on one of its lines. */
export const chart = (title: string, lines: readonly Line[], ...thresholds: readonly number[]): Chart => ({
  title,
  lines,
  thresholds,
});

/** One line of a chart. */
export const line = (legend: string, counted: Series, aggregation: Aggregation): Line => ({
  legend,
  series: counted,
  aggregation,
});

const aggregationJson = ({ seconds, aligner, reducer, groupBy }: Aggregation): Json => ({
  alignmentPeriod: `${seconds}s`,
  perSeriesAligner: aligner,
  ...(reducer !== undefined && { crossSeriesReducer: reducer }),
  ...(groupBy && { groupByFields: groupBy }),
});

const lineJson = ({ series, aggregation, legend }: Line): Json => ({
  legendTemplate: legend,
  plotType: "LINE",
  timeSeriesQuery: { timeSeriesFilter: { filter: filterText(series), aggregation: aggregationJson(aggregation) } },
});

/** A chart as a widget. */
export const chartWidget = ({ title, lines, thresholds }: Chart): Json => ({
  title,
  xyChart: {
    dataSets: lines.map(lineJson),
    ...(thresholds.length > 0 && { thresholds: thresholds.map((value) => ({ value })) }),
  },
});

/** A text in Markdown as a widget. */
export const textWidget = (title: string, content: string): Json => ({ title, text: { content, format: "MARKDOWN" } });

/** Columns of the grid that a mosaic is laid on; Google's own. */
const COLUMNS = 48;
const WIDTH = 16;
const HEIGHT = 14;

/**
 * Widgets, three in a row. A position of 0 is left out: Google drops zeros and empty lists from its answer, and what was
 * written and does not come back is a difference in every plan.
 */
export function mosaicJson(displayName: string, widgets: readonly Json[]): Json {
  const perRow = COLUMNS / WIDTH;
  return {
    displayName,
    mosaicLayout: {
      columns: COLUMNS,
      tiles: widgets.map((widget, index) => {
        const x = (index % perRow) * WIDTH;
        const y = Math.floor(index / perRow) * HEIGHT;
        return { ...(x > 0 && { xPos: x }), ...(y > 0 && { yPos: y }), width: WIDTH, height: HEIGHT, widget };
      }),
    },
  };
}
