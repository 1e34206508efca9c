import { alertsOf } from "../../monitoring/alerts";
import { dashboardOf } from "../../monitoring/dashboard";
import { filterText } from "../../monitoring/filters";
import { PLATFORM_METRICS } from "../../google/platform-metrics";
import { objectivesOf } from "../../monitoring/slos";
import { trial } from "../fixture/trial";
import { Estate } from "../../policy/core/estate";
import { labelProblem } from "../../policy/packs/google/alerts/metric-labels";

/** What trial reads of Google's metrics by filters, as it stands in alerts, in objectives and on the dashboard. */
const READ: ReadonlySet<string> = new Set([
  ...alertsOf(trial).flatMap(({ conditions }) =>
    conditions.flatMap((condition) => (condition.kind === "threshold" ? [filterText(condition.series)] : [])),
  ),
  ...objectivesOf(trial).flatMap(({ indicator }) =>
    ("series" in indicator ? [indicator.series] : [indicator.bad]).map(filterText),
  ),
  ...[...JSON.stringify(dashboardOf(trial)).matchAll(/"filter":("(?:[^"\\]|\\.)*")/g)].map(
    ([, text = '""']) => JSON.parse(text) as string,
  ),
]);

const REDIS = 'resource.labels.instance_id="projects/example-trial/locations/us-central1/instances/netra-trial-redis"';
const DATABASE = 'resource.labels.database_id="example-trial:netra-trial-db"';

const FILTERS: Readonly<Record<string, string>> = {
  "run.googleapis.com/container/instance_count":
    'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/container/instance_count" AND resource.labels.service_name="websocket-service" AND metric.labels.state="active"',
  "run.googleapis.com/container/startup_latencies":
    'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/container/startup_latencies" AND resource.labels.service_name="websocket-service"',
  "run.googleapis.com/container/memory/utilizations":
    'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/container/memory/utilizations"',
  "run.googleapis.com/container/max_request_concurrencies":
    'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/container/max_request_concurrencies" AND resource.labels.service_name="websocket-service"',
  "loadbalancing.googleapis.com/https/request_count":
    'resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/request_count" AND resource.labels.backend_target_name="netra-trial-frontend-backend" AND metric.labels.response_code=503',
  "cloudsql.googleapis.com/database/up": `resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/up" AND ${DATABASE}`,
  "cloudsql.googleapis.com/database/postgresql/num_backends": `resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/postgresql/num_backends" AND ${DATABASE}`,
  "cloudsql.googleapis.com/database/cpu/utilization": `resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/cpu/utilization" AND ${DATABASE}`,
  "cloudsql.googleapis.com/database/disk/bytes_used": `resource.type="cloudsql_database" AND metric.type="cloudsql.googleapis.com/database/disk/bytes_used" AND ${DATABASE}`,
  "cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies":
    'resource.type="cloudsql_instance_database" AND metric.type="cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies" AND resource.labels.resource_id="example-trial:netra-trial-db"',
  "redis.googleapis.com/stats/memory/usage_ratio": `resource.type="redis_instance" AND metric.type="redis.googleapis.com/stats/memory/usage_ratio" AND ${REDIS} AND metric.labels.role="primary"`,
  "redis.googleapis.com/clients/connected": `resource.type="redis_instance" AND metric.type="redis.googleapis.com/clients/connected" AND ${REDIS} AND metric.labels.role="primary"`,
  "redis.googleapis.com/stats/evicted_keys": `resource.type="redis_instance" AND metric.type="redis.googleapis.com/stats/evicted_keys" AND ${REDIS}`,
  "monitoring.googleapis.com/uptime_check/check_passed":
    'resource.type="uptime_url" AND metric.type="monitoring.googleapis.com/uptime_check/check_passed"',
  "monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires":
    'resource.type="uptime_url" AND metric.type="monitoring.googleapis.com/uptime_check/time_until_ssl_cert_expires"',
};

test.each(Object.keys(FILTERS))("%s is read by this text", (type) => {
  expect([...READ].filter((filter) => filter.includes(`"${type}"`))).toContain(FILTERS[type]);
});

const NOTHING = new Estate({ stacks: [], resources: [] });
const problem = (metric: string, text: string) => labelProblem(NOTHING, metric, text);

describe.each(PLATFORM_METRICS)("$type", ({ type, labels, resourceLabels }) => {
  test("has its own labels and its resource's, quoted or not", () => {
    const named = [
      ...labels.map((label) => `metric.labels.${label}="a"`),
      ...resourceLabels.map((label) => `resource.label."${label}"="a:b"`),
    ].join(" AND ");
    expect(problem(type, named)).toBeUndefined();
  });

  test("has no other", () => {
    expect(problem(type, 'resource.labels.service="a"')).toBe(
      `resource.labels.service found, ${resourceLabels.join(", ")} allowed: the metric has no other`,
    );
    expect(problem(type, 'metric.label."service_name"="a"')).toBe(
      `metric.labels.service_name found, ${labels.join(", ") || "none"} allowed: the metric has no other`,
    );
  });
});

test.each([
  ["cpu/utilization", "database_id", "shop:europe-west1:main", "a connection name found, project:instance allowed"],
  [
    "postgresql/insights/aggregate/latencies",
    "resource_id",
    "shop:us-east4:main",
    "a connection name found, project:instance allowed",
  ],
  ["cpu/utilization", "database_id", "main", "an instance without its project found, project:instance allowed"],
])("Cloud SQL's %s is not found by %s = %s", (metric, label, id, message) => {
  const type = `cloudsql.googleapis.com/database/${metric}`;
  expect(problem(type, `resource.labels.${label} = "${id}"`)).toBe(`${label}: ${message}`);
});

test("of a metric that is in no table nobody knows the labels", () => {
  expect(problem("custom.googleapis.com/theirs", 'metric.labels.any="a"')).toBeUndefined();
  expect(problem("", 'resource.labels.database_id="main"')).toBeUndefined();
});
