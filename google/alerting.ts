/**
 * Shortest duration of a condition, seconds, with which Google takes `evaluation_missing_data`
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#MetricThreshold).
 */
export const MISSING_DATA_SECONDS = 60;

/** Without a value the condition does not hold (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#EvaluationMissingData). */
export const MISSING_DATA_INACTIVE = "EVALUATION_MISSING_DATA_INACTIVE";

/** Periods of an uptime check, seconds (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.uptimeCheckConfigs). */
export const UPTIME_PERIODS_SECONDS: readonly number[] = [60, 300, 600, 900];

/** Shortest and longest timeout of an uptime check, seconds (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.uptimeCheckConfigs). */
export const UPTIME_TIMEOUT_SECONDS = { min: 1, max: 60 } as const;

/** Fewest places that ask, where a check names any (https://cloud.google.com/monitoring/uptime-checks). */
export const UPTIME_MIN_LOCATIONS = 3;

/** How the requests of uptime checks name themselves, at their beginning (https://cloud.google.com/monitoring/uptime-checks/introduction). */
export const UPTIME_USER_AGENT = "GoogleStackdriverMonitoring-UptimeChecks";

/** Shortest and longest time between two notifications of one open incident, seconds (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#NotificationChannelStrategy). */
export const RENOTIFY_SECONDS = { min: 1800, max: 86_400 } as const;

/** A class of answers that an uptime check takes for good. */
export type StatusClass = "1xx" | "2xx" | "3xx" | "4xx";
