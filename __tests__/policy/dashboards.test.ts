import { CONTRACT, FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { dashboardFormRules } from "../../policy/packs/google/alerts/dashboard-form";
import { dashboardRules as readingRules } from "../../policy/packs/google/alerts/dashboards";
import { dashboardPresenceRules } from "../../policy/packs/netra/dashboards";
import { metricRules } from "../../policy/packs/netra/metrics";
import { describeArea } from "../support/area";
import { verdictsOf } from "../support/resource";

const dashboardRules = [...readingRules, ...dashboardFormRules];
const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };
/** Both packs, as they judge our own estate. */
const OURS = [...dashboardRules, ...dashboardPresenceRules, ...metricRules];
const DASHBOARD = "google_monitoring_dashboard.glance";

const filter = (resource: string, metric: string): string => `resource.type="${resource}" AND metric.type="${metric}"`;
const RUN_REQUESTS = filter("cloud_run_revision", "run.googleapis.com/request_count");

/** One chart; `aggregation` says how its points come together. */
const json = (tile: object, query = RUN_REQUESTS, aggregation?: object): string =>
  JSON.stringify({
    displayName: "glance",
    mosaicLayout: {
      columns: 48,
      tiles: [
        {
          width: 16,
          height: 14,
          widget: {
            xyChart: { dataSets: [{ timeSeriesQuery: { timeSeriesFilter: { filter: query, aggregation } } }] },
          },
          ...tile,
        },
      ],
    },
  });

const UPTIME = filter("uptime_url", "monitoring.googleapis.com/uptime_check/check_passed");
const QUERIES = filter(
  "cloudsql_instance_database",
  "cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies",
);

/** Filters with what Monitoring draws no line of. */
const UNFIT: readonly (readonly [filter: string, aggregation: object, message: string])[] = [
  [
    RUN_REQUESTS,
    { perSeriesAligner: "ALIGN_NEXT_OLDER" },
    "ALIGN_NEXT_OLDER found, ALIGN_DELTA, ALIGN_RATE, ALIGN_MIN, ALIGN_MAX",
  ],
  [
    QUERIES,
    { perSeriesAligner: "ALIGN_PERCENTILE_95" },
    "found, ALIGN_DELTA allowed: the metric is CUMULATIVE of DISTRIBUTION",
  ],
  [
    UPTIME,
    { perSeriesAligner: "ALIGN_NEXT_OLDER", crossSeriesReducer: "REDUCE_SUM" },
    "REDUCE_SUM found after ALIGN_NEXT_OLDER",
  ],
];

describeArea({
  rules: dashboardRules,
  estate: { [DASHBOARD]: { dashboard_json: json({ xPos: 16 }) } },
  broken: [
    ["dashboard-stable", DASHBOARD, "dashboard_json", json({ xPos: 0 }), "mosaicLayout.tiles[0].xPos: 0 found"],
    [
      "dashboard-stable",
      DASHBOARD,
      "dashboard_json",
      json({ widget: { logsPanel: { resourceNames: [] } } }),
      "resourceNames: an empty list found",
    ],
    [
      "dashboard-stable",
      DASHBOARD,
      "dashboard_json",
      json({ widget: { collapsibleGroup: { collapsed: false } } }),
      "collapsed: false found, which comes back",
    ],
    [
      "dashboard-stable",
      DASHBOARD,
      "dashboard_json",
      JSON.stringify({ gridLayout: { columns: 2 } }),
      "gridLayout.columns: 2 found, which comes back as a text",
    ],
    [
      "dashboard-member",
      DASHBOARD,
      "dashboard_json",
      json({ xpos: 1 }),
      "mosaicLayout.tiles[0]: xpos found, xPos allowed",
    ],
    [
      "dashboard-member",
      DASHBOARD,
      "dashboard_json",
      json({ widget: { text: { content: "a", format: "HTML" } } }),
      'tiles[0].widget.text.format: "HTML" found, FORMAT_UNSPECIFIED, MARKDOWN, RAW allowed',
    ],
    [
      "dashboard-member",
      DASHBOARD,
      "dashboard_json",
      json({ widget: "a" }),
      'tiles[0].widget: "a" found, an object allowed',
    ],
    [
      "dashboard-layout",
      DASHBOARD,
      "dashboard_json",
      json({ xPos: 40 }),
      "mosaicLayout.tiles[0]: columns 40 to 56, 14 high found, within 48 columns",
    ],
    ...UNFIT.map(
      ([metric, aggregation, message]) =>
        ["dashboard-aggregation", DASHBOARD, "dashboard_json", json({}, metric, aggregation), message] as const,
    ),
    [
      "dashboard-metric",
      DASHBOARD,
      "dashboard_json",
      json({}, filter("https_lb_rule", "run.googleapis.com/request_count")),
      'resource.type "https_lb_rule" found, "cloud_run_revision" allowed',
    ],
    [
      "dashboard-metric",
      DASHBOARD,
      "dashboard_json",
      json({}, `${RUN_REQUESTS} AND resource.labels.service="frontend"`),
      "resource.labels.service found, project_id, location, service_name",
    ],
  ],
  held: [
    [DASHBOARD, "dashboard_json", JSON.stringify({ gridLayout: { columns: "2" } })],
    [DASHBOARD, "dashboard_json", "no JSON: terraform validate refuses it"],
    [DASHBOARD, "dashboard_json", json({}, filter("global", "custom.googleapis.com/theirs"))],
    [
      DASHBOARD,
      "dashboard_json",
      json({}, UPTIME, { perSeriesAligner: "ALIGN_NEXT_OLDER", crossSeriesReducer: "REDUCE_COUNT_FALSE" }),
    ],
    [
      DASHBOARD,
      "dashboard_json",
      json({}, QUERIES, { perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: "REDUCE_PERCENTILE_95" }),
    ],
    // Google's console writes a member that its document has not.
    [DASHBOARD, "dashboard_json", json({ widget: { xyChart: { chartOptions: { showLegend: true } } } })],
  ],
  unknown: [["dashboard-stable", DASHBOARD, "dashboard_json"]],
});

test("with the spec a chart's metric has to be in a table", () => {
  const bodies = {
    [DASHBOARD]: { dashboard_json: json({}, filter("cloud_run_revision", "run.googleapis.com/requests")) },
  };
  expect(verdictsOf(OURS, bodies, SPEC).map(({ rule, message }) => [rule, message])).toEqual([
    ["dashboard-metric-known", expect.stringContaining("a metric that is in no table found")],
  ]);
  expect(verdictsOf(dashboardRules, bodies)).toEqual([]);
});

describe("dashboard-present", () => {
  const MAP = "google_compute_url_map.lb";
  const edge = {
    [MAP]: { host_rule: [{ hosts: ["app.trial.chat.example"], path_matcher: "app" }] },
    "google_compute_url_map.redirect": { default_url_redirect: { https_redirect: true } },
  };
  const monitored = { ...edge, "google_logging_metric.closes": { name: "closes" } };
  const found = (bodies: Readonly<Record<string, object>>, spec?: Spec) =>
    verdictsOf(spec ? OURS : dashboardRules, bodies, spec).map(({ rule, address, message }) => [
      rule,
      address,
      message,
    ]);

  test("an environment without one is named by the map that serves it", () => {
    expect(found(monitored, SPEC)).toEqual([
      ["dashboard-present", MAP, "dashboard: none found, one needed; declare dashboardOf of monitoring/dashboard.ts"],
    ]);
  });

  test("one is enough, whether or not its text is known", () => {
    expect(found({ ...monitored, [DASHBOARD]: { dashboard_json: json({}) } }, SPEC)).toEqual([]);
    const unknown = { [DASHBOARD]: { dashboard_json: "${module.elsewhere.value}" } };
    expect(found({ ...monitored, ...unknown }, SPEC).map(([rule]) => rule)).toEqual(["dashboard-stable"]);
  });

  test("it is silent without the spec, and in the plan of the edge alone", () => {
    expect(found(monitored)).toEqual([]);
    expect(found(edge, SPEC)).toEqual([]);
  });
});
