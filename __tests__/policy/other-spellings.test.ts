import { googlePack } from "../../policy/packs/google";
import { findingsOfRules, resources, verdictsOfRule } from "../support/resource";

/** Kinds that the rules know, in other spellings and of other types: each is said, or is none. */

const RUN = "google_cloud_run_v2_service.a";
const EXCLUSION = "google_logging_project_exclusion.a";
const BACKEND = "google_compute_region_backend_service.a";

const variable = (name: string, value: string) => ({
  [RUN]: { template: { containers: [{ image: "i", env: [{ name, value }] }] } },
});
const exclusion = (filter: string) => ({ [EXCLUSION]: { name: "a", filter } });
const alert = (resource: string, metric: string) => ({
  "google_monitoring_alert_policy.a": {
    conditions: [
      {
        condition_threshold: { filter: `resource.type="${resource}" AND metric.type="${metric}"`, threshold_value: 1 },
      },
    ],
  },
});
const BACKLOG = "pubsub.googleapis.com/subscription/num_undelivered_messages";
const armor = (first: object) => ({
  "google_compute_region_security_policy_rule.a": { security_policy: "p", priority: 1, action: "allow", match: first },
  "google_compute_region_security_policy_rule.b": {
    ...{ security_policy: "p", priority: 2, action: "deny(403)" },
    match: { config: { src_ip_ranges: ["192.0.2.0/24"] } },
  },
});
const apis = (project: string) => ({
  "google_project_service.a": { project: "one", service: "run.googleapis.com" },
  "google_pubsub_topic.a": { project, name: "orders" },
});
const flag = (version: string, name: string) => ({
  "google_sql_database_instance.a": {
    database_version: version,
    settings: { database_flags: [{ name, value: "on" }] },
  },
});
const header = (name: string) => ({
  "google_compute_region_url_map.a": {
    path_matcher: [
      {
        name: "m",
        route_rules: [{ header_action: { request_headers_to_add: [{ header_name: name, header_value: "x" }] } }],
      },
    ],
  },
});

test.each([
  ["env-plain-secret", variable("DB_CREDENTIALS", "hunter2hunter2")],
  ["env-localhost", variable("DATABASE_URL", "postgresql://app@localhost:5432/app?sslmode=disable")],
  ["log-exclusion-errors", exclusion("severity=(INFO OR ERROR)")],
  ["lb-internal-protocol", { [BACKEND]: { load_balancing_scheme: "EXTERNAL", protocol: "HTTP" } }],
  ["bucket-public-acl", { "google_storage_default_object_access_control.a": { bucket: "b", entity: "allUsers" } }],
  ["alert-resource-type", alert("pubsub_topic", BACKLOG)],
  ["armor-rule-shadowed", armor({ expr: { expression: "true" } })],
  ["armor-rule-shadowed", armor({ config: { src_ip_ranges: ["*"] } })],
  ["lb-header-opens-door", header("X-Authenticated-User")],
  ["vm-metadata-secret", { "google_compute_instance.a": { metadata: { DB_PASSWORD: "hunter2hunter2" } } }],
  [
    "map-plain-secret",
    { "google_cloud_scheduler_job.a": { http_target: { headers: { Authorization: "Basic eDp5" } } } },
  ],
  ["sql-flag-engine", flag("MYSQL_8_4", "log_min_duration_statement")],
  ["sql-flag-engine", flag("POSTGRES_17", "innodb_buffer_pool_size")],
] as const)("%s says it of %j", (rule, estate) => {
  expect(verdictsOfRule(googlePack.rules, rule, estate)).toMatchObject([{ status: "violation" }]);
});

test.each([
  ["env-plain-secret", variable("GOOGLE_APPLICATION_CREDENTIALS", "/var/run/account.json")],
  ["env-plain-secret", variable("JWT_SECRET", "projects/p/secrets/jwt")],
  ["env-plain-secret", variable("CREDENTIALS_MODE", "workload-identity")],
  ["env-localhost", variable("DATABASE_URL", "postgresql://app@localhost/app?host=/cloudsql/p:r:i")],
  ["log-exclusion-errors", exclusion("severity=(DEBUG OR INFO)")],
  ["lb-internal-protocol", { [BACKEND]: { load_balancing_scheme: "EXTERNAL", protocol: "TCP" } }],
  ["lb-internal-protocol", { [BACKEND]: { load_balancing_scheme: "EXTERNAL_MANAGED", protocol: "HTTP" } }],
  ["alert-resource-type", alert("pubsub_subscription", BACKLOG)],
  ["armor-rule-shadowed", armor({ expr: { expression: "origin.region_code == 'CH'" } })],
  ["lb-header-opens-door", header("X-Request-Start")],
  [
    "vm-metadata-secret",
    { "google_compute_instance.a": { metadata: { "ssh-keys": "a:ssh-ed25519 AAAA a", secret_name: "x" } } },
  ],
  ["map-plain-secret", { "google_cloud_scheduler_job.a": { http_target: { headers: { Accept: "text/plain" } } } }],
  ["sql-flag-engine", flag("MYSQL_8_4", "slow_query_log")],
  ["sql-flag-engine", flag("POSTGRES_17", "max_connections")],
] as const)("%s is silent of %j", (rule, estate) => {
  expect(verdictsOfRule(googlePack.rules, rule, estate)).toEqual([]);
});

test("APIs that are switched on in one project say nothing of another", () => {
  const found = (project: string) => {
    const made = resources(apis(project)).map((resource) => ({ ...resource, isNew: true as const }));
    const rules = googlePack.rules.filter(({ id }) => id === "api-not-enabled");
    return findingsOfRules(rules, { stacks: [], resources: made }).map(({ address }) => address);
  };
  expect(found("one")).toEqual(["google_pubsub_topic.a"]);
  expect(found("another")).toEqual([]);
});

test("the viewer of a project is less than its editor", () => {
  const severityOf = (role: string) =>
    verdictsOfRule(googlePack.rules, "iam-basic-roles", {
      "google_project_iam_member.a": { project: "p", role, member: "user:a@example.com" },
    }).map(({ severity }) => severity);
  expect(severityOf("roles/viewer")).toEqual(["medium"]);
  expect(severityOf("roles/editor")).not.toEqual(["medium"]);
});
