import { planCondition } from "../../environments/ci-conditions";
import type { Environment } from "../../environments/environment";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { stackJson } from "../support/synthesized";
import type { Guard } from "./guard";
import { WATCH_GUARDS } from "./watch";

/** How people break hardened values: through an override on a construct. */

const WEBSOCKET = "services/websocket-service/Default";
const AUTH = "services/auth-service/Default";
const BACKEND = "edge/lb/backend-frontend/Default";
const DATABASE = "foundation/database/Default";
const REDIS = "foundation/redis/Default";
const BUCKET = "bootstrap/state-bucket/Default";
const CONTAINER = "template.containers.0";
const RUNNER = "services/e2e-runner/Default";
const RUNNER_TASK = "template.template";

/** A runner as prd would be given one by hand: nothing else about it is wrong. */
const RUNNER_BY_HAND = {
  name: "e2e-runner",
  location: "us-central1",
  launch_stage: "GA",
  template: {
    task_count: 1,
    parallelism: 1,
    template: {
      max_retries: 0,
      timeout: "600s",
      execution_environment: "EXECUTION_ENVIRONMENT_GEN2",
      service_account: "e2e-runner@example-prd.iam.gserviceaccount.com",
      containers: [
        {
          image: "us-central1-docker.pkg.dev/example-prd/netra/e2e-tests:1.0.0",
          resources: { limits: { cpu: "1", memory: "2048Mi" } },
        },
      ],
    },
  },
};

/** The override path of a variable of a service, found by name. */
function variable(service: string, name: string, environment: Environment = trial): string {
  const json = stackJson(`${environment.name}-services`);
  const body = json.resource?.google_cloud_run_v2_service?.[service] as unknown as {
    template: { containers: { env: { name: string }[] }[] };
  };
  const index = body.template.containers[0]!.env.findIndex((candidate) => candidate.name === name);
  if (index < 0) throw new Error(`${service} has no variable ${name}`);
  return `${CONTAINER}.env.${index}`;
}

/** Place of a variable of the runner, found by name. */
function runnerVariable(name: string): number {
  const body = stackJson("trial-services").resource?.google_cloud_run_v2_job?.["e2e-runner"] as unknown as {
    template: { template: { containers: { env: { name: string }[] }[] } };
  };
  return body.template.template.containers[0]!.env.findIndex((candidate) => candidate.name === name);
}

/** A further variable; overrides append to lists. */
const added = (entry: object): readonly [path: string, value: unknown] => [`${CONTAINER}.env`, [entry]];
const secretRef = (secret: string, version: string) => ({ value_source: { secret_key_ref: { secret, version } } });

const PINNED: Environment = {
  ...trial,
  services: {
    ...trial.services,
    "auth-service": { ...trial.services["auth-service"], pinnedRevision: "auth-service-00001-abc" },
  },
};

/** Every hardened value, broken once or more. */
export const GUARDS: readonly Guard[] = [
  { row: "lb-timeout", what: "60 s", rule: "lb-backend-timeout", breaks: [[BACKEND, "timeout_sec", 60]] },
  {
    row: "lb-timeout",
    what: "undeclared",
    rule: "lb-backend-timeout-declared",
    breaks: [[BACKEND, "timeout_sec", undefined]],
  },
  {
    row: "lb-draining",
    what: "300 s",
    rule: "lb-draining",
    breaks: [[BACKEND, "connection_draining_timeout_sec", 300]],
  },
  ...["WEBSOCKET_HANDSHAKE_TIMEOUT", "WEBSOCKET_PING_INTERVAL", "WEBSOCKET_PING_TIMEOUT"].map((name): Guard => ({
    row: "socket-times",
    what: `${name}=5`,
    rule: "env-hardened-value",
    breaks: [[WEBSOCKET, `${variable("websocket-service", name)}.value`, "5"]],
  })),
  {
    row: "socket-times",
    what: "handshake variable missing",
    rule: "env-required",
    breaks: [[WEBSOCKET, `${variable("websocket-service", "WEBSOCKET_HANDSHAKE_TIMEOUT")}.name`, "WEBSOCKET_OTHER"]],
  },
  {
    row: "request-timeout",
    what: "300 s",
    rule: "socket-request-timeout",
    breaks: [[WEBSOCKET, "template.timeout", "300s"]],
  },
  {
    row: "request-timeout",
    what: "2 h",
    rule: "run-request-timeout",
    breaks: [[WEBSOCKET, "template.timeout", "7200s"]],
  },
  {
    row: "request-timeout",
    what: "undeclared on a service without sockets",
    rule: "run-request-timeout-declared",
    breaks: [[AUTH, "template.timeout", undefined]],
  },
  {
    row: "socket-affinity",
    what: "off",
    rule: "socket-session-affinity",
    breaks: [[WEBSOCKET, "template.session_affinity", false]],
  },
  {
    row: "socket-affinity",
    what: "h2c",
    rule: "socket-http1",
    breaks: [[WEBSOCKET, `${CONTAINER}.ports.name`, "h2c"]],
  },
  {
    row: "min-instances",
    what: "service level 0",
    rule: "run-minimum-instances",
    breaks: [[WEBSOCKET, "scaling.min_instance_count", 0]],
  },
  {
    row: "min-instances",
    what: "service level undeclared",
    rule: "run-minimum-instances",
    breaks: [[WEBSOCKET, "scaling.min_instance_count", undefined]],
  },
  {
    row: "min-instances",
    what: "revision 0",
    rule: "run-minimum-instances",
    breaks: [[AUTH, "template.scaling.min_instance_count", 0]],
  },
  {
    row: "max-instances",
    what: "undeclared",
    rule: "run-maximum-instances-declared",
    breaks: [[WEBSOCKET, "template.scaling.max_instance_count", undefined]],
  },
  {
    row: "max-instances",
    what: "below the minimum",
    rule: "run-maximum-instances",
    breaks: [
      [AUTH, "template.scaling.min_instance_count", 3],
      [AUTH, "template.scaling.max_instance_count", 2],
    ],
  },
  {
    row: "max-instances",
    what: "11",
    rule: "budget-database-connections",
    // One of the two would still be bounded by the other.
    breaks: [
      [WEBSOCKET, "template.scaling.max_instance_count", 11],
      [WEBSOCKET, "scaling.max_instance_count", 11],
    ],
  },
  {
    row: "concurrency",
    what: "undeclared",
    rule: "run-concurrency-declared",
    breaks: [[WEBSOCKET, "template.max_instance_request_concurrency", undefined]],
  },
  {
    row: "concurrency",
    what: "5000",
    rule: "run-concurrency",
    breaks: [[WEBSOCKET, "template.max_instance_request_concurrency", 5000]],
  },
  {
    row: "cpu",
    what: "throttled",
    rule: "run-cpu-allocation",
    breaks: [[WEBSOCKET, `${CONTAINER}.resources.cpu_idle`, true]],
  },
  {
    row: "cpu",
    what: "allocation undeclared",
    rule: "run-cpu-allocation-declared",
    breaks: [[WEBSOCKET, `${CONTAINER}.resources.cpu_idle`, undefined]],
  },
  {
    row: "cpu",
    what: "memory undeclared",
    rule: "run-cpu-memory-declared",
    breaks: [[AUTH, `${CONTAINER}.resources.limits.memory`, undefined]],
  },
  {
    row: "cpu",
    what: "no boost",
    rule: "run-startup-boost",
    breaks: [[AUTH, `${CONTAINER}.resources.startup_cpu_boost`, false]],
  },
  {
    row: "cpu",
    what: "first generation",
    rule: "run-generation",
    breaks: [[AUTH, "template.execution_environment", "EXECUTION_ENVIRONMENT_GEN1"]],
  },
  {
    row: "cpu",
    what: "1 CPU and 512 MiB",
    rule: "run-cpu-memory-floor",
    breaks: [
      [WEBSOCKET, `${CONTAINER}.resources.limits.cpu`, "1"],
      [WEBSOCKET, `${CONTAINER}.resources.limits.memory`, "512Mi"],
    ],
  },
  {
    row: "cpu",
    what: "1 CPU and 16 GiB",
    rule: "run-cpu-memory-pair",
    breaks: [[AUTH, `${CONTAINER}.resources.limits.memory`, "16Gi"]],
  },
  {
    row: "startup-probe",
    what: "absent",
    rule: "run-startup-probe-declared",
    breaks: [[AUTH, `${CONTAINER}.startup_probe`, undefined]],
  },
  {
    row: "startup-probe",
    what: "300 s",
    rule: "run-startup-probe",
    breaks: [[AUTH, `${CONTAINER}.startup_probe.failure_threshold`, 30]],
  },
  {
    row: "startup-probe",
    what: "a timeout above its period",
    rule: "run-probe-timeout",
    breaks: [[AUTH, `${CONTAINER}.startup_probe.timeout_seconds`, 100]],
  },
  {
    row: "startup-probe",
    what: "traffic pinned",
    rule: "run-traffic-latest",
    breaks: [[AUTH, "traffic.0.type", "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION"]],
  },
  {
    row: "startup-probe",
    what: "traffic pinned by the environment file, without a waiver",
    rule: "run-traffic-latest",
    breaks: [[AUTH, "traffic.0.percent", 100]],
    environment: PINNED,
  },
  {
    row: "startup-probe",
    what: "traffic shared with an old revision",
    rule: "run-traffic-declared",
    breaks: [[AUTH, "traffic.0.percent", 50]],
  },
  {
    row: "liveness-probe",
    what: "by TCP",
    rule: "run-liveness-probe",
    breaks: [
      [AUTH, `${CONTAINER}.liveness_probe.http_get`, undefined],
      [AUTH, `${CONTAINER}.liveness_probe.tcp_socket`, { port: 8080 }],
    ],
  },
  {
    row: "liveness-probe",
    what: "a timeout above its period",
    rule: "run-probe-timeout",
    breaks: [[AUTH, `${CONTAINER}.liveness_probe.timeout_seconds`, 100]],
  },
  {
    row: "liveness-probe",
    what: "path that asks the database",
    rule: "run-liveness-dependency",
    breaks: [[AUTH, `${CONTAINER}.liveness_probe.http_get.path`, "/health/database"]],
  },
  {
    row: "liveness-probe",
    what: "absent",
    rule: "run-liveness-probe-declared",
    breaks: [[AUTH, `${CONTAINER}.liveness_probe`, undefined]],
  },
  {
    row: "liveness-probe",
    what: "path of the startup probe",
    rule: "run-liveness-probe-declared",
    breaks: [[AUTH, `${CONTAINER}.liveness_probe.http_get.path`, "/health/ready"]],
  },
  {
    row: "readiness-probe",
    what: "absent",
    rule: "run-readiness-probe-declared",
    breaks: [[AUTH, `${CONTAINER}.readiness_probe`, undefined]],
  },
  {
    row: "readiness-probe",
    what: "path of the startup probe",
    rule: "run-readiness-probe-declared",
    breaks: [[AUTH, `${CONTAINER}.readiness_probe.http_get.path`, "/health/ready"]],
  },
  {
    row: "readiness-probe",
    what: "without the passes that it needs",
    rule: "run-readiness-probe-declared",
    breaks: [[AUTH, `${CONTAINER}.readiness_probe.success_threshold`, undefined]],
  },
  {
    row: "readiness-probe",
    what: "path that asks the database",
    rule: "run-readiness-dependency",
    breaks: [[AUTH, `${CONTAINER}.readiness_probe.http_get.path`, "/health/database"]],
  },
  {
    row: "readiness-probe",
    what: "a timeout above its period",
    rule: "run-probe-timeout",
    breaks: [[AUTH, `${CONTAINER}.readiness_probe.timeout_seconds`, 6]],
  },
  {
    row: "readiness-probe",
    what: "a failure threshold of none",
    rule: "run-readiness-probe",
    breaks: [[AUTH, `${CONTAINER}.readiness_probe.failure_threshold`, 0]],
  },
  {
    row: "max-instances",
    what: "not of the service",
    rule: "run-maximum-instances-declared",
    breaks: [[AUTH, "scaling.max_instance_count", undefined]],
  },
  {
    row: "liveness-probe",
    what: "path that ends in z",
    rule: "run-liveness-probe-declared",
    breaks: [[AUTH, `${CONTAINER}.liveness_probe.http_get.path`, "/healthz"]],
  },
  {
    row: "bypass-key",
    what: "missing on the auth service",
    rule: "env-required",
    breaks: [[AUTH, `${variable("auth-service", "E2E_BYPASS_KEY")}.name`, "E2E_OTHER"]],
  },
  {
    row: "bypass-key",
    what: "as text",
    rule: "env-plain-secret",
    breaks: [
      [WEBSOCKET, `${variable("websocket-service", "E2E_BYPASS_KEY")}.value`, "not-a-real-key"],
      [WEBSOCKET, `${variable("websocket-service", "E2E_BYPASS_KEY")}.value_source`, undefined],
    ],
  },
  {
    row: "bypass-key",
    what: "latest",
    rule: "secret-version-pinned",
    breaks: [
      [WEBSOCKET, `${variable("websocket-service", "E2E_BYPASS_KEY")}.value_source.secret_key_ref.version`, "latest"],
    ],
  },
  {
    row: "bypass-key",
    what: "another version on one service",
    rule: "secret-shared-version",
    breaks: [
      [WEBSOCKET, `${variable("websocket-service", "E2E_BYPASS_KEY")}.value_source.secret_key_ref.version`, "7"],
    ],
  },
  {
    row: "bypass-key",
    what: "not readable by the service",
    rule: "secret-accessor",
    breaks: [
      [
        "services/auth-service/reads-e2e-bypass-key",
        "member",
        "serviceAccount:other@example-trial.iam.gserviceaccount.com",
      ],
    ],
  },
  {
    row: "bypass-key",
    what: "alias on the socket service",
    rule: "bypass-alias",
    breaks: [
      [
        WEBSOCKET,
        ...added({
          name: "E2E_OAUTH_SIMULATION_KEY",
          ...secretRef(
            "netra-trial-e2e-bypass-key",
            "${google_secret_manager_secret_version.secret-e2e-bypass-key_version.version}",
          ),
        }),
      ],
    ],
  },
  {
    row: "bypass-key",
    what: "presence switch",
    rule: "bypass-presence-switch",
    breaks: [[WEBSOCKET, ...added({ name: "E2E_TESTING", value: "0" })]],
  },
  {
    row: "bypass-key",
    what: "name in prd",
    rule: "bypass-in-production",
    environment: prd,
    breaks: [[WEBSOCKET, ...added({ name: "E2E_TESTING", value: "0" })]],
  },
  {
    row: "bypass-key",
    what: "secret in prd",
    rule: "bypass-in-production",
    environment: prd,
    breaks: [["services/secret-service-secret/Default", "secret_id", "netra-prd-e2e-key"]],
  },
  {
    row: "database-pool",
    what: "pool 50",
    rule: "budget-database-connections",
    breaks: [[WEBSOCKET, `${variable("websocket-service", "DATABASE_POOL_SIZE")}.value`, "50"]],
  },
  {
    row: "database-pool",
    what: "overflow 50",
    rule: "budget-database-connections",
    breaks: [[AUTH, `${variable("auth-service", "DATABASE_MAX_OVERFLOW")}.value`, "50"]],
  },
  {
    row: "database-pool",
    what: "two workers",
    rule: "budget-database-connections",
    breaks: [[WEBSOCKET, `${variable("websocket-service", "WEB_CONCURRENCY")}.value`, "2"]],
  },
  {
    row: "database-pool",
    what: "pool 1",
    rule: "env-hardened-value",
    breaks: [[WEBSOCKET, `${variable("websocket-service", "DATABASE_POOL_SIZE")}.value`, "1"]],
  },
  {
    row: "database-pool",
    what: "timeout 600",
    rule: "env-hardened-value",
    breaks: [[WEBSOCKET, `${variable("websocket-service", "DATABASE_POOL_TIMEOUT")}.value`, "600"]],
  },
  {
    row: "database-pool",
    what: "no recycling",
    rule: "env-hardened-value",
    breaks: [[AUTH, `${variable("auth-service", "DATABASE_POOL_RECYCLE")}.value`, "-1"]],
  },
  {
    row: "database-pool",
    what: "workers undeclared",
    rule: "env-required",
    breaks: [[AUTH, `${variable("auth-service", "WEB_CONCURRENCY")}.name`, "OTHER"]],
  },
  {
    row: "max-connections",
    what: "300",
    rule: "budget-database-connections",
    breaks: [[DATABASE, "settings.database_flags.0.value", "300"]],
  },
  {
    row: "max-connections",
    what: "undeclared",
    rule: "sql-max-connections-declared",
    breaks: [[DATABASE, "settings.database_flags.0.name", "log_hostname"]],
  },
  {
    row: "max-connections",
    what: "above the tier's memory",
    rule: "sql-memory-flags",
    breaks: [[DATABASE, "settings.database_flags.0.value", "800"]],
  },
  {
    row: "cache-pool",
    what: "pool 2",
    rule: "env-hardened-value",
    breaks: [[AUTH, `${variable("auth-service", "REDIS_POOL_MAX_CONNECTIONS")}.value`, "2"]],
  },
  {
    row: "cache-pool",
    what: "socket timeout",
    rule: "env-hardened-value",
    breaks: [[AUTH, `${variable("auth-service", "REDIS_SOCKET_TIMEOUT")}.value`, "0.1"]],
  },
  {
    row: "cache-pool",
    what: "connect timeout missing",
    rule: "env-required",
    breaks: [[AUTH, `${variable("auth-service", "REDIS_SOCKET_CONNECT_TIMEOUT")}.name`, "OTHER"]],
  },
  {
    row: "database-access",
    what: "public address",
    rule: "sql-private",
    breaks: [[DATABASE, "settings.ip_configuration.ipv4_enabled", true]],
  },
  {
    row: "database-access",
    what: "plaintext",
    rule: "sql-encrypted",
    breaks: [[DATABASE, "settings.ip_configuration.ssl_mode", "ALLOW_UNENCRYPTED_AND_ENCRYPTED"]],
  },
  {
    row: "database-access",
    what: "client certificates, which no service has",
    rule: "sql-encrypted-declared",
    breaks: [[DATABASE, "settings.ip_configuration.ssl_mode", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"]],
  },
  {
    row: "database-tier",
    what: "edition undeclared",
    rule: "sql-edition-tier",
    breaks: [[DATABASE, "settings.edition", undefined]],
  },
  {
    row: "database-tier",
    what: "plus with a custom tier",
    rule: "sql-edition-tier",
    breaks: [[DATABASE, "settings.edition", "ENTERPRISE_PLUS"]],
  },
  {
    row: "database-tier",
    what: "zonal in prd",
    rule: "sql-production-zonal",
    environment: prd,
    breaks: [[DATABASE, "settings.availability_type", "ZONAL"]],
  },
  {
    row: "database-undo",
    what: "no backups",
    rule: "sql-backups",
    breaks: [[DATABASE, "settings.backup_configuration.enabled", false]],
  },
  {
    row: "database-undo",
    what: "no point in time",
    rule: "sql-backups",
    breaks: [[DATABASE, "settings.backup_configuration.point_in_time_recovery_enabled", false]],
  },
  {
    row: "database-undo",
    what: "Terraform's protection off",
    rule: "sql-deletion-protection-declared",
    breaks: [[DATABASE, "deletion_protection", false]],
  },
  {
    row: "database-undo",
    what: "Google's protection off",
    rule: "sql-deletion-protection-declared",
    breaks: [[DATABASE, "settings.deletion_protection_enabled", false]],
  },
  {
    row: "database-operation",
    what: "no window",
    rule: "sql-maintenance-window",
    breaks: [[DATABASE, "settings.maintenance_window", undefined]],
  },
  {
    row: "database-operation",
    what: "no insights",
    rule: "sql-insights",
    breaks: [[DATABASE, "settings.insights_config.query_insights_enabled", false]],
  },
  {
    row: "database-operation",
    what: "statements logged",
    rule: "sql-log-statement",
    breaks: [[DATABASE, "settings.database_flags.5.value", "all"]],
  },
  {
    row: "max-connections",
    what: "no number",
    rule: "sql-max-connections",
    breaks: [[DATABASE, "settings.database_flags.0.value", "many"]],
  },
  {
    row: "database-tier",
    what: "a version that does not exist",
    rule: "sql-version",
    breaks: [[DATABASE, "database_version", "POSTGRES_99"]],
  },
  {
    row: "database-tier",
    what: "edition left to Google, which picks the right one",
    rule: "sql-edition-declared",
    breaks: [
      [DATABASE, "settings.edition", undefined],
      [DATABASE, "settings.tier", "db-perf-optimized-N-2"],
    ],
  },
  {
    row: "database-tier",
    what: "two zones that trial does not pay for",
    rule: "sql-availability",
    breaks: [[DATABASE, "settings.availability_type", "REGIONAL"]],
  },
  {
    row: "database-undo",
    what: "backups go with the instance",
    rule: "sql-backups-retained",
    breaks: [[DATABASE, "settings.retain_backups_on_delete", false]],
  },
  {
    row: "database-undo",
    what: "both protections off",
    rule: "sql-deletion-protection",
    breaks: [
      [DATABASE, "deletion_protection", false],
      [DATABASE, "settings.deletion_protection_enabled", false],
    ],
  },
  {
    row: "cache-access",
    what: "the right port, by hand",
    rule: "redis-port-reference",
    breaks: [[WEBSOCKET, `${variable("websocket-service", "REDIS_PORT")}.value`, "6378"]],
  },
  {
    row: "cache",
    what: "basic tier",
    rule: "redis-tier",
    breaks: [
      [REDIS, "tier", "BASIC"],
      [REDIS, "replica_count", undefined],
    ],
  },
  { row: "cache", what: "Redis 6", rule: "redis-version", breaks: [[REDIS, "redis_version", "REDIS_6_X"]] },
  { row: "cache", what: "no AUTH", rule: "redis-auth", breaks: [[REDIS, "auth_enabled", false]] },
  { row: "cache", what: "no TLS", rule: "redis-tls", breaks: [[REDIS, "transit_encryption_mode", "DISABLED"]] },
  {
    row: "cache-access",
    what: "own peering",
    rule: "redis-private-access",
    breaks: [[REDIS, "connect_mode", "DIRECT_PEERING"]],
  },
  {
    row: "cache-access",
    what: "port by hand",
    rule: "redis-port",
    breaks: [[WEBSOCKET, `${variable("websocket-service", "REDIS_PORT")}.value`, "6379"]],
  },
  {
    row: "cache-access",
    what: "not protected",
    rule: "redis-prevent-destroy",
    breaks: [[REDIS, "lifecycle.prevent_destroy", false]],
  },
  {
    row: "cache-access",
    what: "not protected by its provider",
    rule: "redis-prevent-destroy",
    breaks: [[REDIS, "deletion_protection", false]],
  },
  {
    row: "cache-access",
    what: "may be deleted by an apply",
    rule: "deletion-policy-declared",
    breaks: [[REDIS, "deletion_policy", "DELETE"]],
  },
  {
    row: "database-undo",
    what: "may be deleted by an apply",
    rule: "deletion-policy-declared",
    breaks: [[DATABASE, "deletion_policy", undefined]],
  },
  {
    row: "database-undo",
    what: "no last backup",
    rule: "sql-final-backup",
    breaks: [[DATABASE, "settings.final_backup_config", undefined]],
  },
  {
    row: "database-undo",
    what: "a last backup for a day",
    rule: "sql-final-backup",
    breaks: [[DATABASE, "settings.final_backup_config.retention_days", 1]],
  },
  {
    row: "cache-access",
    what: "no window",
    rule: "redis-maintenance-window",
    breaks: [[REDIS, "maintenance_policy", undefined]],
  },
  {
    row: "separation",
    what: "another project",
    rule: "stack-project",
    breaks: [["edge/google", "project", "example-prd"]],
  },
  {
    row: "separation",
    what: "one resource in another project",
    rule: "resource-project",
    breaks: [["foundation/network/Default", "project", "example-prd"]],
  },
  {
    row: "database-tier",
    what: "another version",
    rule: "sql-version-declared",
    breaks: [[DATABASE, "database_version", "POSTGRES_18"]],
  },
  {
    row: "separation",
    what: "another environment's name",
    rule: "env-environment-agrees",
    environment: prd,
    breaks: [[AUTH, `${variable("auth-service", "GCP_PROJECT_ID", prd)}.value`, "netra-other"]],
  },
  {
    row: "separation",
    what: "local state",
    rule: "state-remote-backend",
    breaks: [["foundation", "terraform.backend", undefined]],
  },
  {
    row: "separation",
    what: "the state in another environment's bucket",
    rule: "state-remote-backend-declared",
    breaks: [["foundation", "terraform.backend.gcs.bucket", "netra-prd-tfstate"]],
  },
  {
    row: "cache-pool",
    what: "pool 4000",
    rule: "budget-redis-clients",
    breaks: [[AUTH, `${variable("auth-service", "REDIS_POOL_MAX_CONNECTIONS")}.value`, "4000"]],
  },
  {
    row: "private-egress",
    what: "services outside the VPC",
    rule: "run-vpc-access",
    breaks: [[WEBSOCKET, "template.vpc_access", undefined]],
  },
  {
    row: "private-egress",
    what: "all traffic through the VPC",
    rule: "run-egress",
    breaks: [[WEBSOCKET, "template.vpc_access.egress", "ALL_TRAFFIC"]],
  },
  {
    row: "private-egress",
    what: "/27",
    rule: "network-subnet-size",
    breaks: [["foundation/network/subnet", "ip_cidr_range", "10.10.0.0/27"]],
  },
  {
    row: "private-egress",
    what: "/26",
    rule: "budget-subnet-addresses",
    breaks: [["foundation/network/subnet", "ip_cidr_range", "10.10.0.0/26"]],
  },
  {
    row: "entry",
    what: "run.app open",
    rule: "run-ingress",
    breaks: [
      [AUTH, "ingress", "INGRESS_TRAFFIC_ALL"],
      [AUTH, "invoker_iam_disabled", true],
    ],
  },
  {
    row: "entry",
    what: "an address of its own",
    rule: "run-default-uri",
    breaks: [[AUTH, "default_uri_disabled", false]],
  },
  { row: "entry", what: "invoker check on", rule: "run-invoker", breaks: [[AUTH, "invoker_iam_disabled", false]] },
  {
    row: "entry",
    what: "classic scheme",
    rule: "lb-scheme",
    breaks: [["edge/lb/https-rule", "load_balancing_scheme", "EXTERNAL"]],
  },
  {
    row: "entry",
    what: "TLS 1.0",
    rule: "lb-tls-policy",
    breaks: [["edge/lb/tls-policy", "min_tls_version", "TLS_1_0"]],
  },
  {
    row: "entry",
    what: "no TLS policy",
    rule: "lb-tls-policy",
    breaks: [["edge/lb/https-proxy", "ssl_policy", undefined]],
  },
  {
    row: "entry",
    what: "no redirect",
    rule: "lb-https-redirect",
    breaks: [["edge/lb/redirect-url-map", "default_url_redirect.https_redirect", false]],
  },
  { row: "entry", what: "no logging", rule: "lb-logging", breaks: [[BACKEND, "log_config.enable", false]] },
  { row: "entry", what: "Armor detached", rule: "armor-attached", breaks: [[BACKEND, "security_policy", undefined]] },
  {
    row: "entry",
    what: "limit below page loads",
    rule: "armor-rate-limit-declared",
    breaks: [["edge/armor/Default", "rule.0.rate_limit_options.rate_limit_threshold.count", 100]],
  },
  {
    row: "entry",
    what: "one count for all addresses",
    rule: "armor-rate-limit",
    breaks: [["edge/armor/Default", "rule.0.rate_limit_options.enforce_on_key", "ALL"]],
  },
  {
    row: "entry",
    what: "WAF rule enforced",
    rule: "armor-waf-preview",
    breaks: [["edge/armor/Default", "rule.1.preview", false]],
  },
  {
    row: "bypass-key-age",
    what: "no limit",
    rule: "bypass-key-age",
    breaks: [["services/secret-e2e-bypass-key/Default", "annotations", undefined]],
  },
  {
    row: "bypass-key-age",
    what: "another limit",
    rule: "bypass-key-age",
    breaks: [["services/secret-e2e-bypass-key/Default", "annotations", { "max-age-days": "3650" }]],
  },
  {
    row: "secrets",
    what: "value in state",
    rule: "secret-value-in-state",
    breaks: [
      ["services/secret-jwt-secret-key/version", "secret_data", "not-a-real-key"],
      ["services/secret-jwt-secret-key/version", "secret_data_wo", undefined],
    ],
  },
  {
    row: "secrets",
    what: "no version",
    rule: "secret-write-only-version",
    breaks: [["services/database-user-app-a/Default", "password_wo_version", undefined]],
  },
  {
    row: "secrets",
    what: "old version destroyed",
    rule: "secret-rotation",
    breaks: [["services/secret-jwt-secret-key/version", "deletion_policy", "DELETE"]],
  },
  {
    row: "secrets",
    what: "old version goes first",
    rule: "secret-rotation",
    breaks: [["services/secret-jwt-secret-key/version", "lifecycle.create_before_destroy", false]],
  },
  {
    row: "secrets",
    what: "not readable",
    rule: "secret-accessor",
    breaks: [["services/auth-service/reads-jwt-secret-key", "role", "roles/secretmanager.viewer"]],
  },
  {
    row: "secrets",
    what: "AUTH version orders the instance's replacement",
    rule: "secret-cache-auth-tied",
    breaks: [["foundation/redis/auth-version", "lifecycle.create_before_destroy", true]],
  },
  {
    row: "secrets",
    what: "AUTH not tied to its instance",
    rule: "secret-cache-auth-tied",
    breaks: [["foundation/redis/auth-version", "lifecycle.replace_triggered_by", undefined]],
  },
  {
    row: "secrets",
    what: "not protected",
    rule: "secret-deletion-protection",
    breaks: [["services/secret-jwt-secret-key/Default", "deletion_protection", false]],
  },
  {
    row: "state-bucket",
    what: "live versions deleted by age",
    rule: "state-bucket-lifecycle",
    breaks: [
      [BUCKET, "lifecycle_rule.0.condition.age", 30],
      [BUCKET, "lifecycle_rule.0.condition.with_state", "ANY"],
      [BUCKET, "lifecycle_rule.0.condition.num_newer_versions", undefined],
      [BUCKET, "lifecycle_rule.0.condition.days_since_noncurrent_time", undefined],
    ],
  },
  {
    row: "state-bucket",
    what: "no versions",
    rule: "state-bucket-versioning",
    breaks: [[BUCKET, "versioning.enabled", false]],
  },
  {
    row: "state-bucket",
    what: "versions undeclared",
    rule: "state-bucket-versioning",
    breaks: [[BUCKET, "versioning", undefined]],
  },
  {
    row: "state-bucket",
    what: "permissions of objects",
    rule: "state-bucket-access",
    breaks: [[BUCKET, "uniform_bucket_level_access", false]],
  },
  {
    row: "state-bucket",
    what: "public access possible",
    rule: "state-bucket-access",
    breaks: [[BUCKET, "public_access_prevention", "inherited"]],
  },
  {
    row: "programs",
    what: "a program beside a service",
    rule: "provisioner-none",
    breaks: [[AUTH, "provisioner", [{ "local-exec": { command: "./migrate" } }]]],
  },
  {
    row: "ci-identity",
    what: "every repository's tokens",
    rule: "identity-pool-condition",
    breaks: [["bootstrap/deployer/pool/github", "attribute_condition", undefined]],
  },
  {
    row: "ci-identity",
    what: "any subject of the issuer",
    rule: "identity-pool-condition-declared",
    breaks: [["bootstrap/deployer/pool/github", "attribute_condition", 'assertion.sub != ""']],
  },
  {
    row: "ci-identity",
    what: "the planner's tokens for the deployer",
    rule: "identity-pool-condition-declared",
    breaks: [["bootstrap/deployer/pool/github", "attribute_condition", planCondition(trial)]],
  },
  {
    row: "ci-identity",
    what: "pull requests plan without their GitHub environment",
    rule: "identity-pool-condition-declared",
    breaks: [
      [
        "bootstrap/planner/pool/github",
        "attribute_condition",
        planCondition(trial).replace(' && assertion.environment == "trial-pull-request"', ""),
      ],
    ],
  },
  {
    row: "ci-reach",
    what: "every state, bootstrap's among them",
    rule: "ci-state-write",
    breaks: [["bootstrap/deployer/state", "condition", undefined]],
  },
  {
    row: "ci-reach",
    what: "every state, as an administrator of objects",
    rule: "ci-state-write",
    breaks: [
      ["bootstrap/deployer/state", "condition", undefined],
      ["bootstrap/deployer/state", "role", "roles/storage.objectAdmin"],
    ],
  },
  {
    row: "ci-reach",
    what: "bootstrap's prefix too",
    rule: "ci-state-write",
    breaks: [
      [
        "bootstrap/deployer/state",
        "condition.expression",
        'resource.name.startsWith("projects/_/buckets/netra-trial-tfstate/objects/")',
      ],
    ],
  },
  {
    row: "ci-reach",
    what: "the planner writes states",
    rule: "ci-state-write",
    breaks: [["bootstrap/planner/state", "role", "roles/storage.objectUser"]],
  },
  {
    row: "ci-reach",
    what: "the verifier writes them by the bucket's older roles",
    rule: "ci-state-write",
    breaks: [["bootstrap/verifier/state", "role", "roles/storage.legacyBucketWriter"]],
  },
  {
    row: "ci-reach",
    what: "every object of the project",
    rule: "ci-state-write",
    breaks: [["bootstrap/deployer/role-storage-admin", "condition", undefined]],
  },
  {
    row: "ci-reach",
    what: "objects, by a permission of the deployer's own role",
    rule: "ci-state-write",
    breaks: [["bootstrap/deployer/custom-role", "permissions", ["storage.objects.create"]]],
  },
  {
    row: "ci-reach",
    what: "every account of the project",
    rule: "ci-acts-as",
    breaks: [["bootstrap/deployer/role-run-admin", "role", "roles/iam.serviceAccountUser"]],
  },
  {
    row: "ci-reach",
    what: "the verifier's account",
    rule: "ci-acts-as",
    breaks: [
      [
        "bootstrap/account-auth-service/started-by-deployer",
        "service_account_id",
        "${google_service_account.verifier.name}",
      ],
    ],
  },
  {
    row: "ci-reach",
    what: "the database exported to a bucket of its choice",
    rule: "ci-project-roles",
    breaks: [["bootstrap/deployer/role-run-admin", "role", "roles/cloudsql.admin"]],
  },
  {
    row: "ci-reach",
    what: "images pushed",
    rule: "ci-project-roles",
    breaks: [["bootstrap/deployer/role-run-admin", "role", "roles/artifactregistry.admin"]],
  },
  {
    row: "ci-reach",
    what: "roles of the project granted",
    rule: "ci-project-roles",
    breaks: [["bootstrap/deployer/role-run-admin", "role", "roles/resourcemanager.projectIamAdmin"]],
  },
  {
    row: "ci-reach",
    what: "the database restored over, by a permission of its own role",
    rule: "ci-project-roles",
    breaks: [["bootstrap/deployer/custom-role", "permissions", ["cloudsql.instances.restoreBackup"]]],
  },
  ...WATCH_GUARDS,
  {
    row: "e2e-runner",
    what: "in prd",
    rule: "e2e-runner-in-production",
    environment: prd,
    breaks: [["services", "resource.google_cloud_run_v2_job.e2e-runner", RUNNER_BY_HAND]],
  },
  {
    row: "e2e-runner",
    what: "three retries",
    rule: "e2e-runner-once",
    breaks: [[RUNNER, `${RUNNER_TASK}.max_retries`, 3]],
  },
  { row: "e2e-runner", what: "two tasks", rule: "e2e-runner-once", breaks: [[RUNNER, "template.task_count", 2]] },
  {
    row: "e2e-runner",
    what: "an image from elsewhere",
    rule: "e2e-runner-image",
    breaks: [[RUNNER, `${RUNNER_TASK}.containers.0.image`, "docker.io/library/e2e:1.0.0"]],
  },
  {
    row: "e2e-runner",
    what: "latest",
    rule: "run-image-tag",
    breaks: [
      [RUNNER, `${RUNNER_TASK}.containers.0.image`, "us-central1-docker.pkg.dev/example-trial/netra/e2e-tests:latest"],
    ],
  },
  {
    row: "e2e-runner",
    what: "without the key",
    rule: "e2e-runner-key",
    breaks: [[RUNNER, `${RUNNER_TASK}.containers.0.env.${runnerVariable("E2E_BYPASS_KEY")}.name`, "E2E_OTHER_NAME"]],
  },
  {
    row: "e2e-runner",
    what: "the key in another version",
    rule: "secret-shared-version",
    breaks: [
      [
        RUNNER,
        `${RUNNER_TASK}.containers.0.env.${runnerVariable("E2E_BYPASS_KEY")}.value_source.secret_key_ref.version`,
        "7",
      ],
    ],
  },
  {
    row: "e2e-runner",
    what: "may not read the key",
    rule: "secret-accessor",
    breaks: [["services/e2e-runner/reads-e2e-bypass-key", "role", "roles/secretmanager.viewer"]],
  },
  {
    row: "e2e-runner",
    what: "all traffic through the VPC",
    rule: "e2e-runner-egress",
    breaks: [[RUNNER, `${RUNNER_TASK}.vpc_access.egress`, "ALL_TRAFFIC"]],
  },
  {
    row: "e2e-runner",
    what: "two hours",
    rule: "e2e-runner-timeout",
    breaks: [[RUNNER, `${RUNNER_TASK}.timeout`, "7200s"]],
  },
  {
    row: "e2e-runner",
    what: "as a service's account, which may read the key as well",
    rule: "e2e-runner-account",
    breaks: [[RUNNER, `${RUNNER_TASK}.service_account`, "websocket-service@example-trial.iam.gserviceaccount.com"]],
  },
];
