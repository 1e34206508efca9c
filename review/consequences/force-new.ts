import { plainPath } from "../consequence";
import { matches } from "./row";

/** Attributes that provider 6.50.0 cannot change in place, by type; a trailing `.*` is everything below. */
export const FORCE_NEW: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_v2_service: ["location", "name", "project"],
  google_compute_backend_service: ["name", "project"],
  google_compute_url_map: ["name", "project"],
  google_compute_region_network_endpoint_group: [
    "name",
    "region",
    "network_endpoint_type",
    "description",
    "network",
    "subnetwork",
    "psc_target_service",
    "psc_data.*",
    "cloud_run.*",
    "cloud_function.*",
    "app_engine.*",
    "project",
  ],
  google_sql_database_instance: [
    "region",
    "name",
    "project",
    "encryption_key_name",
    "settings.collation",
    // Suppressed by the provider where Google names the same type otherwise.
    "settings.disk_type",
    "replica_configuration.ca_certificate",
    "replica_configuration.client_certificate",
    "replica_configuration.client_key",
    "replica_configuration.connect_retry_interval",
    "replica_configuration.dump_file_path",
    "replica_configuration.failover_target",
    "replica_configuration.master_heartbeat_period",
    "replica_configuration.password",
    "replica_configuration.ssl_cipher",
    "replica_configuration.username",
    "replica_configuration.verify_server_certificate",
  ],
  google_redis_instance: [
    "name",
    "alternative_location_id",
    "authorized_network",
    "connect_mode",
    "customer_managed_key",
    "location_id",
    "region",
    "reserved_ip_range",
    "tier",
    "transit_encryption_mode",
    "project",
  ],
  google_compute_global_address: [
    "name",
    "address",
    "address_type",
    "description",
    "ip_version",
    "network",
    "prefix_length",
    "purpose",
    "project",
  ],
  google_compute_network: [
    "name",
    "auto_create_subnetworks",
    "description",
    "enable_ula_internal_ipv6",
    "internal_ipv6_range",
    "network_profile",
    "params.*",
    "project",
  ],
  google_compute_subnetwork: [
    "name",
    "network",
    "description",
    "enable_flow_logs",
    "external_ipv6_prefix",
    "ip_collection",
    "params.*",
    "region",
    "reserved_internal_range",
    "project",
  ],
  google_compute_target_https_proxy: [
    "name",
    "description",
    "http_keep_alive_timeout_sec",
    "proxy_bind",
    "tls_early_data",
    "project",
  ],
  google_compute_target_http_proxy: ["name", "description", "http_keep_alive_timeout_sec", "proxy_bind", "project"],
  google_compute_ssl_policy: ["name", "description", "project"],
  google_compute_managed_ssl_certificate: ["name", "description", "type", "managed.domains", "project"],
  google_vpc_access_connector: [
    "name",
    "ip_cidr_range",
    "network",
    "region",
    "subnet.*",
    "min_throughput",
    "max_throughput",
    "project",
  ],
  google_service_networking_connection: ["network", "service"],
  google_sql_database: ["name", "instance", "project"],
  google_sql_user: ["name", "instance", "host", "type", "project"],
  google_secret_manager_secret: ["secret_id", "replication.*", "tags.*", "project"],
  google_secret_manager_secret_version: ["secret", "secret_data", "secret_data_wo_version", "is_secret_data_base64"],
  google_compute_security_policy: ["name", "type", "project"],
  // The facts name these and say that there are more.
  google_compute_global_forwarding_rule: [
    "name",
    "ip_address",
    "ip_protocol",
    "ip_version",
    "port_range",
    "network",
    "network_tier",
    "description",
    "metadata_filters.*",
  ],
};

/** Attributes that force a replacement only in one direction: type → plain path → which. */
export const FORCE_NEW_WHEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  google_sql_database_instance: {
    "settings.disk_size": "cannot shrink in place",
    "settings.ip_configuration.private_network": "cannot be removed in place",
    master_instance_name: "cannot be changed in place unless it is a switchover",
    "replica_configuration.cascadable_replica": "cannot be changed in place unless it is a switchover",
  },
  google_redis_instance: { redis_version: "cannot go down in place" },
  google_compute_subnetwork: { ip_cidr_range: "cannot change in place unless it only grows" },
  google_vpc_access_connector: {
    min_instances: "cannot go down in place",
    max_instances: "cannot go down in place",
  },
};

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Whether any change of that attribute replaces the resource. */
export const forcesReplacement = (type: string, path: string): boolean =>
  (own(FORCE_NEW, type) ?? []).some((pattern) => matches(pattern, plainPath(path)));

/**
 * Why a path forces a replacement: `name cannot be changed in place`. Of a path that the tables do not know only the
 * attribute is named: below it may stand a key of a map or an item of a set.
 */
export function replacementReason(type: string, path: string): string {
  const plain = plainPath(path);
  const conditions = own(FORCE_NEW_WHEN, type) ?? {};
  const condition = own(conditions, plain);
  if (condition !== undefined) return `${plain} ${condition}`;
  const pattern = (own(FORCE_NEW, type) ?? []).find((known) => matches(known, plain));
  const name = pattern?.replace(/\.\*$/, "") ?? /^[a-z0-9_]+/.exec(plain)?.[0] ?? "an attribute";
  return `${name} cannot be changed in place`;
}
