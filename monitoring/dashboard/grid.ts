import type { Json } from "../../google/canonical-json";
import { MOSAIC_COLUMNS } from "../../google/dashboard-layout";

/** Widgets side by side, in equal parts of the whole width. */
export interface Row {
  /** In blocks of the grid; a block is about as high as a line of text. */
  readonly height: number;
  readonly widgets: readonly Json[];
}

/** What each kind of widget needs, in blocks: the heights of Google's own samples, where they have them. */
export const HEIGHT = { links: 3, scorecard: 8, chart: 11, tallChart: 14, header: 4 } as const;

/** Most charts in a row below the first screen. */
const CHARTS_IN_ROW = 3;

/** Charts in rows that are as equal as can be: none stands alone where there are more. */
export function chartRows(charts: readonly Json[]): readonly Row[] {
  const rows = Math.ceil(charts.length / CHARTS_IN_ROW);
  const edge = (row: number): number => Math.ceil((row * charts.length) / rows);
  return Array.from({ length: rows }, (_, row) => ({
    height: HEIGHT.tallChart,
    widgets: charts.slice(edge(row), edge(row + 1)),
  }));
}

/**
 * Tiles of a mosaic, row under row. A position of 0 is left out: Google drops zeros from its answer, and what was written
 * and does not come back is a difference in every plan.
 */
export function tilesJson(rows: readonly Row[]): readonly Json[] {
  const tops = rows.reduce<readonly number[]>((found, { height }) => [...found, (found.at(-1) ?? 0) + height], [0]);
  return rows.flatMap(({ height, widgets }, row) => {
    const top = tops[row] ?? 0;
    const edge = (index: number): number => Math.round((index * MOSAIC_COLUMNS) / widgets.length);
    return widgets.map((widget, index): Json => {
      const left = edge(index);
      return {
        ...(left > 0 && { xPos: left }),
        ...(top > 0 && { yPos: top }),
        width: edge(index + 1) - left,
        height,
        widget,
      };
    });
  });
}
