import type { Json } from "../google/canonical-json";
import {
  percentile99,
  countAggregation,
  customSeries,
  lastValueAggregation,
  logSeries,
  rateAggregation,
  series,
} from "./alerts/series";
import type { Aggregation, Series } from "./alerts/alert";
import { NEAR, percentOf, thresholdAtLeast } from "./alerts/share";
import { CERTIFICATE_MIN_DAYS } from "./alerts/certificates";
import { chart, chartWidget, line, mosaicJson, textWidget, type Chart, type Line } from "./charts";
import { storeCharts } from "./store-charts";
import {
  CHECK_PASSED,
  DRIFT_CHECKED,
  E2E_DURATION_SECONDS,
  E2E_SUCCESS_RATIO,
  ECHO_SECONDS,
  HANDSHAKE_SECONDS,
} from "./custom-metrics";
import type { Environment } from "../environments/environment";
import {
  E2E_DURATION_GOAL_SECONDS,
  E2E_SUCCESS_GOAL,
  ECHO_GOAL_SECONDS,
  HANDSHAKE_GOAL_SECONDS,
} from "../environments/goals";
import { routedHosts, routedServices } from "../environments/hosts";
import { backendServiceName } from "../environments/names";
import {
  BALANCER_LOG_RESOURCE,
  CERTIFICATE_DAYS,
  LB_REQUESTS,
  RUN_CONCURRENCY,
  RUN_INSTANCES,
  RUN_MEMORY,
  RUN_STARTUP,
  UPTIME_PASSED,
  type PlatformMetric,
} from "../google/platform-metrics";
import { runbookLink } from "../environments/runbook-links";
import { VERIFY_EVERY_MINUTES } from "./schedules";

/** Verification writes one value a run. */
const A_RUN = lastValueAggregation(VERIFY_EVERY_MINUTES * 60);

/** One line a service, named by it. */
const byService = (environment: Environment, lineOf: (service: string) => Line): readonly Line[] =>
  Object.keys(environment.services).map(lineOf);

const ofService = (metric: PlatformMetric, service: string, ...where: readonly string[]): Series =>
  series(metric, `resource.labels.service_name="${service}"`, ...where);

const toUsers = (environment: Environment, service: string, ...where: readonly string[]): Series =>
  logSeries(
    environment,
    "answers",
    BALANCER_LOG_RESOURCE,
    `metric.labels.backend="${backendServiceName(environment, service)}"`,
    ...where,
  );

/** What users meet. */
const userCharts = (environment: Environment): readonly Chart[] => {
  const routed = routedServices(environment);
  const backend = (service: string): string =>
    `resource.labels.backend_target_name="${backendServiceName(environment, service)}"`;
  const falseByCheck: Aggregation = {
    seconds: 1200,
    aligner: "ALIGN_NEXT_OLDER",
    reducer: "REDUCE_COUNT_FALSE",
    groupBy: ["resource.label.host"],
  };
  return [
    chart(
      "Requests per second",
      routed.map((name) => line(name, series(LB_REQUESTS, backend(name)), rateAggregation(60))),
    ),
    chart(
      "5xx to users",
      routed.map((name) =>
        line(name, toUsers(environment, name, 'metric.labels.status=starts_with("5")'), countAggregation(300)),
      ),
    ),
    chart(
      "503 at the load balancer",
      routed.map((name) =>
        line(name, series(LB_REQUESTS, backend(name), "metric.labels.response_code=503"), countAggregation(300)),
      ),
    ),
    chart("Places that get no answer, by host", [line("places", series(UPTIME_PASSED), falseByCheck)]),
    chart("Refused with 429 or by Cloud Armor", [
      line("refused", logSeries(environment, "refused", BALANCER_LOG_RESOURCE), countAggregation(300)),
    ]),
    chart(
      "401 and 403 to users",
      routed.map((name) =>
        line(
          name,
          toUsers(environment, name, 'metric.labels.status=monitoring.regex.full_match("401|403")'),
          countAggregation(300),
        ),
      ),
    ),
  ];
};

const measured = (environment: Environment): readonly Chart[] => [
  chart("WebSocket handshake, s", [line("handshake", customSeries(HANDSHAKE_SECONDS), A_RUN)], HANDSHAKE_GOAL_SECONDS),
  ...(environment.kind === "staging"
    ? [chart("WebSocket echo, s", [line("echo", customSeries(ECHO_SECONDS), A_RUN)], ECHO_GOAL_SECONDS)]
    : []),
  chart("Checks of verification that failed, by class", [
    line("failed", customSeries(CHECK_PASSED), {
      seconds: VERIFY_EVERY_MINUTES * 60,
      aligner: "ALIGN_COUNT_FALSE",
      reducer: "REDUCE_SUM",
      groupBy: ["metric.label.class"],
    }),
  ]),
];

const serviceCharts = (environment: Environment): readonly Chart[] => [
  chart(
    "Instances that answer",
    byService(environment, (name) =>
      line(name, ofService(RUN_INSTANCES, name, 'metric.labels.state="active"'), {
        seconds: 60,
        aligner: "ALIGN_MAX",
        reducer: "REDUCE_SUM",
      }),
    ),
    ...new Set(
      Object.values(environment.services).map(({ scaling }) => thresholdAtLeast(percentOf(NEAR, scaling.max))),
    ),
  ),
  chart(
    "Requests and sockets in the fullest instances",
    byService(environment, (name) => line(name, ofService(RUN_CONCURRENCY, name), percentile99(60))),
  ),
  chart(
    "Memory of the fullest instances",
    byService(environment, (name) => line(name, ofService(RUN_MEMORY, name), percentile99(60))),
    0.9,
  ),
  chart(
    "Start-up, ms",
    byService(environment, (name) => line(name, ofService(RUN_STARTUP, name), percentile99(300))),
  ),
  chart("Container exits", [
    line("exits", logSeries(environment, "container-exits", RUN_INSTANCES.resource), countAggregation(300)),
  ]),
  chart("Sockets closed with 1011", [
    line("1011", logSeries(environment, "socket-errors", RUN_INSTANCES.resource), countAggregation(300)),
  ]),
];

const bypassChart = (environment: Environment): Chart =>
  chart("Use of the bypass route", [
    line("asked", logSeries(environment, "bypass-use", RUN_INSTANCES.resource), countAggregation(3600)),
  ]);

const certificateChart = chart(
  "Days until certificates end, by host",
  [
    line("days", series(CERTIFICATE_DAYS), {
      seconds: 1200,
      aligner: "ALIGN_NEXT_OLDER",
      reducer: "REDUCE_MIN",
      groupBy: ["resource.label.host"],
    }),
  ],
  CERTIFICATE_MIN_DAYS,
);

const testCharts = (environment: Environment): readonly Chart[] =>
  environment.kind === "staging"
    ? [
        chart("End-to-end success", [line("success", customSeries(E2E_SUCCESS_RATIO), A_RUN)], E2E_SUCCESS_GOAL),
        chart(
          "End-to-end duration, s",
          [line("duration", customSeries(E2E_DURATION_SECONDS), A_RUN)],
          E2E_DURATION_GOAL_SECONDS,
        ),
        runChart(environment),
      ]
    : [];

const drift: Chart = {
  title: "Resources changed outside",
  lines: [
    { series: customSeries(DRIFT_CHECKED), aggregation: { seconds: 3600, aligner: "ALIGN_MAX" }, legend: "drift run" },
  ],
  thresholds: [],
};

const runChart = (environment: Environment): Chart => ({
  title: "End-to-end runs",
  lines: [
    {
      series: logSeries(environment, "e2e-runs", "cloud_run_job"),
      aggregation: countAggregation(3600),
      legend: "runs that ended",
    },
  ],
  thresholds: [],
});

const guideText = (environment: Environment): string =>
  [
    `A line across a chart is where an alert stands; the [runbook](${runbookLink(environment, "alerts", "what-an-alert-means")}) says what to do then.`,
    "",
    `Hosts: ${routedHosts(environment).join(", ")}`,
  ].join("\n");

/** The environment at a glance: what alerts watch, with their lines, and what no alert watches. */
export const dashboardOf = (environment: Environment): Json =>
  mosaicJson(`${environment.name} at a glance`, [
    textWidget(environment.name, guideText(environment)),
    ...[
      ...userCharts(environment),
      ...measured(environment),
      ...serviceCharts(environment),
      ...storeCharts(environment),
      bypassChart(environment),
      certificateChart,
      drift,
      ...testCharts(environment),
    ].map(chartWidget),
  ]);
