/**
 * What google 6.50 makes of a difference at an argument that replaces its resource, where that is not simply "other
 * text, new resource". Keys are `type.path`, paths without indexes.
 */

/**
 * What the review's table (consequences/force-new.ts) does not list, because no plan of ours can hold it. A type of
 * the import table is in one of the two: with an empty list, everything that replaces it is part of its id.
 */
export const FURTHER_FORCE_NEW: Readonly<Record<string, readonly string[]>> = {
  google_artifact_registry_repository: ["location", "format", "mode", "kms_key_name", "remote_repository_config.*"],
  google_cloud_run_v2_job: ["location"],
  google_compute_global_forwarding_rule: ["no_automate_dns_zone", "source_ip_ranges", "subnetwork"],
  google_iam_workload_identity_pool: [],
  google_iam_workload_identity_pool_provider: [],
  google_logging_metric: ["metric_descriptor.value_type", "metric_descriptor.labels.*"],
  google_monitoring_custom_service: [],
  google_monitoring_metric_descriptor: ["metric_kind", "value_type", "labels.*", "launch_stage"],
  google_monitoring_slo: [],
  google_project_iam_custom_role: [],
  google_project_iam_member: [],
  google_project_service: [],
  google_secret_manager_secret_iam_member: [],
  google_service_account: [],
  google_service_account_iam_member: [],
  google_storage_bucket: [
    "location",
    "enable_object_retention",
    "hierarchical_namespace.*",
    "custom_placement_config.*",
  ],
  google_storage_bucket_iam_member: [],
};

/** Left out of the program, these stay as they are. Any other one left out is taken away, and that replaces. */
export const KEPT_WHEN_UNDECLARED: ReadonlySet<string> = new Set([
  "google_artifact_registry_repository.location",
  "google_compute_global_address.address",
  "google_compute_global_address.prefix_length",
  "google_compute_global_forwarding_rule.ip_address",
  "google_compute_global_forwarding_rule.ip_protocol",
  "google_compute_global_forwarding_rule.network",
  "google_compute_global_forwarding_rule.network_tier",
  "google_compute_global_forwarding_rule.subnetwork",
  "google_compute_network.internal_ipv6_range",
  "google_compute_region_network_endpoint_group.psc_data",
  "google_compute_security_policy.type",
  "google_compute_subnetwork.enable_flow_logs",
  "google_compute_subnetwork.external_ipv6_prefix",
  "google_compute_subnetwork.region",
  "google_compute_target_http_proxy.proxy_bind",
  "google_compute_target_https_proxy.proxy_bind",
  "google_compute_target_https_proxy.tls_early_data",
  "google_redis_instance.alternative_location_id",
  "google_redis_instance.authorized_network",
  "google_redis_instance.location_id",
  "google_redis_instance.region",
  "google_redis_instance.reserved_ip_range",
  "google_sql_database_instance.encryption_key_name",
  "google_sql_database_instance.region",
  "google_sql_database_instance.settings.disk_size",
  "google_sql_database_instance.settings.disk_type",
  "google_sql_user.host",
]);

/** What the provider puts where nothing is declared. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  "google_artifact_registry_repository.mode": "STANDARD_REPOSITORY",
  "google_compute_global_address.address_type": "EXTERNAL",
  "google_compute_global_address.ip_version": "IPV4",
  "google_compute_managed_ssl_certificate.type": "MANAGED",
  "google_compute_network.auto_create_subnetworks": "true",
  "google_compute_region_network_endpoint_group.network_endpoint_type": "SERVERLESS",
  "google_redis_instance.connect_mode": "DIRECT_PEERING",
  "google_redis_instance.tier": "BASIC",
  "google_redis_instance.transit_encryption_mode": "DISABLED",
  "google_sql_user.type": "BUILT_IN",
};

/** Reading an argument that is not there and its default are one to the provider, also on the side of what exists. */
export const EMPTY_IS_DEFAULT: ReadonlySet<string> = new Set([
  "google_compute_global_address.address_type",
  "google_compute_global_address.ip_version",
  "google_sql_user.type",
]);

const link = (text: string): string => text.slice(text.lastIndexOf("/") + 1);
const lower = (text: string): string => text.toLowerCase();

/** Spellings that the provider takes for the same: both sides are compared after this. */
export const SPELLING: Readonly<Record<string, (text: string) => string>> = {
  "google_artifact_registry_repository.format": lower,
  "google_cloud_run_v2_service.name": link,
  "google_compute_global_address.network": link,
  "google_compute_global_forwarding_rule.ip_protocol": lower,
  "google_compute_global_forwarding_rule.network": link,
  "google_compute_global_forwarding_rule.port_range": (text) => text.replace(/^(\d+)-\1$/, "$1"),
  "google_compute_global_forwarding_rule.subnetwork": link,
  "google_compute_managed_ssl_certificate.managed.domains": (text) => text.replace(/\.$/, ""),
  "google_compute_network.network_profile": link,
  "google_compute_region_network_endpoint_group.network": link,
  "google_compute_region_network_endpoint_group.region": link,
  "google_compute_region_network_endpoint_group.subnetwork": link,
  "google_compute_subnetwork.network": link,
  "google_compute_subnetwork.region": link,
  "google_compute_subnetwork.reserved_internal_range": link,
  "google_redis_instance.authorized_network": link,
  "google_service_networking_connection.network": link,
  "google_sql_database_instance.settings.disk_type": (text) => lower(text).replaceAll("-", "_"),
  "google_storage_bucket.location": lower,
};

/** `REDIS_7_2` → 7.2, `REDIS_7_X` → 7. */
const redisVersion = (text: string): number => Number.parseFloat(text.replace(/^REDIS_/, "").replace("_", "."));

const ipv4 = (text: string): number => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** Whether an IPv4 range lies wholly within another. */
function within(inner: string, outer: string): boolean {
  const [[innerStart = "", innerBits = ""], [outerStart = "", outerBits = ""]] = [inner.split("/"), outer.split("/")];
  const size = 2 ** (32 - Number(outerBits));
  return (
    Number(innerBits) >= Number(outerBits) &&
    Math.floor(ipv4(innerStart) / size) === Math.floor(ipv4(outerStart) / size)
  );
}

/** Arguments that change in place one way and replace the other: whether going from what exists to the declared does. */
export const ONE_WAY: Readonly<Record<string, (declared: string | undefined, existing: string) => boolean>> = {
  "google_compute_subnetwork.ip_cidr_range": (declared, existing) =>
    declared !== undefined && !within(existing, declared),
  "google_redis_instance.redis_version": (declared, existing) =>
    declared !== undefined && redisVersion(declared) < redisVersion(existing),
  "google_sql_database_instance.settings.disk_size": (declared, existing) =>
    declared !== undefined && Number(declared) < Number(existing),
  "google_sql_database_instance.settings.ip_configuration.private_network": (declared) => declared === undefined,
};

const REGION = /^(africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]{4,12}\d{1,2}$/;
const words = (...known: readonly string[]): RegExp => new RegExp(`^(${known.join("|")})$`);
const SWITCH = words("true", "false");

/** What may be printed, as Google's own words for it: everything else of what exists may be a secret. */
export const PRINTABLE: Readonly<Record<string, RegExp>> = {
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
