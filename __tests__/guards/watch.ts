import { ALERT_GUARDS } from "./alerts";
import { metricFilter, type Guard } from "./guard";

/** Breaks of what watches the environment. */

const BACKEND = "edge/lb/backend-frontend/Default";
const UPTIME = "monitoring/uptime-app/Default";
const HTTP = "http_check";
const DASHBOARD = "monitoring/dashboard";
const LATENCY = "monitoring/objectives-frontend/latency";

const TILE = { width: 8, height: 4 };

const chart = (metric: string, aligner?: string): string =>
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
              dataSets: [
                {
                  timeSeriesQuery: {
                    timeSeriesFilter: {
                      filter: metricFilter("cloud_run_revision", metric),
                      ...(aligner !== undefined && { aggregation: { perSeriesAligner: aligner } }),
                    },
                  },
                },
              ],
            },
          },
        },
      ],
    },
  });

export const WATCH_GUARDS: readonly Guard[] = [
  ...ALERT_GUARDS,
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
    breaks: [["monitoring/uptime-auth/Default", "monitored_resource.labels.host", "login.trial.chat.example"]],
  },
  {
    row: "uptime",
    what: "no check at all",
    rule: "uptime-check-hosts",
    breaks: [["monitoring", "resource.google_monitoring_uptime_check_config", undefined]],
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
  { row: "objectives", what: "a lower goal", rule: "slo-declared", breaks: [[LATENCY, "goal", 0.5]] },
  { row: "objectives", what: "another period", rule: "slo-declared", breaks: [[LATENCY, "rolling_period_days", 1]] },
  { row: "objectives", what: "missing", rule: "slo-declared", breaks: [[LATENCY, "slo_id", "other"]] },
  {
    row: "objectives",
    what: "a metric that is in no table",
    rule: "slo-metric-known",
    breaks: [
      [
        LATENCY,
        "request_based_sli.distribution_cut.distribution_filter",
        metricFilter("cloud_run_revision", "run.googleapis.com/latencies"),
      ],
    ],
  },
  {
    row: "objectives",
    what: "a number where a distribution is cut",
    rule: "slo-filter",
    breaks: [
      [
        LATENCY,
        "request_based_sli.distribution_cut.distribution_filter",
        metricFilter("cloud_run_revision", "run.googleapis.com/request_count"),
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
        metricFilter(
          "https_lb_rule",
          "loadbalancing.googleapis.com/https/backend_latencies",
          ' AND resource.labels.backend_target_name="netra-trial-websocket-service-backend"',
        ),
      ],
    ],
  },
  {
    row: "objectives",
    what: "a label that the metric has not",
    rule: "slo-filter",
    breaks: [
      [
        LATENCY,
        "request_based_sli.distribution_cut.distribution_filter",
        metricFilter(
          "cloud_run_revision",
          "run.googleapis.com/request_latencies",
          ' AND resource.labels.service_name="frontend" AND metric.labels.state="active"',
        ),
      ],
    ],
  },
  {
    row: "dashboard",
    what: "none",
    rule: "dashboard-present",
    breaks: [["monitoring", "resource.google_monitoring_dashboard", undefined]],
  },
  {
    row: "dashboard",
    what: "a chart of nothing",
    rule: "dashboard-metric-known",
    breaks: [[DASHBOARD, "dashboard_json", chart("run.googleapis.com/requests")]],
  },
  {
    row: "dashboard",
    what: "a chart of a resource that the metric is not written to",
    rule: "dashboard-metric",
    breaks: [[DASHBOARD, "dashboard_json", chart("redis.googleapis.com/clients/connected")]],
  },
  {
    row: "dashboard",
    what: "a member that Google does not have",
    rule: "dashboard-member",
    breaks: [[DASHBOARD, "dashboard_json", JSON.stringify({ title: "x", mosaicLayout: { columns: 48 } })]],
  },
  {
    row: "dashboard",
    what: "one tile on another",
    rule: "dashboard-layout",
    breaks: [[DASHBOARD, "dashboard_json", JSON.stringify({ mosaicLayout: { columns: 48, tiles: [TILE, TILE] } })]],
  },
  {
    row: "dashboard",
    what: "an aligner that does not fit the metric",
    rule: "dashboard-aggregation",
    breaks: [[DASHBOARD, "dashboard_json", chart("run.googleapis.com/container/startup_latencies", "ALIGN_MAX")]],
  },
  {
    row: "dashboard",
    what: "a zero that never comes back",
    rule: "dashboard-stable",
    breaks: [
      [
        DASHBOARD,
        "dashboard_json",
        JSON.stringify({ mosaicLayout: { columns: 48, tiles: [{ xPos: 0, width: 4, height: 4 }] } }),
      ],
    ],
  },
];
