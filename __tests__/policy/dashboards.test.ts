import { CONTRACT, FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { dashboardRules } from "../../policy/packs/google/dashboards";
import { dashboardPresenceRules } from "../../policy/packs/netra/dashboards";
import { metricRules } from "../../policy/packs/netra/metrics";
import { describeArea } from "../support/area";
import { verdictsOf } from "../support/resource";

const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };
/** Both packs, as they judge our own estate. */
const OURS = [...dashboardRules, ...dashboardPresenceRules, ...metricRules];
const DASHBOARD = "google_monitoring_dashboard.glance";

const filter = (resource: string, metric: string): string => `resource.type="${resource}" AND metric.type="${metric}"`;
const RUN_REQUESTS = filter("cloud_run_revision", "run.googleapis.com/request_count");

const json = (tile: object, query = RUN_REQUESTS): string =>
  JSON.stringify({
    displayName: "glance",
    mosaicLayout: {
      columns: 48,
      tiles: [
        {
          width: 16,
          height: 14,
          widget: { xyChart: { dataSets: [{ timeSeriesQuery: { timeSeriesFilter: { filter: query } } }] } },
          ...tile,
        },
      ],
    },
  });

describeArea({
  rules: dashboardRules,
  estate: { [DASHBOARD]: { dashboard_json: json({ xPos: 16 }) } },
  broken: [
    ["dashboard-stable", DASHBOARD, "dashboard_json", json({ xPos: 0 }), "mosaicLayout.tiles[0].xPos: 0 found"],
    ["dashboard-stable", DASHBOARD, "dashboard_json", json({ labels: [] }), "labels: an empty list found"],
    ["dashboard-stable", DASHBOARD, "dashboard_json", json({ hidden: false }), "hidden: false found, which comes back"],
    [
      "dashboard-stable",
      DASHBOARD,
      "dashboard_json",
      JSON.stringify({ gridLayout: { columns: 2 } }),
      "gridLayout.columns: 2 found, which comes back as a text",
    ],
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
