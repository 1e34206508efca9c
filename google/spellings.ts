/** `projects/p/global/networks/n` → `n`. */
const lastPart = (text: string): string => text.slice(text.lastIndexOf("/") + 1);
const lowerCase = (text: string): string => text.toLowerCase();

/**
 * Spellings that provider google 6.50.0 takes for the same, by `type.path`: both sides are compared after this. Source: the
 * `DiffSuppressFunc` of each argument in https://github.com/hashicorp/terraform-provider-google/tree/v6.50.0/google/services.
 */
export const SPELLING: Readonly<Record<string, (text: string) => string>> = {
  "google_artifact_registry_repository.format": lowerCase,
  "google_cloud_run_v2_service.name": lastPart,
  "google_compute_global_address.network": lastPart,
  "google_compute_global_forwarding_rule.ip_protocol": lowerCase,
  "google_compute_global_forwarding_rule.network": lastPart,
  "google_compute_global_forwarding_rule.port_range": (text) => text.replace(/^(\d+)-\1$/, "$1"),
  "google_compute_global_forwarding_rule.subnetwork": lastPart,
  "google_compute_managed_ssl_certificate.managed.domains": (text) => text.replace(/\.$/, ""),
  "google_compute_network.network_profile": lastPart,
  "google_compute_region_network_endpoint_group.network": lastPart,
  "google_compute_region_network_endpoint_group.region": lastPart,
  "google_compute_region_network_endpoint_group.subnetwork": lastPart,
  "google_compute_subnetwork.network": lastPart,
  "google_compute_subnetwork.region": lastPart,
  "google_compute_subnetwork.reserved_internal_range": lastPart,
  "google_redis_instance.authorized_network": lastPart,
  "google_service_networking_connection.network": lastPart,
  "google_sql_database_instance.settings.disk_type": (text) => lowerCase(text).replaceAll("-", "_"),
  "google_storage_bucket.location": lowerCase,
};
