/**
 * Start of a Terraform address → file that declares it, because cdktf keeps none. The first that fits counts:
 * exceptions stand before their type.
 */
export const SOURCE_FILES: readonly (readonly [prefix: string, file: string])[] = [
  ["google_compute_global_address.network_", "constructs/private-network.ts"],
  ["google_secret_manager_secret.redis_", "constructs/redis.ts"],
  ["google_secret_manager_secret_version.redis_", "constructs/redis.ts"],
  ...["planner", "deployer", "verifier"].flatMap((account) =>
    ["google_service_account", "google_project_iam_member"].map(
      (type) => [`${type}.${account}`, "constructs/ci-account.ts"] as const,
    ),
  ),
  ["google_storage_bucket.e2e-results", "constructs/results-bucket.ts"],
  ["google_storage_bucket_iam_member.e2e-results_", "constructs/results-bucket.ts"],
  ["google_artifact_registry_repository.", "constructs/artifact-registry.ts"],
  ["google_cloud_run_v2_job.", "constructs/cloud-run-job.ts"],
  ["google_cloud_run_v2_service.", "constructs/cloud-run-service.ts"],
  ["google_compute_backend_service.", "constructs/serverless-backend.ts"],
  ["google_compute_region_network_endpoint_group.", "constructs/serverless-backend.ts"],
  ["google_compute_global_address.", "constructs/https-load-balancer.ts"],
  ["google_compute_global_forwarding_rule.", "constructs/https-load-balancer.ts"],
  ["google_compute_managed_ssl_certificate.", "constructs/https-load-balancer.ts"],
  ["google_compute_ssl_policy.", "constructs/https-load-balancer.ts"],
  ["google_compute_target_http_proxy.", "constructs/https-load-balancer.ts"],
  ["google_compute_target_https_proxy.", "constructs/https-load-balancer.ts"],
  ["google_compute_url_map.", "constructs/https-load-balancer.ts"],
  ["google_compute_network.", "constructs/private-network.ts"],
  ["google_compute_subnetwork.", "constructs/private-network.ts"],
  ["google_service_networking_connection.", "constructs/private-network.ts"],
  ["google_compute_security_policy.", "constructs/cloud-armor.ts"],
  ["google_iam_workload_identity_pool.", "constructs/workload-identity.ts"],
  ["google_iam_workload_identity_pool_provider.", "constructs/workload-identity.ts"],
  ["google_logging_metric.", "constructs/log-metric.ts"],
  ["google_monitoring_alert_policy.", "constructs/alert-policy.ts"],
  ["google_monitoring_custom_service.", "constructs/objective.ts"],
  ["google_monitoring_dashboard.", "stacks/monitoring.ts"],
  ["google_monitoring_metric_descriptor.", "constructs/custom-metric.ts"],
  ["google_monitoring_notification_channel.", "constructs/notification-channel.ts"],
  ["google_monitoring_slo.", "constructs/objective.ts"],
  ["google_monitoring_uptime_check_config.", "constructs/uptime-check.ts"],
  ["google_project_iam_custom_role.", "constructs/ci-account.ts"],
  ["google_service_account_iam_member.", "constructs/ci-account.ts"],
  ["google_storage_bucket_iam_member.", "constructs/ci-account.ts"],
  ["google_storage_bucket.", "constructs/state-bucket.ts"],
  ["google_project_service.", "constructs/project-services.ts"],
  ["google_project_iam_member.", "constructs/runtime-account.ts"],
  ["google_secret_manager_secret_iam_member.", "constructs/secret.ts"],
  ["google_service_account.", "constructs/runtime-account.ts"],
  ["google_redis_instance.", "constructs/redis.ts"],
  ["google_secret_manager_secret.", "constructs/secret.ts"],
  ["google_secret_manager_secret_version.", "constructs/secret.ts"],
  ["google_sql_database.", "constructs/postgres.ts"],
  ["google_sql_database_instance.", "constructs/postgres.ts"],
  ["google_sql_user.", "constructs/database-user.ts"],
];

/** What a stack is for, as its name says → its file; for what belongs to a stack as a whole. */
export const STACK_FILES: Readonly<Record<string, string>> = {
  bootstrap: "stacks/bootstrap.ts",
  foundation: "stacks/foundation.ts",
  services: "stacks/services.ts",
  edge: "stacks/edge.ts",
  monitoring: "stacks/monitoring.ts",
};

/** Where everything begins; for what nobody knows better. */
export const FALLBACK_FILE = "main.ts";

/** The file of this repository that declares something, relative to its root. */
export const sourceFileOf = (stack: string, address: string): string =>
  SOURCE_FILES.find(([prefix]) => address.startsWith(prefix))?.[1] ??
  Object.entries(STACK_FILES).find(([role]) => stack.split("-").includes(role))?.[1] ??
  FALLBACK_FILE;
