import { HARDENED_ROWS } from "./hardened/table";
import { entryOf, plainPath } from "./paths";

/**
 * Attributes whose values may be printed: numbers, switches and Google's own words, at places that cannot hold a secret.
 * Everything else is just "changed". A list of what may, because a list of what may not is never complete.
 */
const PRINTABLE_PATHS: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_v2_service: [
    "launch_stage",
    "scaling.max_instance_count",
    "scaling.min_instance_count",
    "traffic.type",
    "traffic.percent",
    "template.timeout",
    "template.session_affinity",
    "template.max_instance_request_concurrency",
    "template.scaling.min_instance_count",
    "template.scaling.max_instance_count",
    "template.containers.ports.container_port",
    "template.containers.resources.cpu_idle",
    "template.containers.resources.limits.cpu",
    "template.containers.resources.limits.memory",
    ...["startup_probe", "liveness_probe", "readiness_probe"].flatMap((probe) =>
      ["period_seconds", "timeout_seconds", "failure_threshold", "initial_delay_seconds"].map(
        (time) => `template.containers.${probe}.${time}`,
      ),
    ),
    "template.containers.readiness_probe.success_threshold",
    "template.containers.env.value_source.secret_key_ref.version",
  ],
  google_compute_backend_service: ["enable_cdn", "log_config.sample_rate"],
  google_compute_target_https_proxy: ["quic_override"],
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
    "settings.availability_type",
    "settings.disk_autoresize",
    "settings.disk_autoresize_limit",
    "settings.edition",
    "settings.tier",
    "settings.backup_configuration.transaction_log_retention_days",
    "settings.maintenance_window.day",
    "settings.maintenance_window.hour",
  ],
  google_redis_instance: ["memory_size_gb", "read_replicas_mode", "replica_count"],
  google_sql_user: ["password_wo_version"],
  google_secret_manager_secret_version: ["enabled", "secret_data_wo_version"],
  google_compute_subnetwork: ["private_ip_google_access", "stack_type"],
  google_vpc_access_connector: ["min_instances", "max_instances", "machine_type"],
};

/** A region of Google Cloud (https://cloud.google.com/about/locations). */
const REGION = /^(africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]{4,12}\d{1,2}$/;
const words = (...known: readonly string[]): RegExp => new RegExp(`^(${known.join("|")})$`);
const SWITCH = words("true", "false");

/**
 * Forms of values that may be printed of what exists, by `type.path`: Google's own words. What somebody made by hand may
 * hold a secret anywhere, so that anything of another form is not printed.
 */
export const PRINTABLE_FORMS: Readonly<Record<string, RegExp>> = {
  "google_artifact_registry_repository.format": words(
    "DOCKER",
    "MAVEN",
    "NPM",
    "PYTHON",
    "APT",
    "YUM",
    "GO",
    "GENERIC",
  ),
  "google_artifact_registry_repository.location": REGION,
  "google_artifact_registry_repository.mode": words("STANDARD_REPOSITORY", "REMOTE_REPOSITORY", "VIRTUAL_REPOSITORY"),
  "google_cloud_run_v2_service.location": REGION,
  "google_compute_global_address.address_type": words("EXTERNAL", "INTERNAL"),
  "google_compute_global_address.ip_version": words("IPV4", "IPV6"),
  "google_compute_global_address.prefix_length": /^\d{1,3}$/,
  "google_compute_global_address.purpose": words("VPC_PEERING", "PRIVATE_SERVICE_CONNECT"),
  "google_compute_global_forwarding_rule.ip_protocol": words("TCP", "UDP", "ESP", "AH", "SCTP", "ICMP"),
  "google_compute_global_forwarding_rule.network_tier": words("PREMIUM", "STANDARD"),
  "google_compute_global_forwarding_rule.port_range": /^\d{1,5}(-\d{1,5})?$/,
  "google_compute_network.auto_create_subnetworks": SWITCH,
  "google_compute_network.enable_ula_internal_ipv6": SWITCH,
  "google_compute_region_network_endpoint_group.network_endpoint_type": words("SERVERLESS", "PRIVATE_SERVICE_CONNECT"),
  "google_compute_region_network_endpoint_group.region": REGION,
  "google_compute_security_policy.type": words("CLOUD_ARMOR", "CLOUD_ARMOR_EDGE", "CLOUD_ARMOR_INTERNAL_SERVICE"),
  "google_compute_subnetwork.region": REGION,
  "google_compute_target_http_proxy.http_keep_alive_timeout_sec": /^\d{1,4}$/,
  "google_compute_target_https_proxy.http_keep_alive_timeout_sec": /^\d{1,4}$/,
  "google_compute_target_https_proxy.tls_early_data": words("STRICT", "PERMISSIVE", "DISABLED", "UNRESTRICTED"),
  "google_redis_instance.connect_mode": words("DIRECT_PEERING", "PRIVATE_SERVICE_ACCESS"),
  "google_redis_instance.redis_version": /^REDIS_\d_(\d|X)$/,
  "google_redis_instance.region": REGION,
  "google_redis_instance.tier": words("BASIC", "STANDARD_HA"),
  "google_redis_instance.transit_encryption_mode": words("DISABLED", "SERVER_AUTHENTICATION"),
  "google_sql_database_instance.region": REGION,
  "google_sql_database_instance.settings.disk_size": /^\d{1,5}$/,
  "google_sql_database_instance.settings.disk_type": words("PD_SSD", "PD_HDD", "HYPERDISK_BALANCED"),
};

const HARDENED_PATHS: ReadonlySet<string> = new Set(
  HARDENED_ROWS.map(({ type, path }) => `${type}.${plainPath(path)}`),
);

/**
 * Whether the values of an attribute may be printed: it is in one of the tables, or is a hardened value.
 *
 * @param path - with or without indexes
 */
export function isPrintable(type: string, path: string): boolean {
  const plain = plainPath(path);
  const key = `${type}.${plain}`;
  return (
    HARDENED_PATHS.has(key) ||
    Object.hasOwn(PRINTABLE_FORMS, key) ||
    (entryOf(PRINTABLE_PATHS, type)?.includes(plain) ?? false)
  );
}
