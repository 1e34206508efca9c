import { alertRules } from "../../policy/packs/google/alerts/alerts";
import { meantInstead } from "../../policy/packs/google/spelling";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";
import { ELSEWHERE, describeArea, type Bodies } from "../support/area";

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

const instance = (id: string): string => `${CPU} AND resource.labels.database_id="${id}"`;

const condition = (threshold: object, aligner = "ALIGN_DELTA"): object => ({
  display_name: "c",
  condition_threshold: {
    comparison: "COMPARISON_GT",
    duration: "60s",
    aggregations: [{ alignment_period: "60s", per_series_aligner: aligner }],
    ...threshold,
  },
});

const ESTATE: Bodies = {
  [ALERT]: {
    enabled: true,
    documentation: { content: "https://runbooks.example/errors" },
    conditions: [
      condition({ filter: RUN_COUNT, threshold_value: 5 }),
      condition(
        { filter: latency(' AND resource.labels.service_name="storefront"'), threshold_value: 900 },
        "ALIGN_PERCENTILE_99",
      ),
      condition({ filter: CPU, threshold_value: 0.9 }, "ALIGN_MEAN"),
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

const SQL_LATENCY =
  'resource.type="cloudsql_instance_database" AND metric.type="cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies"';

const at = (index: number, argument: string): string => `conditions.${index}.condition_threshold.${argument}`;

describeArea({
  rules: alertRules,
  estate: ESTATE,
  broken: [
    ["alert-enabled", ALERT, "enabled", false, "enabled: false found"],
    ["alert-enabled", CHANNEL, "enabled", false, "enabled: false found"],
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
    ["alert-aligner", ALERT, at(0, "aggregations.0.per_series_aligner"), "ALIGN_PERCENTILE_99", "ALIGN_DELTA allowed"],
    ["alert-aligner", ALERT, at(0, "aggregations.0.per_series_aligner"), "ALIGN_COUNT_FALSE", "one for numbers"],
    ["alert-aligner", ALERT, at(2, "aggregations.0.per_series_aligner"), "ALIGN_RATE", "ALIGN_MEAN or ALIGN_MAX"],
    ["alert-aligner", ALERT, at(3, "aggregations.0.per_series_aligner"), "ALIGN_PERCENTILE_95", "ALIGN_DELTA allowed"],
    ["alert-aligner", ALERT, at(1, "filter"), SQL_LATENCY, "a percentile as the reducer, allowed"],
    [
      "alert-resource-type",
      ALERT,
      at(2, "filter"),
      CPU.replace("cloudsql_database", "cloudsql_instance_database"),
      'resource.type "cloudsql_instance_database" found, "cloudsql_database" allowed',
    ],
    [
      "alert-aggregation",
      ALERT,
      at(0, "aggregations"),
      [{ alignment_period: "60s", per_series_aligner: "ALIGN_DELTA", group_by_fields: ["resource.label.location"] }],
      "nothing found beside group_by_fields",
    ],
    ["alert-aggregation", ALERT, at(0, "aggregations.0.alignment_period"), "30s", "30 s found, 60 to 90000 s allowed"],
    ["alert-aggregation", ALERT, at(0, "aggregations.0.alignment_period"), "90060s", "90060 s found"],
    [
      "alert-missing-data",
      ALERT,
      "conditions.0.condition_threshold",
      {
        filter: RUN_COUNT,
        comparison: "COMPARISON_GT",
        duration: "0s",
        evaluation_missing_data: "EVALUATION_MISSING_DATA_INACTIVE",
      },
      "found with a duration of 0 s, 60 s or more allowed",
    ],
    ["alert-metric", ALERT, at(3, "filter"), user("ws_errors"), "a log metric that is not declared"],
    [
      "alert-label",
      ALERT,
      at(0, "filter"),
      RUN_COUNT + ' AND resource.labels.service="storefront"',
      "resource.labels.service found, project_id, location, service_name, revision_name, configuration_name allowed",
    ],
    [
      "alert-label",
      ALERT,
      at(0, "filter"),
      RUN_COUNT + ' AND metric.label."service_name"="storefront"',
      "metric.labels.service_name found, response_code, response_code_class, route allowed",
    ],
    ["alert-label", ALERT, at(2, "filter"), CPU + ' AND metric.labels.database="app"', "database found, none allowed"],
    ["alert-label", ALERT, at(2, "filter"), instance("shop:europe-west1:main"), "a connection name found"],
    ["alert-label", ALERT, at(2, "filter"), instance("example.com:shop:europe-west1:main"), "a connection name found"],
    ["alert-label", ALERT, at(2, "filter"), instance("main"), "an instance without its project found"],
    [
      "alert-label",
      ALERT,
      at(0, "aggregations.0"),
      {
        per_series_aligner: "ALIGN_DELTA",
        cross_series_reducer: "REDUCE_SUM",
        group_by_fields: ["resource.label.location", "metric.label.state"],
      },
      "aggregations[0].group_by_fields: metric.labels.state found",
    ],
    [
      "alert-label",
      ALERT,
      at(0, "denominator_filter"),
      RUN_COUNT + ' AND resource.labels.name="storefront"',
      "denominator_filter: resource.labels.name found",
    ],
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
    [ALERT, at(2, "filter"), instance("shop:main")],
    // A project of a domain.
    [ALERT, at(2, "filter"), instance("example.com:shop:main")],
    [ALERT, at(2, "filter"), CPU + ' AND metadata.user_labels.team="shop"'],
    [ALERT, at(2, "filter"), CPU + ' AND resource.labels.database_id=starts_with("shop:")'],
    [
      ALERT,
      at(0, "aggregations.0"),
      { per_series_aligner: "ALIGN_DELTA", cross_series_reducer: "REDUCE_SUM", group_by_fields: ["resource.label.*"] },
    ],
    // What others measure has labels of its own.
    [
      ALERT,
      at(0, "filter"),
      'resource.type="global" AND metric.type="custom.googleapis.com/a" AND metric.labels.b="c"',
    ],
    [ALERT, at(3, "filter"), user("ws_closes") + ' AND metric.labels.reason="x"'],
    [ALERT, at(0, "evaluation_missing_data"), "EVALUATION_MISSING_DATA_INACTIVE"],
    [
      ALERT,
      at(0, "aggregations"),
      [
        {
          alignment_period: "90000s",
          per_series_aligner: "ALIGN_DELTA",
          cross_series_reducer: "REDUCE_SUM",
          group_by_fields: ["resource.label.location"],
        },
      ],
    ],
    // A metric that is in no table may be another team's own.
    [ALERT, at(0, "filter"), 'resource.type="global" AND metric.type="custom.googleapis.com/theirs"'],
    [ALERT, "enabled", undefined],
    [ALERT, at(2, "filter"), CPU.replace("cloudsql.googleapis.com/database", "agent.googleapis.com")],
    [ALERT, at(1, "filter"), latency(' AND resource.labels.service_name!="conversations"')],
    [METRIC, "filter", 'resource.labels.service_name="somewhere-else"'],
    [METRIC, "name", "${module.elsewhere.value}"],
  ],
  unknown: [
    ["alert-enabled", ALERT, "enabled"],
    ["alert-filter-form", ALERT, at(0, "filter")],
    ["alert-ratio-threshold", ALERT, at(2, "threshold_value")],
    ["alert-aligner", ALERT, at(1, "aggregations.0.per_series_aligner")],
  ],
});

test("a filter with the id of a resource that is created with it is no open question", () => {
  const filter =
    'metric.type="x" resource.type="y" check_id="${google_monitoring_uptime_check_config.app.uptime_check_id}"';
  expect(verdictsOf(alertRules, { ...ESTATE, [ALERT]: alteredBody(ESTATE[ALERT]!, at(0, "filter"), filter) })).toEqual(
    [],
  );
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

describe("a share", () => {
  const threshold = (metric: string, value: number) =>
    verdictsOfRule(alertRules, "alert-ratio-threshold", {
      [ALERT]: {
        conditions: [condition({ filter: `resource.type="x" AND metric.type="${metric}"`, threshold_value: value })],
      },
    }).map(({ message }) => message);

  test.each([
    "redis.googleapis.com/stats/cache_hit_ratio",
    "compute.googleapis.com/instance/cpu/utilization",
    "run.googleapis.com/container/gpu/utilizations",
    "kubernetes.io/node/cpu/allocatable_utilization",
  ])("is never above 1: %s", (metric) => {
    expect(threshold(metric, 90)).toEqual([
      "conditions[0].condition_threshold[0].threshold_value: 90 found, 0 to 1 allowed; write 0.9 for 90 %",
    ]);
    expect(threshold(metric, 0.9)).toEqual([]);
  });

  test.each([
    "kubernetes.io/container/cpu/request_utilization",
    "kubernetes.io/container/cpu/limit_utilization",
    "custom.googleapis.com/pool/utilization",
    "external.googleapis.com/prometheus/usage_ratio",
    "workload.googleapis.com/jvm.memory.utilization/utilization",
    "prometheus.googleapis.com/disk/utilization",
    "logging.googleapis.com/user/pool/utilization",
    "agent.googleapis.com/cpu/utilization",
    "cloudsql.googleapis.com/database/sqlserver/memory/buffer_cache_hit_ratio",
  ])("is something else, or in a unit of its own: %s", (metric) => {
    expect(threshold(metric, 85)).toEqual([]);
  });
});

test("labels that nobody knows are no key that was found, and none at all where channels of the type have no key", () => {
  const channel = (type: string) => ({ [CHANNEL]: { type, labels: ELSEWHERE } });
  const statuses = (type: string) =>
    verdictsOf(alertRules, channel(type))
      .filter(({ rule }) => rule === "alert-channel-secret")
      .map(({ status }) => status);
  expect(statuses("pubsub")).toEqual([]);
  expect(statuses("slack")).toEqual(["unknown"]);
});
