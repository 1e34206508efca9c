import { monitoringRules } from "../../policy/packs/google/alerts/monitoring";
import { verdictsOf } from "../support/resource";
import { describeArea, type Bodies } from "../support/area";

const UPTIME = "google_monitoring_uptime_check_config.app";
const ALERT = "google_monitoring_alert_policy.down";
const METRIC = "google_logging_metric.seconds";
const SLO = "google_monitoring_slo.answers";
const EXCLUSION = "google_logging_project_exclusion.noise";
const LOGS = "google_logging_project_bucket_config.default";
const SERVICE = "google_cloud_run_v2_service.api";

const watched = (filter: string): object => ({ conditions: [{ condition_threshold: { filter } }] });
const ratio = (filters: object): object => ({ good_total_ratio: filters });

const CERTIFICATE = 'metric.type="monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires"';
const THIS_CHECK = ' AND metric.labels.check_id="${google_monitoring_uptime_check_config.app.uptime_check_id}"';
const PASSED = "avg(monitoring_googleapis_com:uptime_check_check_passed) < 1";

const ESTATE: Bodies = {
  [UPTIME]: {
    http_check: { path: "/health", use_ssl: true, validate_ssl: true },
    monitored_resource: { type: "uptime_url", labels: { host: "api.example.com" } },
  },
  [ALERT]: watched('metric.type="monitoring.googleapis.com/uptime_check/check_passed"'),
  [METRIC]: { metric_descriptor: { value_type: "DISTRIBUTION" }, value_extractor: "EXTRACT(jsonPayload.seconds)" },
  [SLO]: { request_based_sli: ratio({ good_service_filter: "a", total_service_filter: "b" }) },
  [EXCLUSION]: { filter: "severity<WARNING" },
  [LOGS]: { bucket_id: "_Default", retention_days: 30 },
  [SERVICE]: { name: "api", ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" },
};

describeArea({
  rules: monitoringRules,
  estate: ESTATE,
  broken: [
    ["uptime-check-target", UPTIME, "http_check.path", "/healthz", "a path that Google's front end keeps"],
    ["uptime-check-target", UPTIME, "monitored_resource.labels.host", "api-abc-ew.a.run.app", "a run.app address"],
    ["uptime-check-tls", UPTIME, "http_check.validate_ssl", false, "false found, true allowed"],
    ["uptime-check-unwatched", ALERT, "conditions", [], "no alert policy on this check"],
    [
      "uptime-check-unwatched",
      ALERT,
      "conditions.0.condition_threshold.filter",
      CERTIFICATE,
      "no alert policy on this check found, one needed",
    ],
    [
      "uptime-check-unwatched",
      ALERT,
      "conditions.0.condition_threshold",
      { filter: 'metric.type="custom.googleapis.com/up"', aggregations: [{ per_series_aligner: "ALIGN_COUNT_FALSE" }] },
      "no alert policy on this check found, one needed",
    ],
    ["log-metric-distribution", METRIC, "value_extractor", undefined, "nothing found"],
    ["slo-ratio-filters", SLO, "request_based_sli", ratio({ good_service_filter: "a" }), "1 filters found"],
    ["log-exclusion-errors", EXCLUSION, "filter", 'resource.type="cloud_run_revision"', "a filter by severity"],
    ["log-retention", LOGS, "retention_days", 1, "1 found, 30 or more"],
  ],
  held: [
    [EXCLUSION, "disabled", true],
    [LOGS, "retention_days", undefined],
    [UPTIME, "http_check.use_ssl", false],
    [SERVICE, "ingress", "INGRESS_TRAFFIC_ALL"],
    [METRIC, "metric_descriptor.value_type", "INT64"],
    [ALERT, "conditions", [{ condition_prometheus_query_language: { query: PASSED } }]],
    [ALERT, "conditions", [{ condition_threshold: { filter: CERTIFICATE + THIS_CHECK } }]],
    [
      SLO,
      "request_based_sli.good_total_ratio.good_service_filter",
      'service="${google_cloud_run_v2_service.api.name}"',
    ],
  ],
  unknown: [
    ["uptime-check-tls", UPTIME, "http_check.validate_ssl"],
    ["uptime-check-unwatched", ALERT, "conditions"],
    ["uptime-check-unwatched", ALERT, "conditions.0.condition_threshold.filter"],
    ["log-metric-distribution", METRIC, "value_extractor"],
    ["log-exclusion-errors", EXCLUSION, "filter"],
    ["log-retention", LOGS, "retention_days"],
    ["slo-filter", SLO, "request_based_sli.good_total_ratio.good_service_filter"],
  ],
});

test("a path that ends in z is served where no Cloud Run stands in front", () => {
  const { [SERVICE]: _, ...others } = ESTATE;
  const uptime = { ...ESTATE[UPTIME], http_check: { path: "/healthz", use_ssl: false } };
  expect(verdictsOf(monitoringRules, { ...others, [UPTIME]: uptime })).toEqual([]);
});

test("where no alert is declared at all they are in another state", () => {
  const { [ALERT]: _, ...others } = ESTATE;
  expect(verdictsOf(monitoringRules, others)).toEqual([]);
});
