import { CONTRACT, FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { objectiveRules } from "../../policy/packs/google/alerts/objectives";
import { metricRules } from "../../policy/packs/netra/metrics";
import { declaredObjectiveRules } from "../../policy/packs/netra/objectives";
import { socketLatencyRules } from "../../policy/packs/netra/socket-latency";
import { describeArea, type Bodies } from "../support/area";
import { alteredBody, verdictsOf } from "../support/resource";
import { stackJson } from "../support/synthesized";

const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };

const RATIO = "google_monitoring_slo.answers";
const CUT = "google_monitoring_slo.fast";
const WINDOWS = "google_monitoring_slo.handshake";
const FLAG = "google_monitoring_slo.flag";
const SOCKETS = "google_cloud_run_v2_service.sockets";
const PAGES = "google_cloud_run_v2_service.pages";
const CHECKED = "google_monitoring_metric_descriptor.checked";

const run = (metric: string, service = "storefront"): string =>
  `resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/${metric}" AND resource.labels.service_name="${service}"`;

const ESTATE: Bodies = {
  [RATIO]: {
    request_based_sli: {
      good_total_ratio: { bad_service_filter: run("request_count"), total_service_filter: run("request_count") },
    },
  },
  [CUT]: {
    request_based_sli: { distribution_cut: { distribution_filter: run("request_latencies"), range: { max: 500 } } },
  },
  [WINDOWS]: {
    windows_based_sli: {
      window_period: "3600s",
      metric_mean_in_range: { time_series: run("container/instance_count"), range: { max: 5 } },
    },
  },
  [FLAG]: {
    windows_based_sli: {
      window_period: "300s",
      good_bad_metric_filter: 'resource.type="global" AND metric.type="custom.googleapis.com/checked"',
    },
  },
  [CHECKED]: { type: "custom.googleapis.com/checked", metric_kind: "GAUGE", value_type: "BOOL" },
  [SOCKETS]: {
    name: "conversations",
    template: { containers: [{ env: [{ name: "WS_PING_INTERVAL", value: "20" }] }] },
  },
  [PAGES]: { name: "storefront", template: { containers: [{ env: [] }] } },
};

const BAD = "request_based_sli.good_total_ratio.bad_service_filter";
const DISTRIBUTION = "request_based_sli.distribution_cut.distribution_filter";
const MEAN = "windows_based_sli.metric_mean_in_range.time_series";
const PERIOD = "windows_based_sli.window_period";

describeArea({
  rules: objectiveRules,
  estate: ESTATE,
  broken: [
    ["slo-filter", RATIO, BAD, run("request_latencies"), "a metric of DISTRIBUTION found, INT64 or DOUBLE allowed"],
    ["slo-filter", CUT, DISTRIBUTION, run("request_count"), "a metric of INT64 found, DISTRIBUTION allowed"],
    ["slo-filter", WINDOWS, MEAN, run("container/startup_latencies"), "a metric of DISTRIBUTION found"],
    ["slo-filter", CHECKED, "value_type", "DOUBLE", "a metric of DOUBLE found, BOOL allowed"],
    [
      "slo-filter",
      RATIO,
      BAD,
      run("request_count").replace("cloud_run_revision", "https_lb_rule"),
      'resource.type "https_lb_rule" found, "cloud_run_revision" allowed',
    ],
    ["slo-filter", RATIO, BAD, `${run("request_count")} AND metric.labels.state="active"`, "metric.labels.state found"],
    ["slo-window", WINDOWS, PERIOD, "420s", '"420s" found, 60 s or more that divide a day allowed'],
    ["slo-window", WINDOWS, PERIOD, "30s", '"30s" found'],
    ["slo-socket-latency", CUT, DISTRIBUTION, run("request_latencies", "conversations"), "of a socket service found"],
  ],
  held: [
    [WINDOWS, PERIOD, "86400s"],
    [RATIO, BAD, 'resource.type="global" AND metric.type="custom.googleapis.com/theirs"'],
  ],
  unknown: [
    ["slo-filter", RATIO, BAD],
    ["slo-filter", CUT, DISTRIBUTION],
    ["slo-window", WINDOWS, PERIOD],
  ],
});

/** Both packs, as they judge our own estate. */
const OURS = [...objectiveRules, ...declaredObjectiveRules, ...socketLatencyRules, ...metricRules];

describe("against the spec", () => {
  const declared = stackJson("trial-monitoring").resource!;
  const own = Object.fromEntries(
    [
      "google_logging_metric",
      "google_monitoring_custom_service",
      "google_monitoring_slo",
      "google_monitoring_metric_descriptor",
    ].flatMap((type) => Object.entries(declared[type]!).map(([name, body]) => [`${type}.${name}`, body] as const)),
  );
  const LATENCY = "google_monitoring_slo.objectives-websocket-service_latency";
  const found = (path: string, value: unknown, spec?: Spec) =>
    verdictsOf(spec ? OURS : objectiveRules, { ...own, [LATENCY]: alteredBody(own[LATENCY]!, path, value) }, spec).map(
      ({ rule, status, message }) => [rule, status, message] as const,
    );

  test("what our own stack declares holds", () => {
    expect(verdictsOf(OURS, own, SPEC)).toEqual([]);
  });

  test.each([
    ["slo-declared", "goal", 0.5, "0.5 found, 0.95 allowed"],
    ["slo-declared", "rolling_period_days", 30, "30 found, 2 allowed"],
    ["slo-declared", "slo_id", "other", 'objective "latency" of websocket-service: none found, one needed'],
    [
      "slo-socket-latency-declared",
      DISTRIBUTION,
      'resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/backend_latencies" AND resource.labels.backend_target_name="netra-trial-websocket-service-backend"',
      "the latency of a socket service found",
    ],
    [
      "slo-metric-known",
      DISTRIBUTION,
      'resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/latency"',
      "a metric that is in no table found",
    ],
  ])("%s: %s = %j", (rule, path, value, message) => {
    expect(found(path, value, SPEC)).toEqual([[rule, "violation", expect.stringContaining(message)]]);
    expect(found(path, value)).toEqual([]);
  });

  test("a goal is unknown before apply", () => {
    expect(found("goal", "${module.elsewhere.value}", SPEC).map(([rule, status]) => [rule, status])).toEqual([
      ["slo-declared", "unknown"],
    ]);
  });
});
