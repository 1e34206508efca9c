import { UNKNOWN } from "../../policy/core/resource";
import { PINNED_WATCH, SERVICES, type Derived, type Row } from "./pinned-watch";

/** What may not change, by the row of the hardened table: read by hardened.test.ts. */

const RUN = "google_cloud_run_v2_service";
const BACKENDS = SERVICES.map((service) => `google_compute_backend_service.lb_backend-${service}`);
const SOCKET = `${RUN}.websocket-service`;
const AUTH = `${RUN}.auth-service`;
const FRONTEND = `${RUN}.frontend`;
const SQL = "google_sql_database_instance.database";
const REDIS = "google_redis_instance.redis";
const BUCKET = "google_storage_bucket.state-bucket";
const ARMOR = "google_compute_security_policy.armor";

const CONTAINER = "template[0].containers[0]";
const IP = "settings[0].ip_configuration[0]";
const BACKUP = "settings[0].backup_configuration[0]";
const WINDOW = "settings[0].maintenance_window[0]";
const CACHE_WINDOW = "maintenance_policy[0].weekly_maintenance_window[0]";
const LIFECYCLE = "lifecycle_rule[0]";

/** Stands for all of an environment's resources. */
export const EVERY_RESOURCE = "every resource";

/** The path of a workload's variable, found by its name. Its value is its text, or the secret that it mounts. */
export const variablePath = (name: string): string => `env ${name}`;
const variables = (address: string, values: Readonly<Record<string, string>>): readonly Row[] =>
  Object.entries(values).map(([name, text]): Row => [address, variablePath(name), text]);

const poolsOf = (address: string, size: string, overflow: string): readonly Row[] =>
  variables(address, {
    DATABASE_POOL_SIZE: size,
    DATABASE_MAX_OVERFLOW: overflow,
    DATABASE_POOL_TIMEOUT: "30",
    DATABASE_POOL_RECYCLE: "3600",
    WEB_CONCURRENCY: "1",
  });

const cachePoolOf = (address: string): readonly Row[] =>
  variables(address, {
    REDIS_POOL_MAX_CONNECTIONS: "20",
    REDIS_SOCKET_TIMEOUT: "5.0",
    REDIS_SOCKET_CONNECT_TIMEOUT: "10.0",
  });

const GENERATED = ["jwt-secret-key", "service-secret", "postgres-password-app-a", "postgres-password-app-b"];
const secretRows = (role: string): readonly Row[] => {
  const version = `google_secret_manager_secret_version.secret-${role}_version`;
  return [
    [`google_secret_manager_secret.secret-${role}`, "deletion_protection", true],
    [version, "secret_data", undefined],
    [version, "secret_data_wo", UNKNOWN],
    [version, "secret_data_wo_version", 1],
    [version, "deletion_policy", "ABANDON"],
  ];
};

/** Conditions of the pools: zeros let nobody in, until the repository's numbers are known. */
const OURS =
  'assertion.repository_id == "0" && assertion.repository_owner_id == "0" && assertion.event_name != "pull_request_target"';
const ON_MAIN = 'assertion.ref == "refs/heads/main"';
const planned = (environment: string, queue = ""): string =>
  `((assertion.event_name == "pull_request" && assertion.environment == "${environment}-pull-request") || ${queue}(${ON_MAIN} && assertion.environment == "${environment}-plan"))`;
const OF_QUEUE = '(assertion.event_name == "merge_group" && assertion.environment == "staging-pull-request") || ';
const poolRow = (account: string, ...conditions: readonly [staging: string, production?: string]): Row => {
  const [staging, production = staging] = conditions.map((condition) => `${OURS} && ${condition}`);
  const provider = `google_iam_workload_identity_pool_provider.${account}_pool_github`;
  return [provider, "attribute_condition", staging, production];
};

const STATE_GRANT = "google_storage_bucket_iam_member";
const writtenStates = (environment: string): string =>
  ["foundation", "services", "edge", "monitoring"]
    .map((prefix) => `resource.name.startsWith("projects/_/buckets/netra-${environment}-tfstate/objects/${prefix}/")`)
    .join(" || ");

/** What people, tests and our own services ask for from one address; two revisions live in a rollout. */
const requestsOfAnAddress: Derived = ({ traffic, services }) =>
  traffic.requestsPerPageLoad * traffic.pageLoadsPerUser * traffic.usersPerAddress +
  traffic.e2eRequests +
  traffic.serviceCallsPerInstance * 2 * services["websocket-service"]!.scaling.max;

/** Each row of the hardened table with its values, by the row's id. */
export const PINNED: Readonly<Record<string, readonly Row[]>> = {
  "socket-times": variables(SOCKET, {
    WEBSOCKET_HANDSHAKE_TIMEOUT: "30",
    WEBSOCKET_PING_INTERVAL: "20",
    WEBSOCKET_PING_TIMEOUT: "20",
  }),
  "request-timeout": [[SOCKET, "template[0].timeout", "3600s"]],
  "socket-affinity": [
    [SOCKET, "template[0].session_affinity", true],
    [SOCKET, `${CONTAINER}.ports[0].name`, "http1"],
  ],
  "min-instances": SERVICES.flatMap((service): Row[] => [
    [`${RUN}.${service}`, "scaling[0].min_instance_count", 1, 2],
    [`${RUN}.${service}`, "template[0].scaling[0].min_instance_count", 1, 2],
  ]),
  "max-instances": ["scaling[0]", "template[0].scaling[0]"].flatMap((at): Row[] => [
    [SOCKET, `${at}.max_instance_count`, 10, 12],
    [AUTH, `${at}.max_instance_count`, 10],
    [FRONTEND, `${at}.max_instance_count`, 10],
  ]),
  concurrency: [
    [SOCKET, "template[0].max_instance_request_concurrency", 200],
    [AUTH, "template[0].max_instance_request_concurrency", 80],
    [FRONTEND, "template[0].max_instance_request_concurrency", 80],
  ],
  cpu: [
    ...SERVICES.flatMap((service): Row[] => [
      [`${RUN}.${service}`, "template[0].execution_environment", "EXECUTION_ENVIRONMENT_GEN2"],
      [`${RUN}.${service}`, `${CONTAINER}.resources[0].startup_cpu_boost`, true],
    ]),
    [SOCKET, `${CONTAINER}.resources[0].cpu_idle`, false],
    [SOCKET, `${CONTAINER}.resources[0].limits.cpu`, "2"],
    [SOCKET, `${CONTAINER}.resources[0].limits.memory`, "4096Mi"],
    [AUTH, `${CONTAINER}.resources[0].limits.cpu`, "1"],
    [AUTH, `${CONTAINER}.resources[0].limits.memory`, "1024Mi"],
    [FRONTEND, `${CONTAINER}.resources[0].limits.memory`, "512Mi"],
  ],
  "startup-probe": SERVICES.flatMap((service): Row[] => [
    [`${RUN}.${service}`, `${CONTAINER}.startup_probe[0].http_get[0].path`, "/health/ready"],
    [`${RUN}.${service}`, "traffic[0].type", "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"],
  ]),
  "liveness-probe": SERVICES.map((service): Row => [
    `${RUN}.${service}`,
    `${CONTAINER}.liveness_probe[0].http_get[0].path`,
    "/health/live",
  ]),
  "readiness-probe": SERVICES.flatMap((service): Row[] => [
    [`${RUN}.${service}`, `${CONTAINER}.readiness_probe[0].http_get[0].path`, "/health/accepting"],
    [`${RUN}.${service}`, `${CONTAINER}.readiness_probe[0].success_threshold`, 2],
  ]),
  "bypass-key": [SOCKET, AUTH].map((service): Row => [
    service,
    variablePath("E2E_BYPASS_KEY"),
    "secret netra-staging-e2e-bypass-key",
    "absent",
  ]),
  "bypass-key-age": [["google_secret_manager_secret.secret-e2e-bypass-key", "annotations.max-age-days", "90"]],
  "database-pool": [...poolsOf(SOCKET, "5", "10"), ...poolsOf(AUTH, "3", "1")],
  "cache-pool": [...cachePoolOf(SOCKET), ...cachePoolOf(AUTH)],
  "max-connections": [
    [SQL, "settings[0].database_flags[0].name", "max_connections"],
    [SQL, "settings[0].database_flags[0].value", "400", "500"],
  ],
  "database-access": [
    [SQL, `${IP}.ipv4_enabled`, false],
    [SQL, `${IP}.ssl_mode`, "ENCRYPTED_ONLY"],
  ],
  "database-tier": [
    [SQL, "settings[0].tier", "db-custom-2-7680", "db-custom-4-15360"],
    [SQL, "settings[0].edition", "ENTERPRISE"],
    [SQL, "database_version", "POSTGRES_17"],
    [SQL, "settings[0].availability_type", "ZONAL", "REGIONAL"],
  ],
  "database-undo": [
    [SQL, `${BACKUP}.enabled`, true],
    [SQL, `${BACKUP}.point_in_time_recovery_enabled`, true],
    [SQL, "deletion_protection", true],
    [SQL, "settings[0].deletion_protection_enabled", true],
    [SQL, "settings[0].final_backup_config[0].enabled", true],
    [SQL, "settings[0].final_backup_config[0].retention_days", 30],
    [SQL, "deletion_policy", "PREVENT"],
    ["google_sql_database.database_database", "deletion_policy", "PREVENT"],
    ["google_secret_manager_secret.secret-jwt-secret-key", "deletion_policy", "PREVENT"],
    ["google_artifact_registry_repository.images", "deletion_policy", "PREVENT"],
    [BUCKET, "deletion_policy", "PREVENT"],
  ],
  "database-operation": [
    [SQL, `${WINDOW}.day`, 7],
    [SQL, "settings[0].insights_config[0].query_insights_enabled", true],
  ],
  cache: [
    [REDIS, "tier", "STANDARD_HA"],
    [REDIS, "memory_size_gb", 1, 5],
    [REDIS, "redis_version", "REDIS_7_2"],
    [REDIS, "auth_enabled", true],
    [REDIS, "transit_encryption_mode", "SERVER_AUTHENTICATION"],
  ],
  "cache-access": [
    [REDIS, "connect_mode", "PRIVATE_SERVICE_ACCESS"],
    [REDIS, "deletion_protection", true],
    [REDIS, "deletion_policy", "PREVENT"],
    [REDIS, `${CACHE_WINDOW}.day`, "SUNDAY"],
  ],
  "lb-timeout": BACKENDS.map((backend): Row => [backend, "timeout_sec", 30]),
  "lb-draining": BACKENDS.map((backend): Row => [backend, "connection_draining_timeout_sec", 60]),
  "private-egress": [
    [SOCKET, "template[0].vpc_access[0].egress", "PRIVATE_RANGES_ONLY"],
    [AUTH, "template[0].vpc_access[0].egress", "PRIVATE_RANGES_ONLY"],
    ["google_compute_subnetwork.network_subnet", "ip_cidr_range", "10.10.0.0/24", "10.30.0.0/24"],
  ],
  entry: [
    ...SERVICES.map((service): Row => [`${RUN}.${service}`, "ingress", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"]),
    ...SERVICES.map((service): Row => [`${RUN}.${service}`, "default_uri_disabled", true]),
    ["google_compute_global_address.lb_address", "deletion_policy", "PREVENT"],
    ...BACKENDS.flatMap((backend): Row[] => [
      [backend, "load_balancing_scheme", "EXTERNAL_MANAGED"],
      [backend, "log_config[0].enable", true],
    ]),
    ["google_compute_ssl_policy.lb_tls-policy", "min_tls_version", "TLS_1_2"],
    ["google_compute_url_map.lb_redirect-url-map", "default_url_redirect[0].https_redirect", true],
    [ARMOR, "rule[0].rate_limit_options[0].rate_limit_threshold[0].count", requestsOfAnAddress],
  ],
  secrets: [
    ...GENERATED.flatMap(secretRows),
    ["google_secret_manager_secret.redis_auth-secret", "deletion_protection", true],
    ["google_secret_manager_secret_version.redis_auth-version", "secret_data", undefined],
    ["google_secret_manager_secret_version.redis_auth-version", "deletion_policy", "ABANDON"],
  ],
  separation: ["bootstrap", "foundation", "services", "edge", "monitoring"].flatMap((role): Row[] => [
    [`stack ${role}`, "provider.project", "netra-staging", "netra-production"],
    [`stack ${role}`, "backendSettings.bucket", "netra-staging-tfstate", "netra-production-tfstate"],
    [`stack ${role}`, "backendSettings.prefix", role],
  ]),
  "state-bucket": [
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
  ],
  "ci-identity": [
    poolRow("planner", planned("staging", OF_QUEUE), planned("production")),
    poolRow(
      "deployer",
      `${ON_MAIN} && assertion.environment == "staging"`,
      `${ON_MAIN} && assertion.environment == "production"`,
    ),
    poolRow("verifier", ON_MAIN),
  ],
  programs: [[EVERY_RESOURCE, "provisioners", "none"]],
  "ci-reach": [
    [`${STATE_GRANT}.planner_state`, "role", "roles/storage.objectViewer"],
    [`${STATE_GRANT}.deployer_state`, "role", "roles/storage.objectUser"],
    [`${STATE_GRANT}.deployer_state`, "condition[0].expression", writtenStates("staging"), writtenStates("production")],
    [`${STATE_GRANT}.deployer_state-names`, "role", "roles/storage.legacyBucketReader"],
    [`${STATE_GRANT}.verifier_state`, "role", "roles/storage.legacyBucketReader"],
    ...SERVICES.map((service): Row => [
      `google_service_account_iam_member.account-${service}_started-by-deployer`,
      "role",
      "roles/iam.serviceAccountUser",
    ]),
  ],
  "backend-header": SERVICES.map((service, index): Row => [
    BACKENDS[index] ?? "",
    "custom_response_headers",
    [`X-Netra-Backend: ${service}`],
  ]),
  ...PINNED_WATCH,
};

/** Rows of the hardened table that production has none of. */
export const STAGING_ONLY: readonly string[] = ["bypass-key-age", "e2e-runner"];

/** What no row of the hardened table names, and may not change either. */
export const BESIDE: readonly Row[] = [
  ...BACKENDS.flatMap((backend): Row[] => [
    [backend, "session_affinity", "NONE"],
    [backend, "port_name", "http"],
    [backend, "health_checks", undefined],
  ]),
  ...SERVICES.map((service): Row => [`${RUN}.${service}`, "deletion_protection", true]),
  [SOCKET, `${CONTAINER}.ports[0].container_port`, 8000],
  [AUTH, `${CONTAINER}.ports[0].container_port`, 8080],
  [FRONTEND, `${CONTAINER}.ports[0].container_port`, 3000],
];
