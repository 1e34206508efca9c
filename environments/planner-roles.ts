import { LOAD_BALANCER, MONITORING, NETWORK, SECRETS, type AccountRoles } from "./account-roles";

const SQL = ["google_sql_database", "google_sql_database_instance", "google_sql_user"];
const BUCKETS = ["google_storage_bucket", "google_storage_bucket_iam_member"];

/**
 * Reads what a refresh reads, of bootstrap too: who may do what is looked at every night. It never locks (`-lock=false`):
 * its role on the bucket could not write the lock.
 */
export const PLANNER: AccountRoles = {
  purpose: "Terraform planner of CI",
  roles: [
    {
      role: "roles/browser",
      why: "the project's number, and its IAM policy",
      types: ["google_project_iam_member", "google_project_service", "google_service_networking_connection"],
    },
    { role: "roles/serviceusage.serviceUsageViewer", why: "which APIs are on", types: ["google_project_service"] },
    {
      role: "roles/compute.viewer",
      why: "networkViewer lacks NEGs and Cloud Armor; no virtual machine exists whose metadata this would show",
      types: [...new Set([...NETWORK, ...LOAD_BALANCER]), "google_compute_security_policy"],
    },
    {
      role: "roles/compute.networkViewer",
      why: "servicenetworking.services.get, which compute.viewer lacks",
      types: ["google_service_networking_connection"],
    },
    {
      role: "roles/run.viewer",
      why: "services and jobs",
      types: ["google_cloud_run_v2_job", "google_cloud_run_v2_service"],
    },
    { role: "roles/redis.viewer", why: "the instance, without its AUTH string", types: ["google_redis_instance"] },
    {
      role: "roles/secretmanager.viewer",
      why: "secrets, versions and who may read them, never a value: of a write-only version the provider asks for none",
      types: SECRETS,
    },
    {
      role: "roles/iam.serviceAccountViewer",
      why: "accounts, and who may act as them",
      types: ["google_service_account", "google_service_account_iam_member"],
    },
    {
      role: "roles/iam.workloadIdentityPoolViewer",
      why: "the pools, and which of GitHub's tokens they let in",
      types: ["google_iam_workload_identity_pool", "google_iam_workload_identity_pool_provider"],
    },
    {
      role: "roles/iam.roleViewer",
      why: "the permissions of CI's own roles",
      types: ["google_project_iam_custom_role"],
    },
    {
      role: "roles/monitoring.viewer",
      why: "alerts, channels, checks, objectives, metrics and the dashboard; it may read every value, none of them secret",
      types: MONITORING,
    },
  ],
  permissions: [
    {
      permissions: ["logging.logMetrics.get"],
      why: "logging.viewer may read every log, addresses of users among them",
      types: ["google_logging_metric"],
    },
    {
      permissions: ["redis.instances.getAuthString"],
      why: "each refresh of an instance with AUTH asks for the string; of Google's roles only redis.admin has it",
      types: ["google_redis_instance"],
    },
    {
      permissions: ["cloudsql.databases.get", "cloudsql.instances.get", "cloudsql.users.list"],
      why: "cloudsql.viewer may export the whole database to a bucket of its choice",
      types: SQL,
    },
    {
      permissions: ["artifactregistry.repositories.get"],
      why: "artifactregistry.reader may pull the images",
      types: ["google_artifact_registry_repository"],
    },
    {
      permissions: ["storage.buckets.get", "storage.buckets.getIamPolicy"],
      why: "buckets and who may write there, no object",
      types: BUCKETS,
    },
  ],
};
