import { tilesOf } from "../../google/dashboard-layout";

/**
 * A dashboard's JSON as a page, laid out as Google's console does, with invented lines: to see before a deploy whether
 * anybody can read it. Nothing on it is a value.
 */

/** A dashboard as it is declared; of each widget only what is drawn. */
interface Dashboard {
  readonly displayName: string;
  readonly mosaicLayout: { readonly columns: number; readonly tiles: readonly { readonly widget: Widget }[] };
}

interface Mark {
  readonly value: number;
  readonly label?: string;
  readonly color?: string;
  readonly direction?: string;
}

interface DataSet {
  readonly legendTemplate: string;
  readonly timeSeriesQuery: { readonly unitOverride: string };
}

interface Widget {
  readonly title?: string;
  readonly text?: { readonly content: string };
  readonly sectionHeader?: { readonly subtitle: string };
  readonly incidentList?: object;
  readonly scorecard?: {
    readonly timeSeriesQuery: { readonly unitOverride: string };
    readonly gaugeView?: { readonly upperBound: number };
    readonly sparkChartView?: object;
    readonly thresholds?: readonly Mark[];
  };
  readonly xyChart?: {
    readonly dataSets: readonly DataSet[];
    readonly thresholds?: readonly Mark[];
    readonly yAxis: { readonly label: string };
  };
}

/** Pixels of a page as wide as the console leaves on a screen of 1920, and of a block's height there, by eye. */
export const PAGE = { width: 1600, block: 19 } as const;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** A number between 0 and 1 that is the same for the same text. */
function chance(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return ((hash >>> 0) % 1000) / 1000;
}

const POINTS = 48;

/** A walk that stays between 0 and the top. */
function walk(name: string, top: number, isNearGoal = false): readonly number[] {
  const level = isNearGoal ? 0.86 : 0.25 + chance(name) * 0.4;
  return Array.from(
    { length: POINTS },
    (_, at) => top * (level + (chance(`${name} ${at}`) - 0.5) * (isNearGoal ? 0.06 : 0.12)),
  );
}

const COLOURS = ["#1a73e8", "#e8710a", "#12a150", "#9334e6", "#d01884", "#129eaf", "#7c4a03", "#5f6368"];

/** A value as the console writes it. */
function valueText(value: number, unit: string): string {
  const short = (number: number): string => Number(number.toPrecision(3)).toString();
  if (unit === "10^2.%") return `${short(value * 100)} %`;
  if (unit === "us") return value >= 1000 ? `${short(value / 1000)} ms` : `${short(value)} µs`;
  if (unit === "By") return `${short(value / 1024 ** 3)} GiB`;
  return unit === "1" ? short(value) : `${short(value)} ${unit}`;
}

/** Legends of a line for each label are invented twice. */
const legendsOf = (template: string): readonly string[] =>
  template.includes("${")
    ? ["first", "second"].map((which) =>
        template.replace(/\$\{(?:\w+\.)*(\w+)\}/g, (_, label: string) => `${which} ${label}`),
      )
    : [template];

const topOf = (marks: readonly Mark[], unit: string): number =>
  1.15 * Math.max(...marks.map(({ value }) => value), marks.length === 0 && unit === "10^2.%" ? 1 : 0) || 10;

const pathOf = (values: readonly number[], top: number): string =>
  values
    .map((value, at) => `${((at * 100) / (POINTS - 1)).toFixed(1)},${(100 - (value * 100) / top).toFixed(1)}`)
    .join(" ");

function chartHtml({ dataSets, thresholds = [], yAxis }: NonNullable<Widget["xyChart"]>): string {
  const unit = dataSets[0]?.timeSeriesQuery.unitOverride ?? "1";
  const top = topOf(thresholds, unit);
  // A share with a goal is wanted high, everything else low.
  const isNearGoal = unit === "10^2.%" && thresholds.some(({ label = "" }) => label.startsWith("goal"));
  const legends = dataSets.flatMap(({ legendTemplate }) => legendsOf(legendTemplate));
  const lines = legends.map(
    (legend, index) =>
      `<polyline points="${pathOf(walk(legend, top, isNearGoal), top)}" stroke="${COLOURS[index % COLOURS.length]}"/>`,
  );
  const at = (value: number): number => 100 - (value * 100) / top;
  const marks = thresholds.map(
    ({ value }) => `<line x1="0" x2="100" y1="${at(value)}" y2="${at(value)}" class="mark"/>`,
  );
  const labels = thresholds.map(
    ({ value, label = "" }) =>
      `<span class="marked" style="bottom:${((value * 100) / top).toFixed(1)}%">${escaped(label)}: ${valueText(value, unit)}</span>`,
  );
  const keys = legends.map(
    (legend, index) =>
      `<span class="key"><i style="background:${COLOURS[index % COLOURS.length]}"></i>${escaped(legend)}</span>`,
  );
  return [
    `<div class="plot"><svg viewBox="0 0 100 100" preserveAspectRatio="none">${lines.join("")}${marks.join("")}</svg>`,
    labels.join(""),
    `<span class="top">${valueText(top, unit)}</span><span class="axis">${escaped(yAxis.label)}</span></div>`,
    `<div class="legend">${keys.join("")}</div>`,
  ].join("");
}

/** The state in which an invented value leaves a scorecard. */
function stateOf(value: number, marks: readonly Mark[]): string {
  const hit = marks.filter((mark) => (mark.direction === "ABOVE" ? value >= mark.value : value <= mark.value));
  return hit.some(({ color }) => color === "RED") ? "red" : hit.length > 0 ? "yellow" : "well";
}

function scorecardHtml(title: string, card: NonNullable<Widget["scorecard"]>): string {
  const { thresholds = [], gaugeView, sparkChartView, timeSeriesQuery } = card;
  const unit = timeSeriesQuery.unitOverride;
  const isBest = thresholds.some(({ direction }) => direction === "BELOW");
  const top = gaugeView?.upperBound ?? topOf(thresholds, unit);
  const value = isBest
    ? 0.98
    : Math.min(...thresholds.map((mark) => mark.value)) * (unit === "1" && gaugeView === undefined ? 0 : 0.6);
  const below = gaugeView
    ? `<div class="gauge"><i style="width:${((value * 100) / top).toFixed(0)}%"></i></div><small>of ${valueText(top, unit)}</small>`
    : sparkChartView
      ? `<svg class="spark" viewBox="0 0 100 100" preserveAspectRatio="none"><polyline points="${pathOf(walk(title, top), top)}" stroke="#1a73e8"/></svg>`
      : "";
  return `<div class="card ${stateOf(value, thresholds)}"><b>${valueText(value, unit)}</b>${below}</div>`;
}

function bodyOf(widget: Widget): string {
  if (widget.xyChart) return chartHtml(widget.xyChart);
  if (widget.scorecard) return scorecardHtml(widget.title ?? "", widget.scorecard);
  if (widget.incidentList) return '<div class="incidents">No open incidents</div>';
  if (widget.sectionHeader) return `<div class="subtitle">${escaped(widget.sectionHeader.subtitle)}</div>`;
  const markdown = escaped(widget.text?.content ?? "");
  return `<div class="text">${markdown.replace(/\[([^\]]+)\]\([^)]+\)/g, "<u>$1</u>").replace(/\*\*(.+?)\*\*/g, "<b>$1</b>")}</div>`;
}

const STYLE = `
body{margin:0;background:#f1f3f4;font:12px/1.35 "DejaVu Sans",Roboto,Arial,sans-serif;color:#202124}
.tile{position:absolute;box-sizing:border-box;padding:3px}
.box{height:100%;box-sizing:border-box;background:#fff;border:1px solid #dadce0;border-radius:6px;padding:6px 10px;display:flex;flex-direction:column;overflow:hidden}
.tile.header .box{background:none;border:0;border-bottom:2px solid #5f6368;border-radius:0}
h1{font-size:13px;font-weight:600;margin:0 0 4px}.header h1{font-size:19px;margin:0}
.plot{position:relative;flex:1;min-height:40px;border-left:1px solid #dadce0;border-bottom:1px solid #dadce0;margin-left:30px}
svg{width:100%;height:100%;display:block}polyline{fill:none;stroke-width:1.6;vector-effect:non-scaling-stroke}
.mark{stroke:#c5221f;stroke-width:1;stroke-dasharray:4 3;vector-effect:non-scaling-stroke}
.marked{position:absolute;right:2px;color:#c5221f;font-size:10px;background:#fffc}
.top{position:absolute;left:2px;top:0;font-size:10px;color:#5f6368}
.axis{position:absolute;left:-30px;top:50%;font-size:10px;color:#5f6368;writing-mode:vertical-rl;transform:translateY(-50%) rotate(180deg)}
.legend{font-size:11px;margin-top:4px;display:flex;flex-wrap:wrap;gap:1px 10px}.key i{display:inline-block;width:9px;height:9px;border-radius:5px;margin-right:4px}
.card{flex:1;display:flex;flex-direction:column;justify-content:center;border-left:6px solid #12a150;padding-left:10px}
.card.yellow{border-color:#f9ab00}.card.red{border-color:#c5221f}.card b{font-size:26px}
.gauge{height:8px;background:#e8eaed;border-radius:4px;margin:4px 0 2px}.gauge i{display:block;height:8px;background:#1a73e8;border-radius:4px}
.spark{height:28px}.incidents{margin:auto;color:#5f6368}.subtitle{color:#5f6368}.text{margin:auto 0}`;

/** The page: each tile has its number, each box is cut off where it is too small. */
export function dashboardPage(json: string): string {
  const dashboard = JSON.parse(json) as Dashboard;
  const { columns, tiles } = dashboard.mosaicLayout;
  const column = PAGE.width / columns;
  const boxes = tilesOf(dashboard).map(({ left, top, width, height }, index) => {
    const widget = tiles[index]?.widget ?? {};
    const place = `left:${left * column}px;top:${top * PAGE.block}px;width:${width * column}px;height:${height * PAGE.block}px`;
    const title = widget.title === undefined ? "" : `<h1>${escaped(widget.title)}</h1>`;
    return `<div class="tile ${widget.sectionHeader ? "header" : ""}" style="${place}"><div class="box">${title}${bodyOf(widget)}</div></div>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>${escaped(dashboard.displayName)}</title><style>${STYLE}</style>${boxes.join("\n")}`;
}
