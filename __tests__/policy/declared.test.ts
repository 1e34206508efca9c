import { trial } from "../fixture/trial";
import { specOf } from "../../policy/core/spec";
import { declaredRules } from "../../policy/packs/netra/declared";
import { alteredBody, verdictsOf } from "../support/resource";

const probe = () => ({ http_get: { port: 8000 } });
const waf = { match: { expr: { expression: "evaluatePreconfiguredWaf('sqli-v33-stable')" } } };

/** One resource of each type, with what has to be declared and nothing else. */
const DECLARED = {
  google_cloud_run_v2_service: {
    launch_stage: "GA",
    template: {
      vpc_access: { egress: "PRIVATE_RANGES_ONLY" },
      containers: [{ ports: { name: "http1" }, startup_probe: probe(), liveness_probe: probe() }],
    },
  },
  google_cloud_run_v2_job: {
    launch_stage: "GA",
    template: {
      parallelism: 1,
      task_count: 1,
      template: {
        execution_environment: "EXECUTION_ENVIRONMENT_GEN2",
        service_account: "job@project.iam.gserviceaccount.com",
        timeout: "600s",
        containers: [{ resources: { limits: { cpu: "1", memory: "512Mi" } } }],
        vpc_access: { egress: "PRIVATE_RANGES_ONLY" },
      },
    },
  },
  google_sql_database_instance: {
    settings: {
      connector_enforcement: "NOT_REQUIRED",
      disk_type: "PD_SSD",
      user_labels: { environment: "trial" },
      location_preference: { zone: "us-central1-a" },
      ip_configuration: { server_ca_mode: "GOOGLE_MANAGED_INTERNAL_CA" },
      backup_configuration: {
        start_time: "03:00",
        transaction_log_retention_days: 7,
        backup_retention_settings: { retained_backups: 7 },
      },
      insights_config: { query_plans_per_minute: 5, query_string_length: 1024 },
    },
  },
  google_sql_database: { charset: "UTF8", collation: "en_US.UTF8" },
  google_redis_instance: {
    authorized_network: "projects/p/global/networks/n",
    persistence_config: { persistence_mode: "DISABLED" },
    read_replicas_mode: "READ_REPLICAS_DISABLED",
    reserved_ip_range: "peering",
  },
  google_storage_bucket: {
    name: "uploads",
    public_access_prevention: "enforced",
    uniform_bucket_level_access: true,
    versioning: { enabled: false },
    soft_delete_policy: { retention_duration_seconds: 604_800 },
  },
  google_secret_manager_secret_iam_member: { project: "p" },
  google_compute_network: { mtu: 1460, routing_mode: "REGIONAL" },
  google_compute_subnetwork: {
    log_config: { flow_sampling: 0.1 },
    private_ip_google_access: true,
    private_ipv6_google_access: "DISABLE_GOOGLE_ACCESS",
    purpose: "PRIVATE",
    stack_type: "IPV4_ONLY",
  },
  google_compute_global_address: { purpose: "VPC_PEERING", address: "10.20.0.0" },
  google_vpc_access_connector: { min_instances: 2, max_instances: 3 },
  google_compute_backend_service: { iap: { enabled: false }, log_config: { optional_mode: "EXCLUDE_ALL_OPTIONAL" } },
  google_compute_global_forwarding_rule: { ip_address: "1.2.3.4", ip_protocol: "TCP", network_tier: "PREMIUM" },
  google_compute_target_https_proxy: { quic_override: "NONE", tls_early_data: "DISABLED" },
  google_compute_security_policy: {
    type: "CLOUD_ARMOR",
    rule: [{ preview: false }, { preview: true }, waf],
    advanced_options_config: { json_parsing: "STANDARD" },
    adaptive_protection_config: { layer_7_ddos_defense_config: { rule_visibility: "STANDARD" } },
  },
  google_monitoring_uptime_check_config: {
    checker_type: "STATIC_IP_CHECKERS",
    http_check: { headers: { accept: "any" }, port: 443 },
  },
  google_logging_metric: { metric_descriptor: { metric_kind: "DELTA", value_type: "INT64" } },
  google_monitoring_slo: { slo_id: "availability" },
  google_monitoring_custom_service: { service_id: "chat" },
  google_project_service: { disable_on_destroy: false },
};
type Type = keyof typeof DECLARED;

const found = (type: Type, body: object) => verdictsOf(declaredRules, { [`${type}.x`]: body }, specOf(trial));

/** Paths of everything that stands in a body, below blocks and lists. */
function leaves(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name));
}

/** What stands in a body only to make the rule look, or for the other rule. */
const CONTEXT = new Set([
  "google_compute_global_address purpose",
  "google_compute_security_policy rule.2.match.expr.expression",
  "google_project_service disable_on_destroy",
  "google_storage_bucket name",
]);
const CASES = (Object.keys(DECLARED) as readonly Type[]).flatMap((type) =>
  leaves(DECLARED[type])
    .filter((path) => !CONTEXT.has(`${type} ${path}`))
    .map((path) => [type, path] as const),
);

test.each(Object.keys(DECLARED) as readonly Type[])("%s with all of them has no finding", (type) => {
  expect(found(type, DECLARED[type])).toEqual([]);
});

test.each(CASES)("%s without %s", (type, path) => {
  // Of maps and of log_config any content will do.
  const block = /^(settings\.user_labels|log_config|http_check\.headers)(?=\.(environment|flow_sampling|accept))/.exec(
    path,
  )?.[0];
  const body = alteredBody(DECLARED[type], block ?? path, undefined);
  const verdicts = found(type, body);
  expect(verdicts).toMatchObject([{ rule: "declared", status: "violation", address: `${type}.x` }]);
  const name = (block ?? path).split(".").pop()!;
  expect(verdicts[0]?.message).toMatch(new RegExp(`\\b${name}(\\[0\\])?: nothing found, a declared value allowed`));
});

test.each(CASES)("%s with an unknown %s", (type, path) => {
  const unknown = alteredBody(DECLARED[type], path, "${var.value}");
  const statuses = found(type, unknown).map(({ status }) => status);
  expect(statuses).toEqual(/user_labels|flow_sampling|headers/.test(path) ? [] : ["unknown"]);
  // What refers to another resource is declared, whatever it will be.
  expect(found(type, alteredBody(DECLARED[type], path, "${google_other_thing.x.value}"))).toEqual([]);
});

test.each([
  ["google_cloud_run_v2_service", "template.containers.0.startup_probe", undefined],
  ["google_cloud_run_v2_service", "template.containers.0.ports", undefined],
  ["google_sql_database_instance", "settings.backup_configuration", undefined],
  ["google_compute_backend_service", "log_config", undefined],
  ["google_compute_security_policy", "rule", undefined],
  ["google_compute_global_address", "", { address_type: "EXTERNAL" }],
  ["google_storage_bucket", "", { name: "p-tfstate", soft_delete_policy: { retention_duration_seconds: 0 } }],
] as const)("%s: another rule wants %s", (type, path, value) => {
  const body = path === "" ? value : alteredBody(DECLARED[type], path, value);
  expect(found(type, body)).toEqual([]);
});

test("blocks that are unknown as a whole are unknown", () => {
  const body = alteredBody(DECLARED.google_compute_security_policy, "rule", "${var.rules}");
  expect(found("google_compute_security_policy", body).map(({ status }) => status)).toEqual(["unknown"]);
});

describe("api-kept-on", () => {
  test.each([
    [undefined, "violation", "nothing found, false allowed"],
    [true, "violation", "true found, false allowed"],
    ["${var.disable}", "unknown", "not known before apply"],
  ])("disable_on_destroy = %j", (value, status, message) => {
    const verdicts = found("google_project_service", { service: "run.googleapis.com", disable_on_destroy: value });
    expect(verdicts).toMatchObject([{ rule: "api-kept-on", status }]);
    expect(verdicts[0]?.message).toContain(message);
  });
});
