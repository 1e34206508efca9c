/**
 * The API that the provider calls for a type, by how its name begins: the longest beginning counts ("API documentation" in the
 * pages of https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs).
 */
const APIS: Readonly<Record<string, string>> = {
  google_alloydb_: "alloydb",
  google_api_gateway_: "apigateway",
  google_apikeys_: "apikeys",
  google_artifact_registry_: "artifactregistry",
  google_bigquery_: "bigquery",
  google_bigquery_connection: "bigqueryconnection",
  google_bigquery_data_transfer_: "bigquerydatatransfer",
  google_bigtable_: "bigtableadmin",
  google_billing_budget: "billingbudgets",
  google_binary_authorization_: "binaryauthorization",
  google_certificate_manager_: "certificatemanager",
  google_cloud_run_: "run",
  google_cloud_run_v2_: "run",
  google_cloud_scheduler_: "cloudscheduler",
  google_cloud_tasks_: "cloudtasks",
  google_cloudbuild_: "cloudbuild",
  google_clouddeploy_: "clouddeploy",
  google_cloudfunctions2_: "cloudfunctions",
  google_cloudfunctions_: "cloudfunctions",
  google_composer_: "composer",
  google_compute_: "compute",
  google_container_analysis_: "containeranalysis",
  google_container_cluster: "container",
  google_container_node_pool: "container",
  google_data_fusion_: "datafusion",
  google_dataflow_: "dataflow",
  google_dataproc_: "dataproc",
  google_dns_: "dns",
  google_eventarc_: "eventarc",
  google_filestore_: "file",
  google_firestore_: "firestore",
  google_iam_workload_identity_pool: "iam",
  google_identity_platform_: "identitytoolkit",
  google_kms_: "cloudkms",
  google_logging_: "logging",
  google_memcache_: "memcache",
  google_memorystore_: "memorystore",
  google_monitoring_: "monitoring",
  google_network_connectivity_: "networkconnectivity",
  google_notebooks_: "notebooks",
  google_org_policy_: "orgpolicy",
  google_project_iam_: "cloudresourcemanager",
  google_project_iam_custom_role: "iam",
  google_project_service: "serviceusage",
  google_pubsub_: "pubsub",
  google_redis_: "redis",
  google_secret_manager_: "secretmanager",
  google_service_account: "iam",
  google_service_networking_: "servicenetworking",
  google_spanner_: "spanner",
  google_sql_: "sqladmin",
  google_storage_: "storage",
  google_vertex_ai_: "aiplatform",
  google_vpc_access_: "vpcaccess",
  google_workflows_: "workflows",
};

const BEGINNINGS = Object.keys(APIS).sort((one, other) => other.length - one.length);

/** The API that a type needs, `run.googleapis.com`; undefined where the table has none. */
export function apiOf(type: string): string | undefined {
  const beginning = BEGINNINGS.find((each) => type.startsWith(each));
  return beginning === undefined ? undefined : `${APIS[beginning]}.googleapis.com`;
}
