/** What people call the things of a Terraform type, where its own words would not do. */
const NOUNS: Readonly<Record<string, string>> = {
  google_artifact_registry_repository: "image repository",
  google_bigquery_dataset: "dataset",
  google_cloud_run_service: "Cloud Run service",
  google_cloud_run_v2_job: "Cloud Run job",
  google_cloud_run_v2_service: "Cloud Run service",
  google_cloudfunctions2_function: "function",
  google_cloudfunctions_function: "function",
  google_compute_address: "address",
  google_compute_backend_bucket: "backend bucket",
  google_compute_backend_service: "backend",
  google_compute_firewall: "firewall rule",
  google_compute_forwarding_rule: "entrance",
  google_compute_global_address: "address",
  google_compute_global_forwarding_rule: "entrance",
  google_compute_instance: "machine",
  google_compute_managed_ssl_certificate: "certificate",
  google_compute_network: "network",
  google_compute_region_backend_service: "backend",
  google_compute_region_network_endpoint_group: "endpoint group",
  google_compute_router_nat: "NAT",
  google_compute_security_policy: "Cloud Armor policy",
  google_compute_security_policy_rule: "Cloud Armor rule",
  google_compute_ssl_certificate: "certificate",
  google_compute_ssl_policy: "TLS policy",
  google_compute_subnetwork: "subnet",
  google_compute_target_http_proxy: "HTTP proxy",
  google_compute_target_https_proxy: "HTTPS proxy",
  google_compute_url_map: "URL map",
  google_container_cluster: "Kubernetes cluster",
  google_dns_managed_zone: "DNS zone",
  google_dns_record_set: "DNS record",
  google_iam_workload_identity_pool: "identity pool",
  google_iam_workload_identity_pool_provider: "identity provider",
  google_logging_metric: "log metric",
  google_logging_project_sink: "log sink",
  google_memorystore_instance: "cache",
  google_monitoring_alert_policy: "alert",
  google_monitoring_custom_service: "monitored service",
  google_monitoring_dashboard: "dashboard",
  google_monitoring_metric_descriptor: "metric descriptor",
  google_monitoring_notification_channel: "notification channel",
  google_monitoring_slo: "objective",
  google_monitoring_uptime_check_config: "uptime check",
  google_project_iam_custom_role: "custom role",
  google_project_service: "API",
  google_pubsub_subscription: "subscription",
  google_pubsub_topic: "topic",
  google_redis_cluster: "cache",
  google_redis_instance: "cache",
  google_secret_manager_secret: "secret",
  google_secret_manager_secret_version: "secret version",
  google_service_account: "service account",
  google_service_networking_connection: "private peering",
  google_sql_database: "database",
  google_sql_database_instance: "database instance",
  google_sql_user: "database user",
  google_storage_bucket: "bucket",
  google_storage_bucket_object: "object",
  google_vpc_access_connector: "VPC connector",
};

const GRANT = /_iam_(?:audit_config|binding|member|policy)$/;

/** A noun for a Terraform type, without an article: `cache`, `URL map`, `compute disk`. */
export function typeNoun(type: string): string {
  if (Object.hasOwn(NOUNS, type)) return NOUNS[type] ?? type;
  if (GRANT.test(type)) return "grant";
  return type.replace(/^google_/, "").replaceAll("_", " ");
}

/** The same for several: `28 alerts`, `1 cache`, `3 Cloud Armor policies`. */
export function countedNoun(count: number, type: string): string {
  const noun = typeNoun(type);
  return `${count} ${count === 1 ? noun : pluralOf(noun)}`;
}

function pluralOf(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
