import { HARDENED } from "../../policy/packs/netra/hardened";
import { estateOf, value } from "../support/synthesized";

/** What may not change, by name. The snapshot beside it shows what did. */

const RUN = "google_cloud_run_v2_service";
const SERVICES = ["websocket-service", "auth-service", "frontend"];
const BACKENDS = SERVICES.map((service) => `google_compute_backend_service.lb_backend-${service}`);
const SQL = "google_sql_database_instance.database";
const REDIS = "google_redis_instance.redis";
const BUCKET = "google_storage_bucket.state-bucket";
const LIFECYCLE = "lifecycle_rule[0]";
const CONTAINER = "template[0].containers[0]";

const alert = (id: string): string => `google_monitoring_alert_policy.alert-${id}`;
const THRESHOLD = "conditions[0].condition_threshold[0].threshold_value";
const UPTIMES = ["app", "app-api", "apex", "apex-api", "api", "auth"].map(
  (key) => `google_monitoring_uptime_check_config.uptime-${key}`,
);
const slo = (of: string, id: string): string => `google_monitoring_slo.objectives-${of}_${id}`;

type Row = readonly [address: string, path: string, staging: unknown, production?: unknown];

const ROWS: readonly Row[] = [
  ...BACKENDS.flatMap((backend): Row[] => [
    [backend, "timeout_sec", 30],
    [backend, "connection_draining_timeout_sec", 60],
    [backend, "load_balancing_scheme", "EXTERNAL_MANAGED"],
    [backend, "session_affinity", "NONE"],
    [backend, "port_name", "http"],
    [backend, "log_config[0].enable", true],
    [backend, "health_checks", undefined],
  ]),
  ...SERVICES.flatMap((service): Row[] => [
    [
      `google_compute_backend_service.lb_backend-${service}`,
      "custom_response_headers",
      [`X-Netra-Backend: ${service}`],
    ],
    [alert(`5xx-${service}`), THRESHOLD, 0.1, 0.01],
    [alert(`503-${service}`), THRESHOLD, 0],
    [alert(`memory-${service}`), THRESHOLD, 0.9],
    [slo(service, "availability"), "goal", 0.99, 0.999],
    [slo(service, "availability"), "rolling_period_days", 2, 28],
    [slo(service, "no-503s"), "goal", 0.9999],
    [slo(service, "no-503s"), "rolling_period_days", 1],
    [slo(service, "latency"), "goal", 0.95, 0.99],
    [`${RUN}.${service}`, "scaling[0].min_instance_count", 1, 2],
    [`${RUN}.${service}`, "template[0].scaling[0].min_instance_count", 1, 2],
    [`${RUN}.${service}`, "template[0].execution_environment", "EXECUTION_ENVIRONMENT_GEN2"],
    [`${RUN}.${service}`, `${CONTAINER}.resources[0].startup_cpu_boost`, true],
    [`${RUN}.${service}`, "ingress", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"],
    [`${RUN}.${service}`, "traffic[0].type", "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"],
    [`${RUN}.${service}`, "deletion_protection", true],
    [`${RUN}.${service}`, `${CONTAINER}.startup_probe[0].http_get[0].path`, "/health/ready"],
    [`${RUN}.${service}`, `${CONTAINER}.liveness_probe[0].http_get[0].path`, "/health/live"],
  ]),
  [`${RUN}.websocket-service`, "template[0].scaling[0].max_instance_count", 10, 12],
  [`${RUN}.auth-service`, "template[0].scaling[0].max_instance_count", 10],
  [`${RUN}.frontend`, "template[0].scaling[0].max_instance_count", 10],
  [`${RUN}.websocket-service`, "template[0].max_instance_request_concurrency", 200],
  [`${RUN}.auth-service`, "template[0].max_instance_request_concurrency", 80],
  [`${RUN}.frontend`, "template[0].max_instance_request_concurrency", 80],
  [`${RUN}.websocket-service`, "template[0].timeout", "3600s"],
  [`${RUN}.websocket-service`, "template[0].session_affinity", true],
  [`${RUN}.websocket-service`, `${CONTAINER}.resources[0].cpu_idle`, false],
  [`${RUN}.websocket-service`, `${CONTAINER}.resources[0].limits.cpu`, "2"],
  [`${RUN}.websocket-service`, `${CONTAINER}.resources[0].limits.memory`, "4096Mi"],
  [`${RUN}.websocket-service`, `${CONTAINER}.ports[0].container_port`, 8000],
  [`${RUN}.websocket-service`, `${CONTAINER}.ports[0].name`, "http1"],
  [`${RUN}.auth-service`, `${CONTAINER}.resources[0].limits.cpu`, "1"],
  [`${RUN}.auth-service`, `${CONTAINER}.resources[0].limits.memory`, "1024Mi"],
  [`${RUN}.auth-service`, `${CONTAINER}.ports[0].container_port`, 8080],
  [`${RUN}.frontend`, `${CONTAINER}.resources[0].limits.memory`, "512Mi"],
  [`${RUN}.frontend`, `${CONTAINER}.ports[0].container_port`, 3000],
  [`${RUN}.websocket-service`, "template[0].vpc_access[0].egress", "PRIVATE_RANGES_ONLY"],
  [`${RUN}.auth-service`, "template[0].vpc_access[0].egress", "PRIVATE_RANGES_ONLY"],
  ["google_compute_subnetwork.network_subnet", "ip_cidr_range", "10.10.0.0/24", "10.30.0.0/24"],
  [SQL, "settings[0].tier", "db-custom-2-7680", "db-custom-4-15360"],
  [SQL, "settings[0].edition", "ENTERPRISE"],
  [SQL, "database_version", "POSTGRES_17"],
  [SQL, "settings[0].availability_type", "ZONAL", "REGIONAL"],
  [SQL, "settings[0].database_flags[0].name", "max_connections"],
  [SQL, "settings[0].database_flags[0].value", "400", "500"],
  [SQL, "settings[0].ip_configuration[0].ipv4_enabled", false],
  [SQL, "settings[0].ip_configuration[0].ssl_mode", "ENCRYPTED_ONLY"],
  [SQL, "settings[0].backup_configuration[0].enabled", true],
  [SQL, "settings[0].backup_configuration[0].point_in_time_recovery_enabled", true],
  [SQL, "deletion_protection", true],
  [SQL, "settings[0].deletion_protection_enabled", true],
  [SQL, "settings[0].maintenance_window[0].day", 7],
  [SQL, "settings[0].insights_config[0].query_insights_enabled", true],
  [REDIS, "tier", "STANDARD_HA"],
  [REDIS, "memory_size_gb", 1, 5],
  [REDIS, "redis_version", "REDIS_7_2"],
  [REDIS, "auth_enabled", true],
  [REDIS, "transit_encryption_mode", "SERVER_AUTHENTICATION"],
  [REDIS, "connect_mode", "PRIVATE_SERVICE_ACCESS"],
  [REDIS, "maintenance_policy[0].weekly_maintenance_window[0].day", "SUNDAY"],
  [BUCKET, "versioning[0].enabled", true],
  [BUCKET, "uniform_bucket_level_access", true],
  [BUCKET, "public_access_prevention", "enforced"],
  [BUCKET, "soft_delete_policy[0].retention_duration_seconds", 604_800],
  [BUCKET, "force_destroy", false],
  [BUCKET, `${LIFECYCLE}.action[0].type`, "Delete"],
  [BUCKET, `${LIFECYCLE}.condition[0].with_state`, "ARCHIVED"],
  [BUCKET, `${LIFECYCLE}.condition[0].num_newer_versions`, 50],
  [BUCKET, `${LIFECYCLE}.condition[0].days_since_noncurrent_time`, 90],
  [BUCKET, "lifecycle_rule[1]", undefined],
  ...UPTIMES.flatMap((uptime): Row[] => [
    [uptime, "period", "60s"],
    [uptime, "timeout", "10s"],
    [uptime, "http_check[0].validate_ssl", true],
    [uptime, "selected_regions", ["EUROPE", "USA_IOWA", "USA_OREGON", "USA_VIRGINIA"]],
  ]),
  [alert("database-connections"), THRESHOLD, 319, 399],
  [alert("database-latency"), THRESHOLD, 100_000],
  [alert("instances-websocket-service"), THRESHOLD, 7, 9],
  [alert("sockets-websocket-service"), THRESHOLD, 159],
  [alert("startup-websocket-service"), THRESHOLD, 180_000],
  [alert("cache-memory"), THRESHOLD, 0.8],
  [alert("certificate-app"), THRESHOLD, 21],
  [alert("handshake"), THRESHOLD, 5],
  [alert("bypass-use"), THRESHOLD, 126, 0],
  [
    alert("drift-silent"),
    "conditions[0].condition_prometheus_query_language[0].query",
    'absent_over_time(custom_googleapis_com:netra_drift_checked{monitored_resource="global"}[36h])',
  ],
  ["google_compute_ssl_policy.lb_tls-policy", "min_tls_version", "TLS_1_2"],
  ["google_compute_url_map.lb_redirect-url-map", "default_url_redirect[0].https_redirect", true],
  ["google_compute_security_policy.armor", "rule[0].rate_limit_options[0].rate_limit_threshold[0].count", 4800, 7840],
];

const RUNNER = "google_cloud_run_v2_job.e2e-runner";
const TASK = "template[0].template[0]";
const RESULTS = "google_storage_bucket.e2e-results";

/** What production does not have. */
test.each<[address: string, path: string, expected: unknown]>([
  [RUNNER, "deletion_protection", true],
  [RUNNER, "launch_stage", "GA"],
  [RUNNER, "template[0].task_count", 1],
  [RUNNER, "template[0].parallelism", 1],
  [RUNNER, `${TASK}.max_retries`, 0],
  [RUNNER, `${TASK}.timeout`, "600s"],
  [RUNNER, `${TASK}.execution_environment`, "EXECUTION_ENVIRONMENT_GEN2"],
  [RUNNER, `${TASK}.service_account`, "e2e-runner@netra-staging.iam.gserviceaccount.com"],
  [RUNNER, `${TASK}.vpc_access[0].egress`, "PRIVATE_RANGES_ONLY"],
  [RUNNER, `${TASK}.containers[0].image`, "us-central1-docker.pkg.dev/netra-staging/netra/e2e-tests:1.0.0"],
  [RUNNER, `${TASK}.containers[0].resources[0].limits`, { cpu: "1", memory: "2048Mi" }],
  [RESULTS, "public_access_prevention", "enforced"],
  [RESULTS, "uniform_bucket_level_access", true],
  [RESULTS, "force_destroy", false],
  [RESULTS, "soft_delete_policy[0].retention_duration_seconds", 604_800],
  [RESULTS, "lifecycle_rule[0].action[0].type", "Delete"],
  [RESULTS, "lifecycle_rule[0].condition[0].age", 90],
  [RESULTS, "lifecycle_rule[0].condition[0].matches_prefix", ["e2e/"]],
  [RESULTS, "lifecycle_rule[1]", undefined],
  ["google_storage_bucket_iam_member.e2e-results_writes", "role", "roles/storage.objectCreator"],
  [
    "google_storage_bucket_iam_member.e2e-results_writes",
    "condition[0].expression",
    'resource.name.startsWith("projects/_/buckets/netra-staging-e2e-results/objects/e2e/")',
  ],
])("staging alone: %s %s", (address, path, expected) => {
  expect(value(estateOf("staging"), address, path)).toEqual(expected);
  expect(estateOf("production").resources.map((resource) => resource.address)).not.toContain(address);
});

describe.each(["staging", "production"] as const)("%s", (environment) => {
  const expected = (row: Row): unknown => (environment === "production" && row.length === 4 ? row[3] : row[2]);

  test.each(ROWS.map((row) => [row[0], row[1], row] as const))("%s %s", (address, path, row) => {
    expect(value(estateOf(environment), address, path)).toEqual(expected(row));
  });

  test("what holds data refuses to be destroyed", () => {
    const { resources } = estateOf(environment);
    const kept = resources.filter(({ lifecycle }) => lifecycle?.preventDestroy).map(({ type }) => type);
    expect(kept.sort()).toEqual([
      "google_artifact_registry_repository",
      "google_compute_global_address",
      "google_redis_instance",
      "google_sql_database_instance",
      "google_storage_bucket",
      ...(environment === "staging" ? ["google_storage_bucket"] : []),
    ]);
  });

  test("every hardened value can be read from the configuration", () => {
    const unreadable = HARDENED.filter(({ read }) =>
      /nothing declared|undeclared|\?/.test(read(estateOf(environment))),
    );
    expect(unreadable).toEqual([]);
  });
});
