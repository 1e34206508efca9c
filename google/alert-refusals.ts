/**
 * What Monitoring refuses of an alert policy although its form is right. The sandbox answers with these texts, and a review
 * says beforehand that the apply will fail.
 */
export interface AlertRefusal {
  /** Google's text, without the field before it; `{}` stands for the value that was given. */
  readonly text: string;
  /** What must hold, for people. */
  readonly allowed: string;
  readonly source: string;
}

/** Shortest and longest absence of a metric, seconds (https://cloud.google.com/monitoring/alerts/metric-absence). */
const ABSENCE_SECONDS = { min: 120, max: 84_600 } as const;

/** Whether a metric can be watched for an absence of so many seconds: whole minutes within those bounds. */
export const isAbsence = (seconds: number): boolean =>
  seconds % 60 === 0 && seconds >= ABSENCE_SECONDS.min && seconds <= ABSENCE_SECONDS.max;

export const ALERT_REFUSALS = {
  rateLimitOfMetric: {
    text: "metric-based alert policies must not specify a notification rate limit",
    allowed: "none beside conditions on metrics",
    source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#NotificationRateLimit",
  },
  logWithoutRateLimit: {
    text: "log-based alert policies must specify a notification rate limit",
    allowed: "one beside a condition on the log",
    source: "https://cloud.google.com/logging/docs/alerting/log-based-alerts",
  },
  logBesideOthers: {
    text: "Alert policies with a log matching condition can only have a single condition.",
    allowed: "a condition on the log alone",
    source: "https://cloud.google.com/logging/docs/alerting/log-based-alerts",
  },
  absence: {
    text: `must be a multiple of 60s between ${ABSENCE_SECONDS.min}s and ${ABSENCE_SECONDS.max}s.`,
    allowed: `whole minutes, ${ABSENCE_SECONDS.min} s to ${ABSENCE_SECONDS.max} s`,
    source: "https://cloud.google.com/monitoring/alerts/metric-absence",
  },
} as const satisfies Readonly<Record<string, AlertRefusal>>;
