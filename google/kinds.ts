import { entryOf } from "./paths";

/**
 * What people call the resources of a type, by the names of Google's own documentation
 * (https://cloud.google.com/products), in the singular.
 */
const KINDS: Readonly<Record<string, string>> = {
  google_artifact_registry_repository: "Artifact Registry repository",
  google_bigquery_dataset: "BigQuery dataset",
  google_cloud_run_service: "Cloud Run service",
  google_cloud_run_v2_job: "Cloud Run job",
  google_cloud_run_v2_service: "Cloud Run service",
  google_cloud_run_v2_worker_pool: "Cloud Run worker pool",
  google_cloud_scheduler_job: "Cloud Scheduler job",
  google_cloudfunctions2_function: "Cloud Run function",
  google_compute_backend_bucket: "backend bucket",
  google_compute_backend_service: "backend service",
  google_compute_global_address: "global address",
  google_compute_global_forwarding_rule: "forwarding rule",
  google_compute_managed_ssl_certificate: "managed certificate",
  google_compute_network: "VPC network",
  google_compute_region_network_endpoint_group: "serverless network endpoint group",
  google_compute_security_policy: "Cloud Armor policy",
  google_compute_ssl_policy: "TLS policy",
  google_compute_target_http_proxy: "HTTP proxy",
  google_compute_target_https_proxy: "HTTPS proxy",
  google_compute_url_map: "load balancer (URL map)",
  google_iam_workload_identity_pool: "workload identity pool",
  google_iam_workload_identity_pool_provider: "workload identity provider",
  google_logging_metric: "log-based metric",
  google_monitoring_alert_policy: "alert policy",
  google_monitoring_custom_service: "monitored service",
  google_monitoring_dashboard: "dashboard",
  google_monitoring_metric_descriptor: "metric descriptor",
  google_monitoring_notification_channel: "notification channel",
  google_monitoring_slo: "service level objective",
  google_monitoring_uptime_check_config: "uptime check",
  google_project_iam_custom_role: "custom role",
  google_project_service: "enabled API",
  google_pubsub_subscription: "Pub/Sub subscription",
  google_pubsub_topic: "Pub/Sub topic",
  google_redis_instance: "Memorystore for Redis instance",
  google_secret_manager_secret: "secret",
  google_secret_manager_secret_version: "secret version",
  google_service_account: "service account",
  google_service_networking_connection: "private service connection",
  google_sql_database: "database",
  google_sql_database_instance: "Cloud SQL instance",
  google_sql_user: "database user",
  google_storage_bucket: "bucket",
  google_vpc_access_connector: "VPC connector",
};

/** What a grant's type ends in. */
const GRANT = /_iam_(?:member|binding|policy)$/;

/** What people call a resource of a type; of one that is not in the table, the words of the type itself. */
export const kindOf = (type: string): string =>
  entryOf(KINDS, type) ?? (GRANT.test(type) ? "grant" : type.replace(/^google_/, "").replaceAll("_", " "));

/** The same for several: `28 alert policies`. */
export function kindsText(count: number, type: string): string {
  const kind = kindOf(type);
  if (count === 1) return `1 ${kind}`;
  const [, word = kind, note = ""] = /^(.*?)( \(.*\))?$/.exec(kind) ?? [];
  return `${count} ${pluralOf(word)}${note}`;
}

const pluralOf = (word: string): string => {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
};
