import { alertKnownRules } from "../../policy/packs/google/alerts/alert-known";
import { verdictsOf } from "../support/resource";

const METRIC_DESCRIPTOR = "google_monitoring_metric_descriptor";

/** What the rules say of a condition with that filter, beside other resources. */
const said = (filter: string, others: Readonly<Record<string, object>> = {}): readonly string[] =>
  verdictsOf(alertKnownRules, {
    ...others,
    "google_monitoring_alert_policy.a": {
      display_name: "a",
      combiner: "OR",
      conditions: [{ display_name: "a", condition_threshold: { filter, comparison: "COMPARISON_GT", duration: "0s" } }],
    },
  }).map(({ message }) => message.replace(/^.*\.filter: /, ""));

const reading = (resource: string, metric: string): string => `resource.type="${resource}" AND metric.type="${metric}"`;

test.each([
  ["cloudsql_database", "cloudsql.googleapis.com/database/disk/utilization"],
  ["cloudsql_database", "cloudsql.googleapis.com/database/mysql/innodb_pages_read"],
  ["https_lb_rule", "loadbalancing.googleapis.com/https/backend_request_count"],
  ["logging_sink", "logging.googleapis.com/exports/error_count"],
  // Log entries of anything are counted, and a metric of logs is the project's own.
  ["cloud_run_revision", "logging.googleapis.com/log_entry_count"],
  ["cloud_run_revision", "logging.googleapis.com/user/errors"],
  // Nobody has the lists of these.
  ["gce_instance", "compute.googleapis.com/instance/no/such/metric"],
  ["cloudsql_database", "cloudsql.googleapis.com/client/connector/closed_connection_count"],
  ["global", "custom.googleapis.com/queue/depth"],
])("%s %s is known, or nobody can say", (resource, metric) => {
  expect(said(reading(resource, metric))).toEqual([]);
});

test.each([
  [
    "cloudsql_database",
    "cloudsql.googleapis.com/database/disk/utilisation",
    'is not known to exist: Google\'s list of 2026-04-10 does not have it; perhaps "cloudsql.googleapis.com/database/disk/utilization" is meant',
  ],
  [
    "https_lb_rule",
    "loadbalancing.googleapis.com/https/response_code_count",
    "is not known to exist: Google's list of 2026-04-10 does not have it",
  ],
  [
    "cloud_run_revision",
    "cloudsql.googleapis.com/database/cpu/utilization",
    'which is written to "cloudsql_database", "cloudsql_instance_database" alone',
  ],
  [
    "cloudsql_db",
    "cloudsql.googleapis.com/database/up",
    'resource.type "cloudsql_db" found, which is not known to exist',
  ],
])("%s %s: %s", (resource, metric, message) => {
  expect(said(reading(resource, metric))).toEqual([expect.stringContaining(message)]);
});

test("a metric that the estate declares itself exists", () => {
  const type = "run.googleapis.com/queue_depth";
  expect(said(reading("cloud_run_revision", type))).toHaveLength(1);
  expect(said(reading("cloud_run_revision", type), { [`${METRIC_DESCRIPTOR}.a`]: { type } })).toEqual([]);
});
