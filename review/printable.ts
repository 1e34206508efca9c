import { isQuotable } from "../policy/core/rule";
import { plainPath } from "./consequence";

/**
 * Paths whose values may be printed: numbers, switches and Google's own words, at places that cannot hold a secret.
 * Everything else is just "changed". A list of what may, because a list of what may not is never complete.
 */
const PRINTABLE: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_v2_service: [
    "ingress",
    "invoker_iam_disabled",
    "deletion_protection",
    "launch_stage",
    "scaling.min_instance_count",
    "traffic.type",
    "traffic.percent",
    "template.timeout",
    "template.session_affinity",
    "template.execution_environment",
    "template.max_instance_request_concurrency",
    "template.scaling.min_instance_count",
    "template.scaling.max_instance_count",
    "template.vpc_access.egress",
    "template.containers.ports.name",
    "template.containers.ports.container_port",
    "template.containers.resources.cpu_idle",
    "template.containers.resources.startup_cpu_boost",
    "template.containers.resources.limits.cpu",
    "template.containers.resources.limits.memory",
    ...["startup_probe", "liveness_probe"].flatMap((probe) =>
      ["period_seconds", "timeout_seconds", "failure_threshold", "initial_delay_seconds"].map(
        (time) => `template.containers.${probe}.${time}`,
      ),
    ),
    "template.containers.env.value_source.secret_key_ref.version",
  ],
  google_compute_backend_service: [
    "timeout_sec",
    "connection_draining_timeout_sec",
    "load_balancing_scheme",
    "protocol",
    "port_name",
    "session_affinity",
    "enable_cdn",
    "iap.enabled",
    "log_config.enable",
    "log_config.sample_rate",
  ],
  google_compute_ssl_policy: ["min_tls_version", "profile"],
  google_compute_target_https_proxy: ["http_keep_alive_timeout_sec", "quic_override", "tls_early_data"],
  google_compute_security_policy: [
    "rule.action",
    "rule.preview",
    "rule.priority",
    "rule.rate_limit_options.enforce_on_key",
    "rule.rate_limit_options.rate_limit_threshold.count",
    "rule.rate_limit_options.rate_limit_threshold.interval_sec",
  ],
  google_sql_database_instance: [
    "database_version",
    "deletion_protection",
    "settings.activation_policy",
    "settings.availability_type",
    "settings.deletion_protection_enabled",
    "settings.disk_autoresize",
    "settings.disk_autoresize_limit",
    "settings.disk_size",
    "settings.disk_type",
    "settings.edition",
    "settings.tier",
    "settings.backup_configuration.enabled",
    "settings.backup_configuration.point_in_time_recovery_enabled",
    "settings.backup_configuration.transaction_log_retention_days",
    "settings.insights_config.query_insights_enabled",
    "settings.ip_configuration.ipv4_enabled",
    "settings.ip_configuration.ssl_mode",
    "settings.maintenance_window.day",
    "settings.maintenance_window.hour",
  ],
  google_redis_instance: [
    "auth_enabled",
    "connect_mode",
    "memory_size_gb",
    "read_replicas_mode",
    "redis_version",
    "replica_count",
    "tier",
    "transit_encryption_mode",
  ],
  google_sql_user: ["password_wo_version"],
  google_secret_manager_secret_version: ["enabled", "secret_data_wo_version"],
  google_compute_subnetwork: ["private_ip_google_access", "stack_type"],
  google_vpc_access_connector: ["min_instances", "max_instances", "machine_type"],
};

/** The value as text where it may be printed; undefined where it may not, or there is none. */
export function printable(type: string, path: string, value: unknown, sensitive: boolean): string | undefined {
  if (sensitive || !(Object.hasOwn(PRINTABLE, type) && PRINTABLE[type]?.includes(plainPath(path)))) return undefined;
  if (typeof value === "number" || typeof value === "boolean") return `${value}`;
  return typeof value === "string" && isQuotable(value) ? value : undefined;
}
