import { prd } from "../fixture/prd";
import { metricFilter, type Guard } from "./guard";

/** Breaks of the alerts that watch the environment. */

const alert = (id: string): string => `monitoring/alert-${id}/Default`;
const channel = (id: string): string => `\${google_monitoring_notification_channel.channel-${id}.name}`;

/** The first condition of an alert. */
const CONDITION = "conditions.0.condition_threshold";

const CONNECTIONS = alert("database-connections");
const INSTANCES = alert("instances");
const OUTAGE = alert("outage");
const QUERY = "conditions.0.condition_prometheus_query_language.query";

/** An alert that is no longer its row's is missing. */
const RELABELLED: readonly (readonly [id: string, rule: string, row?: string])[] = [
  ["memory", "alert-set-service"],
  ["sockets-down", "alert-set-service"],
  ["database-disk", "alert-set-database"],
  ["cache-failover", "alert-set-cache"],
  ["certificate", "alert-set-environment"],
  ["drift", "alert-set-environment"],
  ["burn-slow", "alert-set-objective", "objectives"],
  ["latency", "alert-set-objective", "objectives"],
];

export const ALERT_GUARDS: readonly Guard[] = [
  ...RELABELLED.map(([id, rule, row = "alert-sets"]): Guard => ({
    row,
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
    breaks: [
      [CONNECTIONS, "documentation.content", "see [the runbook](docs/runbooks/trial/alerts.md#alert-database-cpu)"],
    ],
  },
  {
    row: "alert-sets",
    what: "a page that comes once",
    rule: "alert-severity",
    breaks: [[OUTAGE, "alert_strategy.notification_channel_strategy", undefined]],
  },
  {
    row: "alert-sets",
    what: "a ticket that wakes",
    rule: "alert-severity",
    breaks: [[CONNECTIONS, "severity", "CRITICAL"]],
  },
  {
    row: "alert-sets",
    what: "a page that names nobody to call",
    rule: "alert-escalation",
    environment: prd,
    breaks: [
      [
        OUTAGE,
        "documentation.content",
        "[Runbook](https://github.com/example-org/chat-infrastructure/blob/main/docs/runbooks/prd/alerts.md#alert-outage)",
      ],
    ],
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
            filter: metricFilter("cloudsql_database", "cloudsql.googleapis.com/database/cpu/utilization"),
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
    what: "another service's instances",
    rule: "alert-as-declared",
    breaks: [
      [
        INSTANCES,
        `${CONDITION}.filter`,
        metricFilter(
          "cloud_run_revision",
          "run.googleapis.com/container/instance_count",
          ' AND resource.labels.service_name="auth-service" AND metric.labels.state="active"',
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
        alert("drift"),
        QUERY,
        'absent_over_time(custom_googleapis_com:netra_drift_checked{monitored_resource="global"}[604800s])',
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "an outage that no failure reaches",
    rule: "alert-as-declared",
    breaks: [[OUTAGE, QUERY, "vector(0) > 1"]],
  },
  {
    row: "alert-thresholds",
    what: "all hosts' certificates in one series",
    rule: "alert-as-declared",
    breaks: [[alert("certificate"), `${CONDITION}.aggregations.0.group_by_fields`, undefined]],
  },
  {
    row: "alert-thresholds",
    what: "three series at once",
    rule: "alert-as-declared",
    breaks: [[CONNECTIONS, `${CONDITION}.trigger.count`, 3]],
  },
  {
    row: "alert-thresholds",
    what: "no data taken for bad",
    rule: "alert-as-declared",
    breaks: [[CONNECTIONS, `${CONDITION}.evaluation_missing_data`, "EVALUATION_MISSING_DATA_ACTIVE"]],
  },
  {
    row: "alert-thresholds",
    what: "all conditions at once",
    rule: "alert-as-declared",
    breaks: [[CONNECTIONS, "combiner", "AND"]],
  },
  {
    row: "alert-thresholds",
    what: "a label that the metric has not",
    rule: "alert-label",
    breaks: [
      [
        INSTANCES,
        `${CONDITION}.filter`,
        metricFilter(
          "cloud_run_revision",
          "run.googleapis.com/container/instance_count",
          ' AND resource.labels.name="websocket-service" AND metric.labels.state="active"',
        ),
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "the database by its connection name",
    rule: "alert-label",
    breaks: [
      [
        CONNECTIONS,
        `${CONDITION}.filter`,
        metricFilter(
          "cloudsql_database",
          "cloudsql.googleapis.com/database/postgresql/num_backends",
          ' AND resource.labels.database_id="example-trial:us-central1:netra-trial-db"',
        ),
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "a metric by a name that Google never had",
    rule: "alert-metric",
    breaks: [
      [
        CONNECTIONS,
        `${CONDITION}.filter`,
        metricFilter("redis_instance", "redis.googleapis.com/stats/connected_clients"),
      ],
    ],
  },
  {
    row: "alert-thresholds",
    what: "a metric that is in no table",
    rule: "alert-metric-known",
    breaks: [
      [
        CONNECTIONS,
        `${CONDITION}.filter`,
        metricFilter("cloudsql_database", "cloudsql.googleapis.com/database/connections"),
      ],
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
        metricFilter("cloud_run_revision", "cloudsql.googleapis.com/database/postgresql/num_backends"),
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
        INSTANCES,
        `${CONDITION}.filter`,
        metricFilter(
          "cloud_run_revision",
          "run.googleapis.com/request_count",
          ' AND resource.labels.service_name="frontend" AND metric.labels.response_code_class="500"',
        ),
      ],
    ],
  },
];
