import { alertRules } from "../../policy/rules/alerts";
import { meantInstead } from "../../policy/rules/spelling";
import { altered, verdictsOf } from "../support/resource";
import { describeArea, type Bodies } from "../support/area";

const ALERT = "google_monitoring_alert_policy.errors";
const CHANNEL = "google_monitoring_notification_channel.mail";
const METRIC = "google_logging_metric.closes";
const SOCKETS = "google_cloud_run_v2_service.sockets";
const PAGES = "google_cloud_run_v2_service.pages";

const RUN_COUNT =
  'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/request_count" AND metric.labels.response_code_class="5xx"';
const latency = (more: string): string =>
  `resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/request_latencies"${more}`;
const user = (name: string): string =>
  `resource.type="cloud_run_revision" AND metric.type="logging.googleapis.com/user/${name}"`;
const CPU = 'resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/cpu/utilization"';

const condition = (threshold: object): object => ({
  display_name: "c",
  condition_threshold: {
    comparison: "COMPARISON_GT",
    duration: "60s",
    aggregations: [{ alignment_period: "60s", per_series_aligner: "ALIGN_PERCENTILE_99" }],
    ...threshold,
  },
});

const ESTATE: Bodies = {
  [ALERT]: {
    enabled: true,
    documentation: { content: "https://runbooks.example/errors" },
    conditions: [
      condition({ filter: RUN_COUNT, threshold_value: 5 }),
      condition({ filter: latency(' AND resource.labels.service_name="storefront"'), threshold_value: 900 }),
      condition({ filter: CPU, threshold_value: 0.9 }),
      condition({ filter: user("ws_closes"), threshold_value: 5 }),
      condition({ filter: 'select_slo_burn_rate("projects/p/services/s/serviceLevelObjectives/o", "3600s")' }),
    ],
  },
  [CHANNEL]: { type: "slack", labels: { channel_name: "#ops" }, sensitive_labels: { auth_token: "${var.token}" } },
  [METRIC]: { name: "ws_closes", filter: 'resource.labels.service_name="conversations"' },
  [SOCKETS]: {
    name: "conversations",
    template: { containers: [{ env: [{ name: "WS_PING_INTERVAL", value: "20" }] }] },
  },
  [PAGES]: {
    name: "storefront",
    template: { containers: [{ env: [{ name: "WEBSOCKET_URL", value: "wss://chat.example/ws" }] }] },
  },
};

const at = (index: number, argument: string): string => `conditions.${index}.condition_threshold.${argument}`;

describeArea({
  rules: alertRules,
  estate: ESTATE,
  broken: [
    ["alert-enabled", ALERT, "enabled", false, "enabled: false found"],
    ["alert-enabled", CHANNEL, "enabled", false, "enabled: false found"],
    ["alert-runbook", ALERT, "documentation", undefined, "documentation[0].content: nothing found"],
    ["alert-filter-form", ALERT, at(0, "filter"), 'metric.type="x.googleapis.com/y"', "no resource.type found"],
    ["alert-filter-form", ALERT, at(0, "filter"), 'resource.type="cloud_run_revision"', "no metric.type found"],
    ["alert-ratio-threshold", ALERT, at(2, "threshold_value"), 90, "90 found, 0 to 1 allowed"],
    ["alert-response-class", ALERT, at(0, "filter"), RUN_COUNT.replace("5xx", "500"), '"5xx" allowed'],
    [
      "alert-response-class",
      ALERT,
      at(0, "filter"),
      'resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/request_count" AND metric.labels.response_code_class="5xx"',
      "500 allowed",
    ],
    [
      "alert-aligner",
      ALERT,
      at(1, "aggregations"),
      [{ per_series_aligner: "ALIGN_MAX" }],
      '"ALIGN_MAX" found, ALIGN_PERCENTILE_99',
    ],
    [
      "alert-metric",
      ALERT,
      at(0, "filter"),
      'resource.type="redis_instance" AND metric.type="redis.googleapis.com/stats/connected_clients"',
      "clients/connected allowed",
    ],
    ["alert-metric", ALERT, at(3, "filter"), user("ws_errors"), "a log metric that is not declared"],
    ["alert-socket-latency", ALERT, at(1, "filter"), latency(""), "the latency of a socket service found"],
    [
      "alert-socket-latency",
      ALERT,
      at(1, "filter"),
      latency(' AND resource.label.service_name="conversations"'),
      "the latency of a socket service found",
    ],
    ["alert-service-name", METRIC, "filter", 'resource.labels.service_name="conversatons"', '"conversations" is meant'],
    ["alert-channel-secret", CHANNEL, "labels", { auth_token: "x" }, "labels.auth_token: found"],
    ["alert-duration", ALERT, at(0, "duration"), "45s", '"45s" found, a multiple of 60 s'],
  ],
  held: [
    [ALERT, "enabled", undefined],
    [ALERT, at(2, "filter"), CPU.replace("cloudsql.googleapis.com/database", "agent.googleapis.com")],
    [ALERT, at(1, "filter"), latency(' AND resource.labels.service_name!="conversations"')],
    [METRIC, "filter", 'resource.labels.service_name="somewhere-else"'],
    [METRIC, "name", "${module.elsewhere.value}"],
  ],
  unknown: [
    ["alert-enabled", ALERT, "enabled"],
    ["alert-runbook", ALERT, "documentation.content"],
    ["alert-filter-form", ALERT, at(0, "filter")],
    ["alert-ratio-threshold", ALERT, at(2, "threshold_value")],
    ["alert-aligner", ALERT, at(1, "aggregations.0.per_series_aligner")],
  ],
});

test("a filter with the id of a resource that is created with it is no open question", () => {
  const filter =
    'metric.type="x" resource.type="y" check_id="${google_monitoring_uptime_check_config.app.uptime_check_id}"';
  expect(verdictsOf(alertRules, { ...ESTATE, [ALERT]: altered(ESTATE[ALERT]!, at(0, "filter"), filter) })).toEqual([]);
});

test.each([
  ["gatway", "gateway"],
  ["parley-gatewayy", "parley-gateway"],
  ["max_connection", "max_connections"],
])("%s is a slip of %s", (name, known) => expect(meantInstead(name, ["other", known])).toBe(known));

test.each([
  ["gateway-eu", "gateway-us"],
  ["worker-2", "worker-1"],
  ["min_wal_size", "max_wal_size"],
  ["gateway", "gateway-blue"],
  ["gateway", "gateway"],
])("%s is no slip of %s", (name, known) => expect(meantInstead(name, [known])).toBeUndefined());
