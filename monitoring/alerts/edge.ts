import type { Environment } from "../../environments/environment";
import { routedServices } from "../../environments/hosts";
import { backendServiceName } from "../../environments/names";
import { CERTIFICATE_DAYS, LB_REQUESTS, UPTIME_PASSED } from "../../google/platform-metrics";
import { UPTIME_PERIOD_SECONDS } from "../uptime";
import type { Alert } from "./alert";
import { countAggregation, rateAggregation, series } from "./series";
import { ERROR_FACTOR, errorShare, percentText } from "./services";

/**
 * Days that a certificate must have left, for the alert and for `./netra verify`. Google renews a managed one about 30
 * days before its end (https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs#renewal):
 * below 21 the renewal has been failing for more than a week, and three weeks are left to find out why.
 */
export const CERTIFICATE_MIN_DAYS = 21;

/**
 * Seconds that Google's own alerts on uptime checks look back over, because points come late from far places
 * (https://cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies).
 */
const UPTIME_WINDOW_SECONDS = 1200;

/** Alerts on the load balancer's metrics of each backend, and on Google's uptime checks of each host. */
export const edgeAlerts = (environment: Environment): readonly Alert[] => [
  ...routedServices(environment).flatMap((service) => [
    errorAlert(environment, service),
    unavailableAlert(environment, service),
  ]),
  ...Object.entries(environment.hosts).flatMap(([key, { host }]) => [
    hostDownAlert(key, host),
    certificateAlert(key, host),
  ]),
];

const backendLabel = (environment: Environment, service: string): string =>
  `resource.labels.backend_target_name="${backendServiceName(environment, service)}"`;

const errorAlert = (environment: Environment, service: string): Alert => ({
  id: `backend-5xx-${service}`,
  class: "infrastructure",
  severity: "CRITICAL",
  title: `${service}: 5xx at the load balancer`,
  means: "Users are answered with errors of the server, from the service or from the way to it.",
  basis: `${ERROR_FACTOR} × the ${percentText(1 - environment.objectives.availability)} of requests that the availability objective allows.`,
  steps: [
    `compare with the alert 5xx-${service}: without it, Cloud Run never saw these requests`,
    "read statusDetails in the load balancer's log",
    "run `./netra verify`: it tells infrastructure, authentication and application apart",
  ],
  condition: {
    kind: "threshold",
    series: series(LB_REQUESTS, backendLabel(environment, service), "metric.labels.response_code_class=500"),
    dividedBy: series(LB_REQUESTS, backendLabel(environment, service)),
    aggregation: rateAggregation(300),
    comparison: "above",
    threshold: errorShare(environment),
    forSeconds: 300,
  },
});

const unavailableAlert = (environment: Environment, service: string): Alert => ({
  id: `backend-503-${service}`,
  class: "infrastructure",
  severity: "WARNING",
  title: `${service}: 503 at the load balancer`,
  means: "A user was told that the service is not available.",
  basis: "The plan's goal is no 503 for 24 h, so each one counts.",
  steps: [
    `compare with the alert 503-${service}: without it, no instance was ever asked`,
    "read statusDetails in the load balancer's log",
    "look at instances and container exits of the same minutes",
  ],
  condition: {
    kind: "threshold",
    series: series(LB_REQUESTS, backendLabel(environment, service), "metric.labels.response_code=503"),
    aggregation: countAggregation(300),
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});

const hostDownAlert = (key: string, host: string): Alert => ({
  id: `uptime-${key}`,
  class: "infrastructure",
  severity: "CRITICAL",
  title: `${host}: does not answer`,
  means: "Google's probers, from several places, get no answer or a wrong one from the host or one of its paths.",
  basis: `Two places or more at once, asked every ${UPTIME_PERIOD_SECONDS} s: one alone is that place's own trouble.`,
  steps: [
    "run `./netra verify`: it names the row of the host table and what is wrong with it",
    "look at the failed check: DNS, TLS, status or time",
    "look for a deploy of the edge or services stack shortly before",
  ],
  condition: {
    kind: "threshold",
    // By host and not by check, so that a path added to the host is watched from its first answer.
    series: series(UPTIME_PASSED, `resource.labels.host="${host}"`),
    aggregation: {
      seconds: UPTIME_WINDOW_SECONDS,
      aligner: "ALIGN_NEXT_OLDER",
      reducer: "REDUCE_COUNT_FALSE",
      groupBy: ["metric.label.check_id"],
    },
    comparison: "above",
    threshold: 1,
    forSeconds: 60,
  },
});

const certificateAlert = (key: string, host: string): Alert => ({
  id: `certificate-${key}`,
  class: "infrastructure",
  severity: "ERROR",
  title: `${host}: certificate ends soon`,
  means: "Google has not renewed the managed certificate; at its end every browser refuses the host.",
  basis: `${CERTIFICATE_MIN_DAYS} days; Google renews about 30 days before the end, so the renewal fails since a week.`,
  steps: [
    "look at the certificate's status per domain",
    // CAA: https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs#caa
    "check that the host's DNS leads to the load balancer's address, and that a CAA record allows Google's authority",
    "a new certificate takes up to an hour to become active: do not delete the old one before",
  ],
  condition: {
    kind: "threshold",
    series: series(CERTIFICATE_DAYS, `resource.labels.host="${host}"`),
    aggregation: { seconds: UPTIME_WINDOW_SECONDS, aligner: "ALIGN_NEXT_OLDER", reducer: "REDUCE_MIN" },
    comparison: "below",
    threshold: CERTIFICATE_MIN_DAYS,
    forSeconds: 600,
  },
});
