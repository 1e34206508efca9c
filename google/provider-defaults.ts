import { CACHE_ACCESS } from "./hardened/memorystore";
import type { HardenedRow } from "./hardened/row";

/**
 * What provider google 6.50.0 makes of an argument that is not declared. Keys are `type.path`, plain paths. Source: the schemas in
 * https://github.com/hashicorp/terraform-provider-google/tree/v6.50.0/google/services.
 */

/**
 * Arguments that replace their resource and stay as they are where the program leaves them out: `Optional` and
 * `Computed` in the schema. Any other one that is left out is taken away, and that replaces.
 */
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

/** Entry of a hardened value whose default is the provider's too. */
const rowDefault = ({ type, path, default: value }: HardenedRow & { readonly default: string }) => ({
  [`${type}.${path}`]: value,
});

/** What the provider puts where nothing is declared: `Default` in its schema. */
export const PROVIDER_DEFAULTS: Readonly<Record<string, string>> = {
  "google_artifact_registry_repository.mode": "STANDARD_REPOSITORY",
  "google_compute_global_address.address_type": "EXTERNAL",
  "google_compute_global_address.ip_version": "IPV4",
  "google_compute_managed_ssl_certificate.type": "MANAGED",
  "google_compute_network.auto_create_subnetworks": "true",
  "google_compute_region_network_endpoint_group.network_endpoint_type": "SERVERLESS",
  ...rowDefault(CACHE_ACCESS.connectMode),
  "google_redis_instance.tier": "BASIC",
  ...rowDefault(CACHE_ACCESS.transitEncryptionMode),
  "google_sql_user.type": "BUILT_IN",
};

/**
 * Arguments of which the provider takes "not there" and the default for the same, also in what exists: their
 * `DiffSuppressFunc` says so.
 */
export const EMPTY_IS_DEFAULT: ReadonlySet<string> = new Set([
  "google_compute_global_address.address_type",
  "google_compute_global_address.ip_version",
  "google_sql_user.type",
]);
