import { alignerFits, reducerFits, type MetricKind, type ValueType } from "../../google/aggregations";
import { canonicalJson } from "../../google/canonical-json";
import { formProblems } from "../../google/dashboard-form";
import { MOSAIC_COLUMNS, layoutProblems, tilesOf } from "../../google/dashboard-layout";
import { PLATFORM_METRICS } from "../../google/platform-metrics";
import { customMetricsOf } from "../../monitoring/custom-metrics";
import { dashboardOf } from "../../monitoring/dashboard";
import { SECTIONS, TITLES, type ChartId } from "../../monitoring/dashboard/titles";
import { logMetricType, logMetricsOf } from "../../monitoring/log-metrics";
import { promqlName } from "../../monitoring/promql";
import { objectiveName, objectivesOf } from "../../monitoring/slos";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { readPromql } from "../support/promql/read";

/** Whether anybody can read the dashboard, and whether Monitoring takes what it asks. */

interface Query {
  readonly unitOverride?: string;
  readonly prometheusQuery?: string;
  readonly timeSeriesFilter?: {
    readonly filter: string;
    readonly aggregation: {
      readonly perSeriesAligner: string;
      readonly crossSeriesReducer?: string;
      readonly groupByFields?: readonly string[];
    };
  };
}

interface Widget {
  readonly title?: string;
  readonly sectionHeader?: { readonly subtitle: string };
  readonly incidentList?: object;
  readonly text?: object;
  readonly scorecard?: { readonly timeSeriesQuery: Query };
  readonly xyChart?: {
    readonly yAxis: { readonly label: string };
    readonly thresholds?: readonly { readonly value: number; readonly label: string }[];
    readonly dataSets: readonly { readonly legendTemplate: string; readonly timeSeriesQuery: Query }[];
  };
}

/** Blocks of height that a screen of 1920 by 1080 shows below the console's own bars, by eye. */
const SCREEN_BLOCKS = 42;

/** What a person who is woken sees without scrolling; the last of them only where tests run. */
const FIRST: readonly ChartId[] = [
  ...(["socket-success", "socket-success-by-path", "open-sockets", "slowest-handshake", "503s-of-a-day"] as const),
  ...(["stable-48-h", "database-time", "database-connections-now", "fullest-service"] as const),
  ...(["instances-of-maximum", "burn-1-h-now", "burn-6-h-now", "burn-1-h", "burn-6-h", "incidents"] as const),
];
const FIRST_OF_TESTS: readonly ChartId[] = ["last-test-success", "last-test-duration"];

describe.each([trial, prd])("the dashboard of $name", (environment) => {
  const json = dashboardOf(environment) as unknown as {
    readonly mosaicLayout: { readonly tiles: readonly { readonly widget: Widget }[] };
  };
  const widgets = json.mosaicLayout.tiles.map(({ widget }) => widget);
  const tiles = tilesOf(json).map((place, index) => ({ ...place, widget: widgets[index] ?? {} }));
  const charts = widgets.flatMap(({ title = "", xyChart }) => (xyChart ? [{ title, ...xyChart }] : []));
  const cards = widgets.flatMap(({ title = "", scorecard }) => (scorecard ? [{ title, ...scorecard }] : []));
  const queries = [
    ...charts.flatMap(({ title, dataSets }) => dataSets.map(({ timeSeriesQuery }) => ({ title, ...timeSeriesQuery }))),
    ...cards.map(({ title, timeSeriesQuery }) => ({ title, ...timeSeriesQuery })),
  ];

  test("is what Google's document knows: no two tiles on one another, all within its columns", () => {
    expect(formProblems(json)).toEqual([]);
    expect(layoutProblems(json)).toEqual([]);
  });

  test("leaves no hole in a row: each is as wide as the grid", () => {
    const widths = new Map<number, number>();
    for (const { top, width } of tiles) widths.set(top, (widths.get(top) ?? 0) + width);
    expect([...new Set(widths.values())]).toEqual([MOSAIC_COLUMNS]);
  });

  test("shows first, on one screen, what tells whether it is well", () => {
    const wanted = [...FIRST, ...(environment.kind === "staging" ? FIRST_OF_TESTS : [])].map((id) => TITLES[id]);
    const shown = tiles.filter(({ top, height }) => top + height <= SCREEN_BLOCKS).map(({ widget }) => widget.title);
    expect(wanted.filter((title) => !shown.includes(title))).toEqual([]);
  });

  test("has a section for each part, the weekly report last", () => {
    const wanted = Object.values(SECTIONS)
      .map(({ title }) => title)
      .filter((title) => title !== SECTIONS.tests.title || environment.kind === "staging");
    expect(widgets.flatMap(({ title, sectionHeader }) => (sectionHeader ? [title] : []))).toEqual(wanted);
    expect(wanted.at(-1)).toBe("Weekly report");
  });

  test("gives every chart an axis, a unit and legends that tell its lines apart", () => {
    for (const { title, yAxis, dataSets } of charts) {
      const legends = dataSets.map(({ legendTemplate }) => legendTemplate);
      expect([title, yAxis.label, [...new Set(legends)]]).toEqual([title, expect.stringMatching(/./), legends]);
      expect([title, legends.filter((legend) => legend.trim() === "")]).toEqual([title, []]);
    }
    expect(queries.filter(({ unitOverride = "" }) => unitOverride === "")).toEqual([]);
    expect(charts.flatMap(({ thresholds = [] }) => thresholds.filter(({ label }) => label === ""))).toEqual([]);
  });

  test("names a line by a label only where its query keeps the label", () => {
    for (const { title, dataSets } of charts) {
      for (const { legendTemplate, timeSeriesQuery } of dataSets) {
        const { groupByFields, crossSeriesReducer } = timeSeriesQuery.timeSeriesFilter?.aggregation ?? {};
        const named = [...legendTemplate.matchAll(/\$\{(\w+)\.labels\.(\w+)\}/g)].map(
          ([, of, label]) => `${of}.label.${label}`,
        );
        const lost = crossSeriesReducer === undefined ? [] : named.filter((label) => !groupByFields?.includes(label));
        expect([title, lost]).toEqual([title, []]);
      }
    }
  });

  const shapes = new Map<string, { readonly kind: MetricKind; readonly valueType: ValueType }>([
    ...PLATFORM_METRICS.map(({ type, kind, value }) => [type, { kind, valueType: value }] as const),
    ...customMetricsOf(environment).map(({ type, valueType }) => [type, { kind: "GAUGE", valueType }] as const),
    ...logMetricsOf(environment).map(
      ({ role, measured }) =>
        [logMetricType(environment, role), { kind: "DELTA", valueType: measured ? "DISTRIBUTION" : "INT64" }] as const,
    ),
  ]);
  const filters = queries.flatMap(({ title, timeSeriesFilter }) =>
    timeSeriesFilter ? [{ title, ...timeSeriesFilter }] : [],
  );

  test("asks by filters whose aligner and reducer fit, and of metrics or objectives that there are", () => {
    const objectives = new Set(objectivesOf(environment).map((objective) => objectiveName(environment, objective)));
    for (const { title, filter, aggregation } of filters) {
      const objective = /^select_slo_(?:burn_rate|compliance|budget_fraction)\("([^"]+)"/.exec(filter)?.[1];
      if (objective !== undefined) {
        expect([title, objectives.has(objective)]).toEqual([title, true]);
        continue;
      }
      const shape = shapes.get(/metric\.type="([^"]+)"/.exec(filter)?.[1] ?? "")!;
      expect([title, shape]).toEqual([title, expect.anything()]);
      const { perSeriesAligner: aligner, crossSeriesReducer: reducer } = aggregation;
      expect([title, alignerFits(aligner, shape)]).toEqual([title, true]);
      expect([title, reducer === undefined || reducerFits(aligner, reducer, shape)]).toEqual([title, true]);
      // A line of true and false is none.
      const isCounted = /_(COUNT|FRACTION)_/.test(`${aligner} ${reducer}`);
      expect([title, shape.valueType !== "BOOL" || isCounted]).toEqual([title, true]);
    }
  });

  test("asks by queries that are read, of metrics that there are", () => {
    const known = new Set([...shapes.keys()].map(promqlName));
    const asked = queries.flatMap(({ prometheusQuery }) => prometheusQuery ?? []);
    expect(asked.length).toBeGreaterThan(10);
    for (const text of asked) {
      expect(() => readPromql(text)).not.toThrow();
      const names = [...text.matchAll(/[a-z_]+:[a-z0-9_]+/g)].map(([name]) =>
        name.replace(/_(sum|count|bucket)(?=$)/, ""),
      );
      expect(names.filter((name) => !known.has(name) && !known.has(`${name}_count`))).toEqual([]);
    }
  });

  test("is the same text every time", () => {
    expect(canonicalJson(dashboardOf(environment))).toBe(canonicalJson(dashboardOf(structuredClone(environment))));
  });
});

test("every title is one chart's, and every chart stands on some dashboard", () => {
  const titles = Object.values(TITLES);
  expect(new Set(titles).size).toBe(titles.length);
  const both = JSON.stringify([dashboardOf(trial), dashboardOf(prd)]);
  expect(titles.filter((title) => !both.includes(JSON.stringify(title)))).toEqual([]);
});
