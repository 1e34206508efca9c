import type { Json } from "../google/canonical-json";
import { alertsOf, type Alert } from "./alerts";
import type { Aggregation, ThresholdCondition } from "./alerts/alert";
import { countAggregation, customSeries, rateAggregation, series } from "./alerts/series";
import { chartWidget, mosaicJson, textWidget, type Chart, type Line } from "./charts";
import { DRIFT_CHECKED } from "./custom-metrics";
import type { Environment } from "../environments/environment";
import { routedHosts, routedServices } from "../environments/hosts";
import { logMetricType } from "./log-metrics";
import { backendServiceName } from "../environments/names";
import { LB_REQUESTS } from "../google/platform-metrics";
import { runbookLink } from "../environments/runbook-links";
import { VERIFY_EVERY_MINUTES } from "./schedules";

/** Charts that show what alerts watch: title, and the beginning of the alerts' ids. */
const WATCHED: readonly (readonly [title: string, alerts: string])[] = [
  ["5xx at the load balancer, per second", "backend-5xx-"],
  ["503 at the load balancer", "backend-503-"],
  ["Places that get no answer", "uptime-"],
  ["WebSocket handshake, s", "handshake"],
  ["WebSocket echo, s", "echo"],
  ["Checks of verification that failed", "verify-"],
  ["Instances that answer, per revision", "instances-"],
  ["Sockets of the fullest instances", "sockets-"],
  ["Memory of the fullest instances", "memory-"],
  ["Start-up, ms", "startup-"],
  ["Container exits", "exits-"],
  ["Sockets closed with 1011", "socket-errors"],
  ["Database is up", "database-up"],
  ["Database connections", "database-connections"],
  ["Database latency, µs", "database-latency"],
  ["Database processors", "database-cpu"],
  ["Database disk, bytes", "database-disk"],
  ["Cache memory", "cache-memory"],
  ["Cache clients", "cache-clients"],
  ["Keys evicted", "cache-evictions"],
  ["Failed authentications", "auth-failures"],
  ["Use of the bypass route", "bypass-"],
  ["Days until certificates end", "certificate-"],
  ["End-to-end success", "e2e-success"],
  ["End-to-end duration, s", "e2e-duration"],
];

type Watched = Alert & { readonly condition: ThresholdCondition };

const isWatched = (alert: Alert): alert is Watched => alert.condition.kind === "threshold";

/**
 * An alert holds a value until the next one; a chart shows each, one to a run of verification. A count stays as long as the
 * alert's, because its threshold is for that time.
 */
const chartAggregation = ({ aggregation }: ThresholdCondition): Aggregation =>
  aggregation.aligner === "ALIGN_NEXT_OLDER"
    ? { ...aggregation, seconds: Math.min(aggregation.seconds, VERIFY_EVERY_MINUTES * 60) }
    : aggregation;

const lineOf = ({ title, condition }: Watched): Line => ({
  series: condition.series,
  aggregation: chartAggregation(condition),
  legend: title,
});

/** A ratio's threshold does not fit the chart of its numerator, and Google drops a zero. */
const thresholdOf = ({ condition: { dividedBy, threshold } }: Watched): readonly number[] =>
  dividedBy || threshold === 0 ? [] : [threshold];

const watchedChart = (title: string, alerts: readonly Watched[]): Chart => ({
  title,
  lines: alerts.map(lineOf),
  thresholds: [...new Set(alerts.flatMap(thresholdOf))],
});

/** Traffic: no alert watches it, and people look for it first. */
const trafficChart = (environment: Environment): Chart => ({
  title: "Requests per second",
  lines: routedServices(environment).map((service) => ({
    series: series(LB_REQUESTS, `resource.labels.backend_target_name="${backendServiceName(environment, service)}"`),
    aggregation: rateAggregation(60),
    legend: service,
  })),
  thresholds: [],
});

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
      series: { metric: logMetricType(environment, "e2e-runs"), resource: "cloud_run_job", where: [] },
      aggregation: countAggregation(3600),
      legend: "runs that ended",
    },
  ],
  thresholds: [],
});

const guideText = (environment: Environment): string =>
  [
    `Every line is what an alert watches; where it stands, the [runbook](${runbookLink(environment, "what-an-alert-means")}) says what to do.`,
    "",
    `Hosts: ${routedHosts(environment).join(", ")}`,
  ].join("\n");

/** The environment at a glance: the same series as the alerts', with their thresholds. */
export function dashboardOf(environment: Environment): Json {
  const alerts = alertsOf(environment).filter(isWatched);
  const charts = WATCHED.map(([title, prefix]) =>
    watchedChart(
      title,
      alerts.filter(({ id }) => id.startsWith(prefix)),
    ),
  ).filter(({ lines }) => lines.length > 0);
  const more = [drift, ...(environment.kind === "staging" ? [runChart(environment)] : [])];
  return mosaicJson(`${environment.name} at a glance`, [
    textWidget(environment.name, guideText(environment)),
    ...[trafficChart(environment), ...charts, ...more].map(chartWidget),
  ]);
}
