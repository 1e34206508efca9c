import { alertReachRules } from "../../policy/packs/google/alerts/alert-reach";
import { alertScaleRules } from "../../policy/packs/google/alerts/alert-scale";
import { alertTimeRules } from "../../policy/packs/google/alerts/alert-times";
import { costBudgetRules } from "../../policy/packs/google/alerts/cost-budgets";
import { logMetricRules } from "../../policy/packs/google/alerts/log-metrics";
import { logSinkRules } from "../../policy/packs/google/alerts/log-sinks";
import { describeArea } from "../support/area";

const ERRORS = "google_monitoring_alert_policy.errors";
const QUERY = "google_monitoring_alert_policy.query";
const CHANNEL = "google_monitoring_notification_channel.ops";
const SERVICE = "google_monitoring_service.chat";
const SLO = "google_monitoring_slo.chat";
const METRIC = "google_logging_metric.status";
const SINK = "google_logging_project_sink.all";
const FOLDER = "google_logging_folder_sink.all";
const BUDGET = "google_billing_budget.month";

const REQUESTS =
  'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/request_count" AND metric.labels.response_code_class="5xx"';
const filterOf = (resource: string, metric: string): string =>
  `resource.type="${resource}" AND metric.type="${metric}"`;

/** A policy with one condition. */
const alert = (filter: string, threshold_value: number, aligner: string, display_name = "errors") => ({
  display_name,
  conditions: [
    {
      display_name,
      condition_threshold: {
        ...{ filter, threshold_value, comparison: "COMPARISON_GT", duration: "60s" },
        aggregations: [{ alignment_period: "60s", per_series_aligner: aligner }],
      },
    },
  ],
  alert_strategy: { auto_close: "1800s" },
});
const query = (text: string, evaluation_interval = "60s") => ({
  display_name: "more than 5 errors per minute",
  conditions: [
    { display_name: "q", condition_prometheus_query_language: { query: text, duration: "60s", evaluation_interval } },
  ],
});
const INCREASE = "sum(increase(run_googleapis_com:request_count[1m])) > 5";

describeArea({
  rules: [
    ...alertScaleRules,
    ...alertTimeRules,
    ...alertReachRules,
    ...logMetricRules,
    ...logSinkRules,
    ...costBudgetRules,
  ],
  estate: {
    [ERRORS]: alert(REQUESTS, 0.1, "ALIGN_RATE", "more than 6 a minute"),
    [QUERY]: query(INCREASE),
    [CHANNEL]: { type: "email", labels: { email_address: "ops@acme.test" } },
    [SERVICE]: { basic_service: { service_type: "CLOUD_RUN" } },
    [METRIC]: {
      name: "status",
      metric_descriptor: { metric_kind: "DELTA", value_type: "INT64", labels: [{ key: "status" }] },
      label_extractors: { status: "EXTRACT(httpRequest.status)" },
    },
    [SINK]: { name: "all", destination: "pubsub.googleapis.com/projects/p/topics/logs" },
    [FOLDER]: {
      name: "all",
      destination: "logging.googleapis.com/projects/p/locations/global/buckets/all",
      include_children: true,
    },
    [BUDGET]: { budget_filter: { projects: ["projects/1"] }, threshold_rules: [{ threshold_percent: 0.5 }] },
  },
  broken: [
    ["alert-rate-by-second", ERRORS, "", alert(REQUESTS, 5, "ALIGN_RATE", "5 errors per minute"), "300 a minute"],
    ["alert-rate-by-second", ERRORS, "", alert(REQUESTS, 2, "ALIGN_RATE"), "120 a minute"],
    ["alert-rate-by-second", QUERY, "", query("sum(rate(run_googleapis_com:request_count[1m])) > 5"), "300 a minute"],
    [
      "alert-byte-unit",
      ERRORS,
      "",
      alert(filterOf("redis_instance", "redis.googleapis.com/stats/memory/usage"), 0.8, "ALIGN_MEAN"),
      "in bytes",
    ],
    [
      "alert-percent-unit",
      ERRORS,
      "",
      alert(filterOf("gce_instance", "agent.googleapis.com/disk/percent_used"), 0.9, "ALIGN_MEAN"),
      "in percent",
    ],
    [
      "uptime-alert-inverted",
      ERRORS,
      "",
      alert(filterOf("uptime_url", "monitoring.googleapis.com/uptime_check/check_passed"), 1, "ALIGN_FRACTION_TRUE"),
      "less allowed",
    ],
    ["alert-auto-close", ERRORS, "alert_strategy.auto_close", "600s", "600 s found"],
    ["alert-query-times", QUERY, "", query(INCREASE, "10s"), "a multiple of 30 s"],
    ["alert-channel-placeholder", CHANNEL, "labels.email_address", "your-email@example.com", "an example's address"],
    ["slo-service-type", SERVICE, "basic_service.service_type", "cloud_run_revision", "does not know"],
    ["slo-unwatched", SLO, "", { slo_id: "chat", goal: 0.99 }, "no alert policy"],
    ["log-metric-form", METRIC, "metric_descriptor.metric_kind", "GAUGE", "DELTA allowed"],
    ["log-metric-form", METRIC, "label_extractors", undefined, "0 found beside 1 labels"],
    [
      "log-metric-cardinality",
      METRIC,
      "",
      {
        metric_descriptor: { metric_kind: "DELTA", value_type: "INT64", labels: [{ key: "user_id" }] },
        label_extractors: { user_id: "EXTRACT(jsonPayload.user)" },
      },
      "another in nearly every line",
    ],
    ["log-sink-destination", SINK, "destination", "bigquery.googleapis.com/logs", "the full name"],
    ["log-sink-children", FOLDER, "include_children", undefined, "not on"],
    ["budget-threshold", BUDGET, "threshold_rules", [{ threshold_percent: 90 }], "such as 0.9"],
    ["budget-silent", BUDGET, "threshold_rules", undefined, "a threshold needed"],
    ["budget-project-number", BUDGET, "budget_filter.projects", ["projects/chat"], "a number allowed"],
  ],
  held: [
    [ERRORS, "", alert(REQUESTS, 5, "ALIGN_DELTA", "5 errors per minute")],
    // Many requests a second are no mistake.
    [ERRORS, "", alert(filterOf("cloud_run_revision", "run.googleapis.com/request_count"), 500, "ALIGN_RATE")],
    [ERRORS, "alert_strategy.auto_close", "86400s"],
    [SINK, "destination", "storage.googleapis.com/archive"],
    [BUDGET, "threshold_rules", [{ threshold_percent: 1.5 }]],
  ],
  unknown: [
    ["alert-auto-close", ERRORS, "alert_strategy.auto_close"],
    ["alert-channel-placeholder", CHANNEL, "labels.email_address"],
    ["slo-service-type", SERVICE, "basic_service.service_type"],
    ["log-metric-form", METRIC, "label_extractors"],
    ["log-sink-children", FOLDER, "include_children"],
  ],
});
