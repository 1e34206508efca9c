import type { Guard } from "./guard";

/** Breaks of what watches the environment. */

const BACKEND = "edge/lb/backend-frontend/Default";
const UPTIME = "monitoring/uptime-app/Default";
const HTTP = "http_check";
const DASHBOARD = "monitoring/dashboard";
const LATENCY = "monitoring/objectives-frontend/latency";

const alert = (id: string): string => `monitoring/alert-${id}/Default`;
const channel = (id: string): string => `\${google_monitoring_notification_channel.channel-${id}.name}`;

/** The first condition of an alert. */
const CONDITION = "conditions.0.condition_threshold";

const CONNECTIONS = alert("database-connections");
const RUN_ERRORS = alert("5xx-frontend");

const filter = (resource: string, metric: string, more = ""): string =>
  `resource.type="${resource}" AND metric.type="${metric}"${more}`;

const chart = (metric: string): string =>
  JSON.stringify({
    displayName: "x",
    mosaicLayout: {
      columns: 48,
      tiles: [
        {
          width: 48,
          height: 4,
          widget: {
            xyChart: {
              dataSets: [{ timeSeriesQuery: { timeSeriesFilter: { filter: filter("cloud_run_revision", metric) } } }],
            },
          },
        },
      ],
    },
  });

/** An alert that is no longer its row's is missing. */
const RELABELLED: readonly (readonly [id: string, rule: string])[] = [
  ["memory-frontend", "alert-set-service"],
  ["sockets-websocket-service", "alert-set-service"],
  ["database-disk", "alert-set-database"],
  ["cache-clients", "alert-set-cache"],
  ["uptime-auth", "alert-set-environment"],
  ["drift-silent", "alert-set-environment"],
];

export const WATCH_GUARDS: readonly Guard[] = [
  {
    row: "backend-header",
    what: "absent",
    rule: "lb-backend-header",
    breaks: [[BACKEND, "custom_response_headers", undefined]],
  },
  {
    row: "backend-header",
    what: "another service's",
    rule: "lb-backend-header",
    breaks: [[BACKEND, "custom_response_headers.0", "X-Netra-Backend: auth-service"]],
  },
  {
    row: "uptime",
    what: "another host",
    rule: "uptime-check-hosts",
    breaks: [["monitoring/uptime-auth/Default", "monitored_resource.labels.host", "login.staging.netrasystems.ai"]],
  },
  { row: "uptime", what: "every 30 s", rule: "uptime-check-bounds", breaks: [[UPTIME, "period", "30s"]] },
  {
    row: "uptime",
    what: "one place",
    rule: "uptime-check-bounds",
    breaks: [
      [UPTIME, "selected_regions.1", undefined],
      [UPTIME, "selected_regions.2", undefined],
      [UPTIME, "selected_regions.3", undefined],
    ],
  },
  {
    row: "uptime",
    what: "any certificate",
    rule: "uptime-check-tls",
    breaks: [[UPTIME, `${HTTP}.validate_ssl`, false]],
  },
  {
    row: "uptime",
    what: "a path of Google's own",
    rule: "uptime-check-target",
    breaks: [[UPTIME, `${HTTP}.path`, "/healthz"]],
  },
  ...RELABELLED.map(([id, rule]): Guard => ({
    row: "alert-sets",
    what: `no alert ${id}`,
    rule,
    breaks: [[alert(id), "user_labels.alert", "other"]],
  })),
  {
    row: "alert-sets",
    what: "no channel",
    rule: "alert-channel",
    breaks: [[CONNECTIONS, "notification_channels", undefined]],
  },
  {
    row: "alert-sets",
    what: "another team's channel",
    rule: "alert-contact",
    breaks: [[CONNECTIONS, "notification_channels.0", channel("test-framework")]],
  },
  {
    row: "alert-sets",
    what: "another alert's anchor",
    rule: "alert-runbook-anchor",
    breaks: [[CONNECTIONS, "documentation.content", "see [the runbook](docs/runbooks/staging.md#alert-database-cpu)"]],
  },
  { row: "alert-sets", what: "off", rule: "alert-enabled", breaks: [[CONNECTIONS, "enabled", false]] },
  {
    row: "alert-sets",
    what: "a second condition",
    rule: "alert-one-condition",
    breaks: [
      [
        CONNECTIONS,
        "conditions.1",
        {
          display_name: "x",
          condition_threshold: {
            filter: filter("cloudsql_database", "cloudsql.googleapis.com/database/cpu/utilization"),
            comparison: "COMPARISON_GT",
            threshold_value: 0.5,
            duration: "0s",
          },
        },
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "95 % of the connections",
    rule: "alert-as-declared",
    breaks: [[CONNECTIONS, `${CONDITION}.threshold_value`, 380]],
  },
  {
    row: "alert-thresholds",
    what: "the wrong way round",
    rule: "alert-as-declared",
    breaks: [[CONNECTIONS, `${CONDITION}.comparison`, "COMPARISON_LT"]],
  },
  {
    row: "alert-thresholds",
    what: "another service's errors",
    rule: "alert-as-declared",
    breaks: [
      [
        RUN_ERRORS,
        `${CONDITION}.filter`,
        filter(
          "cloud_run_revision",
          "run.googleapis.com/request_count",
          ' AND resource.labels.service_name="auth-service" AND metric.labels.response_code_class="5xx"',
        ),
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "a drift run that may be silent for a week",
    rule: "alert-as-declared",
    breaks: [
      [
        alert("drift-silent"),
        "conditions.0.condition_prometheus_query_language.query",
        'absent_over_time(custom_googleapis_com:netra_drift_checked{monitored_resource="global"}[168h])',
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "a burn rate that no outage reaches",
    rule: "alert-as-declared",
    breaks: [[alert("burn-fast-frontend-availability"), `${CONDITION}.threshold_value`, 1000]],
  },
  {
    row: "alert-thresholds",
    what: "another objective's burn rate",
    rule: "alert-as-declared",
    breaks: [
      [
        alert("burn-fast-frontend-availability"),
        `${CONDITION}.filter`,
        'select_slo_burn_rate("${google_monitoring_slo.objectives-frontend_latency.name}", "3600s")',
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "a metric that nobody writes",
    rule: "alert-metric",
    breaks: [
      [CONNECTIONS, `${CONDITION}.filter`, filter("cloudsql_database", "cloudsql.googleapis.com/database/connections")],
    ],
  },
  {
    row: "alert-thresholds",
    what: "another kind of resource",
    rule: "alert-resource-type",
    breaks: [
      [
        CONNECTIONS,
        `${CONDITION}.filter`,
        filter("cloud_run_revision", "cloudsql.googleapis.com/database/postgresql/num_backends"),
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "a percentile of a number",
    rule: "alert-aligner",
    breaks: [[CONNECTIONS, `${CONDITION}.aggregations.0.per_series_aligner`, "ALIGN_PERCENTILE_99"]],
  },
  {
    row: "alert-thresholds",
    what: "the load balancer's word for 5xx at Cloud Run",
    rule: "alert-response-class",
    breaks: [
      [
        RUN_ERRORS,
        `${CONDITION}.filter`,
        filter(
          "cloud_run_revision",
          "run.googleapis.com/request_count",
          ' AND resource.labels.service_name="frontend" AND metric.labels.response_code_class="500"',
        ),
      ],
    ],
  },
  { row: "objectives", what: "a lower goal", rule: "slo-declared", breaks: [[LATENCY, "goal", 0.5]] },
  { row: "objectives", what: "another period", rule: "slo-declared", breaks: [[LATENCY, "rolling_period_days", 1]] },
  { row: "objectives", what: "missing", rule: "slo-declared", breaks: [[LATENCY, "slo_id", "other"]] },
  {
    row: "objectives",
    what: "a number where a distribution is cut",
    rule: "slo-filter",
    breaks: [
      [
        LATENCY,
        "request_based_sli.distribution_cut.distribution_filter",
        filter("cloud_run_revision", "run.googleapis.com/request_count"),
      ],
    ],
  },
  {
    row: "objectives",
    what: "windows of seven minutes",
    rule: "slo-window",
    breaks: [["monitoring/objectives-frontend/no-503s", "windows_based_sli.window_period", "420s"]],
  },
  {
    row: "objectives",
    what: "the latency of sockets",
    rule: "slo-socket-latency",
    breaks: [
      [
        "monitoring/objectives-websocket-service/latency",
        "request_based_sli.distribution_cut.distribution_filter",
        filter(
          "https_lb_rule",
          "loadbalancing.googleapis.com/https/backend_latencies",
          ' AND resource.labels.backend_target_name="netra-staging-websocket-service-backend"',
        ),
      ],
    ],
  },
  {
    row: "dashboard",
    what: "a chart of nothing",
    rule: "dashboard-metric",
    breaks: [[DASHBOARD, "dashboard_json", chart("run.googleapis.com/requests")]],
  },
  {
    row: "dashboard",
    what: "a zero that never comes back",
    rule: "dashboard-stable",
    breaks: [
      [DASHBOARD, "dashboard_json", JSON.stringify({ mosaicLayout: { tiles: [{ xPos: 0, width: 4, height: 4 }] } })],
    ],
  },
];
