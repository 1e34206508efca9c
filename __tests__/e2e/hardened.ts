/**
 * The hardened values as the real provider plans them: `[address, path, value]`, undefined for what must be absent.
 * Literals, on purpose: neither the spec nor the constructs nor the policy can move one of them unseen.
 */
export type PlannedValue = readonly [address: string, path: string, value: string | number | boolean | undefined];

const SOCKET = "google_cloud_run_v2_service.websocket-service";
const AUTH = "google_cloud_run_v2_service.auth-service";
const WEB = "google_cloud_run_v2_service.frontend";
const SQL = "google_sql_database_instance.database";
const REDIS = "google_redis_instance.redis";
const ARMOR = "google_compute_security_policy.armor";
const BUCKET = "google_storage_bucket.state-bucket";

const CONTAINER = "template[0].containers[0]";
const variable = (name: string): string => `${CONTAINER}.env[name=${name}].value`;
const reference = (name: string): string => `${CONTAINER}.env[name=${name}].value_source[0].secret_key_ref[0].secret`;

const backend = (service: string): readonly PlannedValue[] => [
  [`google_compute_backend_service.lb_backend-${service}`, "timeout_sec", 30],
  [`google_compute_backend_service.lb_backend-${service}`, "connection_draining_timeout_sec", 60],
  [`google_compute_backend_service.lb_backend-${service}`, "load_balancing_scheme", "EXTERNAL_MANAGED"],
  [`google_compute_backend_service.lb_backend-${service}`, "session_affinity", "NONE"],
];

const edge: readonly PlannedValue[] = [
  ...backend("websocket-service"),
  ...backend("auth-service"),
  ...backend("frontend"),
  ["google_compute_ssl_policy.lb_tls-policy", "min_tls_version", "TLS_1_2"],
  ["google_compute_url_map.lb_redirect-url-map", "default_url_redirect[0].https_redirect", true],
  [ARMOR, "rule[priority=1000].action", "throttle"],
  [ARMOR, "rule[priority=1000].preview", false],
  [ARMOR, "rule[priority=1000].rate_limit_options[0].rate_limit_threshold[0].interval_sec", 60],
];

const monitoring = (availability: number, connections: number): readonly PlannedValue[] => [
  ["google_monitoring_slo.objectives-websocket-service_availability", "goal", availability],
  ["google_monitoring_slo.objectives-websocket-service_no-503s", "goal", 0.9999],
  [
    "google_monitoring_alert_policy.alert-database-connections",
    "conditions[0].condition_threshold[0].threshold_value",
    connections,
  ],
  ["google_monitoring_alert_policy.alert-database-connections", "enabled", true],
  ["google_monitoring_uptime_check_config.uptime-app", "period", "60s"],
  ["google_monitoring_uptime_check_config.uptime-app", "http_check[0].validate_ssl", true],
];

const probes = (service: string, startupSeconds: number): readonly PlannedValue[] => [
  [service, `${CONTAINER}.startup_probe[0].http_get[0].path`, "/health/ready"],
  [service, `${CONTAINER}.startup_probe[0].failure_threshold`, 24],
  [service, `${CONTAINER}.startup_probe[0].period_seconds`, startupSeconds],
  [service, `${CONTAINER}.startup_probe[0].timeout_seconds`, startupSeconds],
  [service, `${CONTAINER}.liveness_probe[0].http_get[0].path`, "/health/live"],
  [service, `${CONTAINER}.liveness_probe[0].failure_threshold`, 3],
  [service, `${CONTAINER}.liveness_probe[0].period_seconds`, 30],
  [service, `${CONTAINER}.liveness_probe[0].timeout_seconds`, 5],
  [service, `${CONTAINER}.readiness_probe[0].http_get[0].path`, "/health/accepting"],
  [service, `${CONTAINER}.readiness_probe[0].failure_threshold`, 3],
  [service, `${CONTAINER}.readiness_probe[0].period_seconds`, 5],
  [service, `${CONTAINER}.readiness_probe[0].success_threshold`, 2],
];

const run = (service: string): readonly PlannedValue[] => [
  [service, "ingress", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"],
  [service, "default_uri_disabled", true],
  [service, "deletion_protection", true],
  [service, "template[0].execution_environment", "EXECUTION_ENVIRONMENT_GEN2"],
  [service, `${CONTAINER}.ports[0].name`, "http1"],
  [service, `${CONTAINER}.resources[0].startup_cpu_boost`, true],
  [service, "traffic[0].type", "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"],
  [service, "traffic[0].percent", 100],
];

const pools = (service: string, size: string, overflow: string): readonly PlannedValue[] => [
  [service, variable("DATABASE_POOL_SIZE"), size],
  [service, variable("DATABASE_MAX_OVERFLOW"), overflow],
  [service, variable("DATABASE_POOL_TIMEOUT"), "30"],
  [service, variable("DATABASE_POOL_RECYCLE"), "3600"],
  [service, variable("WEB_CONCURRENCY"), "1"],
  [service, variable("REDIS_POOL_MAX_CONNECTIONS"), "20"],
  [service, variable("REDIS_SOCKET_TIMEOUT"), "5.0"],
  [service, variable("REDIS_SOCKET_CONNECT_TIMEOUT"), "10.0"],
  [service, variable("REDIS_SSL"), "true"],
  [service, "template[0].vpc_access[0].egress", "PRIVATE_RANGES_ONLY"],
];

const services: readonly PlannedValue[] = [
  ...run(SOCKET),
  ...probes(SOCKET, 10),
  ...pools(SOCKET, "5", "10"),
  [SOCKET, "template[0].timeout", "3600s"],
  [SOCKET, "template[0].session_affinity", true],
  [SOCKET, "template[0].max_instance_request_concurrency", 200],
  [SOCKET, `${CONTAINER}.resources[0].cpu_idle`, false],
  [SOCKET, `${CONTAINER}.resources[0].limits.cpu`, "2"],
  [SOCKET, `${CONTAINER}.resources[0].limits.memory`, "4096Mi"],
  [SOCKET, variable("WEBSOCKET_HANDSHAKE_TIMEOUT"), "30"],
  [SOCKET, variable("WEBSOCKET_PING_INTERVAL"), "20"],
  [SOCKET, variable("WEBSOCKET_PING_TIMEOUT"), "20"],
  ...run(AUTH),
  ...probes(AUTH, 10),
  ...pools(AUTH, "3", "1"),
  [AUTH, "template[0].timeout", "60s"],
  [AUTH, "template[0].session_affinity", false],
  [AUTH, "template[0].max_instance_request_concurrency", 80],
  [AUTH, `${CONTAINER}.resources[0].cpu_idle`, true],
  ...run(WEB),
  ...probes(WEB, 5),
  [WEB, "template[0].timeout", "60s"],
  [WEB, "template[0].session_affinity", false],
  [WEB, "template[0].max_instance_request_concurrency", 80],
  [WEB, `${CONTAINER}.resources[0].cpu_idle`, true],
];

const instances = (service: string, min: number, max: number): readonly PlannedValue[] => [
  [service, "scaling[0].min_instance_count", min],
  [service, "template[0].scaling[0].min_instance_count", min],
  [service, "template[0].scaling[0].max_instance_count", max],
];

const foundation: readonly PlannedValue[] = [
  [SQL, "database_version", "POSTGRES_17"],
  [SQL, "deletion_protection", true],
  [SQL, "settings[0].deletion_protection_enabled", true],
  [SQL, "settings[0].edition", "ENTERPRISE"],
  [SQL, "settings[0].ip_configuration[0].ipv4_enabled", false],
  [SQL, "settings[0].ip_configuration[0].ssl_mode", "ENCRYPTED_ONLY"],
  [SQL, "settings[0].backup_configuration[0].enabled", true],
  [SQL, "settings[0].backup_configuration[0].start_time", "03:00"],
  [SQL, "settings[0].backup_configuration[0].point_in_time_recovery_enabled", true],
  [SQL, "settings[0].backup_configuration[0].transaction_log_retention_days", 7],
  [SQL, "settings[0].maintenance_window[0].day", 7],
  [SQL, "settings[0].maintenance_window[0].hour", 5],
  [SQL, "settings[0].insights_config[0].query_insights_enabled", true],
  [REDIS, "tier", "STANDARD_HA"],
  [REDIS, "redis_version", "REDIS_7_2"],
  [REDIS, "auth_enabled", true],
  [REDIS, "transit_encryption_mode", "SERVER_AUTHENTICATION"],
  [REDIS, "connect_mode", "PRIVATE_SERVICE_ACCESS"],
  [REDIS, "maintenance_policy[0].weekly_maintenance_window[0].day", "SUNDAY"],
  [REDIS, "maintenance_policy[0].weekly_maintenance_window[0].start_time[0].hours", 6],
];

const bootstrap: readonly PlannedValue[] = [
  [BUCKET, "location", "US-CENTRAL1"],
  [BUCKET, "force_destroy", false],
  [BUCKET, "versioning[0].enabled", true],
  [BUCKET, "uniform_bucket_level_access", true],
  [BUCKET, "public_access_prevention", "enforced"],
  [BUCKET, "soft_delete_policy[0].retention_duration_seconds", 604800],
  [BUCKET, "lifecycle_rule[0].action[0].type", "Delete"],
  [BUCKET, "lifecycle_rule[0].condition[0].with_state", "ARCHIVED"],
  [BUCKET, "lifecycle_rule[0].condition[0].num_newer_versions", 50],
  [BUCKET, "lifecycle_rule[0].condition[0].days_since_noncurrent_time", 90],
  [BUCKET, "lifecycle_rule[0].condition[0].age", undefined],
  [BUCKET, "lifecycle_rule[1].action[0].type", undefined],
];

/** Stack → its rows. */
export const PLANNED_VALUES: Readonly<Record<string, readonly PlannedValue[]>> = {
  "bootstrap-staging": [...bootstrap, [BUCKET, "name", "netra-staging-tfstate"]],
  "bootstrap-production": [...bootstrap, [BUCKET, "name", "netra-production-tfstate"]],
  "staging-foundation": [
    ...foundation,
    [SQL, "settings[0].tier", "db-custom-2-7680"],
    [SQL, "settings[0].availability_type", "ZONAL"],
    [SQL, "settings[0].database_flags[name=max_connections].value", "400"],
    [SQL, "settings[0].backup_configuration[0].backup_retention_settings[0].retained_backups", 7],
    [
      SQL,
      "settings[0].ip_configuration[0].private_network",
      "projects/netra-staging/global/networks/netra-staging-network",
    ],
    [REDIS, "authorized_network", "projects/netra-staging/global/networks/netra-staging-network"],
    [REDIS, "memory_size_gb", 1],
  ],
  "staging-services": [
    ...services,
    ...instances(SOCKET, 1, 10),
    ...instances(AUTH, 1, 10),
    ...instances(WEB, 1, 10),
    [SOCKET, reference("E2E_BYPASS_KEY"), "netra-staging-e2e-bypass-key"],
    [SOCKET, variable("E2E_BYPASS_KEY"), ""],
    [SOCKET, reference("E2E_OAUTH_SIMULATION_KEY"), undefined],
    [AUTH, reference("E2E_BYPASS_KEY"), "netra-staging-e2e-bypass-key"],
    [AUTH, variable("E2E_BYPASS_KEY"), ""],
    [AUTH, reference("E2E_OAUTH_SIMULATION_KEY"), "netra-staging-e2e-bypass-key"],
    [WEB, reference("E2E_BYPASS_KEY"), undefined],
    [SOCKET, reference("SERVICE_SECRET"), "netra-staging-service-secret"],
    [AUTH, reference("SERVICE_SECRET"), "netra-staging-service-secret"],
    ["google_cloud_run_v2_job.e2e-runner", "template[0].template[0].timeout", "600s"],
    ["google_cloud_run_v2_job.e2e-runner", "template[0].task_count", 1],
  ],
  "staging-monitoring": monitoring(0.99, 319),
  "production-monitoring": monitoring(0.999, 399),
  "staging-edge": [...edge, [ARMOR, "rule[priority=1000].rate_limit_options[0].rate_limit_threshold[0].count", 4800]],
  "production-foundation": [
    ...foundation,
    [SQL, "settings[0].tier", "db-custom-4-15360"],
    [SQL, "settings[0].availability_type", "REGIONAL"],
    [SQL, "settings[0].database_flags[name=max_connections].value", "500"],
    [SQL, "settings[0].backup_configuration[0].backup_retention_settings[0].retained_backups", 30],
    [
      SQL,
      "settings[0].ip_configuration[0].private_network",
      "projects/netra-production/global/networks/netra-production-network",
    ],
    [REDIS, "authorized_network", "projects/netra-production/global/networks/netra-production-network"],
    [REDIS, "memory_size_gb", 5],
  ],
  "production-services": [
    ...services,
    ...instances(SOCKET, 2, 12),
    ...instances(AUTH, 2, 10),
    ...instances(WEB, 2, 10),
    ...[SOCKET, AUTH, WEB].flatMap((service): PlannedValue[] => [
      [service, reference("E2E_BYPASS_KEY"), undefined],
      [service, variable("E2E_BYPASS_KEY"), undefined],
      [service, reference("E2E_OAUTH_SIMULATION_KEY"), undefined],
    ]),
    [SOCKET, reference("SERVICE_SECRET"), "netra-production-service-secret"],
    [AUTH, reference("SERVICE_SECRET"), "netra-production-service-secret"],
  ],
  "production-edge": [
    ...edge,
    [ARMOR, "rule[priority=1000].rate_limit_options[0].rate_limit_threshold[0].count", 7840],
  ],
};

/** One step of a path: a name, an index, or the occurrence of a block whose attribute has that value. */
const STEP = /\[(\d+)\]|\[(\w+)=([^\]]+)\]|([^.[\]]+)/g;

/** The planned value at a path; undefined where there is none. */
export function plannedAt(after: unknown, path: string): unknown {
  let value = after;
  for (const [, index, key, wanted, name] of path.matchAll(STEP)) {
    if (typeof value !== "object" || value === null) return undefined;
    if (key === undefined) value = (value as Record<string, unknown>)[index ?? name ?? ""];
    else value = Object.values(value).find((block: Record<string, unknown>) => String(block[key]) === wanted);
  }
  return value ?? undefined;
}
