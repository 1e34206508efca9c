import type { Environment } from "./environment";
import { E2E_VERIFIER, e2eDeployer } from "./e2e-roles";

/**
 * What CI's accounts may do in the project, and why; `state-roles.ts` says it of the states. The bootstrap stack grants
 * these tables and nothing else. `types` are the resource types for which the planning or the deploying account needs the
 * row; a test compares them with the types in use.
 */

/** One of Google's roles, on the project. */
export interface RoleRow {
  readonly role: string;
  readonly why: string;
  readonly types: readonly string[];
  /** Condition that narrows it, in Google's expression language. */
  readonly condition?: { readonly title: string; readonly expression: string };
}

/** Permissions of the account's custom role: those that a role of Google's lacks, or gives together with too much else. */
export interface PermissionRow {
  readonly permissions: readonly string[];
  readonly why: string;
  readonly types: readonly string[];
}

/** Everything that one account is granted. */
export interface AccountRoles {
  /** Title of the account, for people. */
  readonly purpose: string;
  readonly roles: readonly RoleRow[];
  readonly permissions: readonly PermissionRow[];
}

const SQL = ["google_sql_database", "google_sql_database_instance", "google_sql_user"];
const SECRETS = [
  "google_secret_manager_secret",
  "google_secret_manager_secret_iam_member",
  "google_secret_manager_secret_version",
];
const NETWORK = ["google_compute_global_address", "google_compute_network", "google_compute_subnetwork"];
const LOAD_BALANCER = [
  "google_compute_backend_service",
  "google_compute_global_address",
  "google_compute_global_forwarding_rule",
  "google_compute_managed_ssl_certificate",
  "google_compute_region_network_endpoint_group",
  "google_compute_ssl_policy",
  "google_compute_target_http_proxy",
  "google_compute_target_https_proxy",
  "google_compute_url_map",
];

const MONITORING = [
  "google_monitoring_alert_policy",
  "google_monitoring_custom_service",
  "google_monitoring_dashboard",
  "google_monitoring_metric_descriptor",
  "google_monitoring_notification_channel",
  "google_monitoring_slo",
  "google_monitoring_uptime_check_config",
];

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

/**
 * Creates and changes what the stacks declare, and deletes what holds no data. The bootstrap stack is a person's to deploy,
 * and so is whatever ends a database, a cache or an image.
 */
export const DEPLOYER: AccountRoles = {
  purpose: "Terraform deployer of CI",
  roles: [
    { role: "roles/serviceusage.serviceUsageAdmin", why: "switches APIs on", types: ["google_project_service"] },
    {
      role: "roles/compute.networkAdmin",
      why: "network, subnet and the range peered with Google, with the peering itself",
      types: [...NETWORK, "google_service_networking_connection"],
    },
    {
      role: "roles/compute.loadBalancerAdmin",
      why: "networkAdmin lacks NEGs and certificates",
      types: LOAD_BALANCER,
    },
    {
      role: "roles/compute.securityAdmin",
      why: "Cloud Armor, which the other two may attach and not change",
      types: ["google_compute_security_policy"],
    },
    {
      role: "roles/run.admin",
      why: "run.developer lacks run.services.setIamPolicy, which switching the invoker check off asks for",
      types: ["google_cloud_run_v2_job", "google_cloud_run_v2_service"],
    },
    {
      role: "roles/monitoring.editor",
      why: "everything that watches; of the finer roles it would take five, and none may delete a metric of our own",
      types: MONITORING,
    },
  ],
  permissions: [
    {
      permissions: [
        "logging.logMetrics.create",
        "logging.logMetrics.delete",
        "logging.logMetrics.get",
        "logging.logMetrics.update",
      ],
      why: "logging.configWriter may also send logs elsewhere, and shorten how long they are kept",
      types: ["google_logging_metric"],
    },
    {
      permissions: [
        "secretmanager.secrets.create",
        "secretmanager.secrets.delete",
        "secretmanager.secrets.get",
        "secretmanager.secrets.getIamPolicy",
        "secretmanager.secrets.setIamPolicy",
        "secretmanager.secrets.update",
        "secretmanager.versions.add",
        "secretmanager.versions.enable",
        "secretmanager.versions.get",
      ],
      why: "secretmanager.admin reads every value; nothing here has to, and old versions are abandoned, not destroyed",
      types: SECRETS,
    },
    {
      permissions: ["cloudsql.instances.create", "cloudsql.instances.get", "cloudsql.instances.update"],
      why: "the instance; cloudsql.admin may also export it to a bucket of its choice, clone it, restore over it and delete it",
      types: ["google_sql_database_instance"],
    },
    {
      permissions: ["cloudsql.databases.create", "cloudsql.databases.get", "cloudsql.databases.update"],
      why: "the database; ending it is a person's",
      types: ["google_sql_database"],
    },
    {
      permissions: ["cloudsql.users.create", "cloudsql.users.delete", "cloudsql.users.list", "cloudsql.users.update"],
      why: "users and their passwords; the provider lists them to find one",
      types: ["google_sql_user"],
    },
    {
      permissions: [
        "redis.instances.create",
        "redis.instances.get",
        "redis.instances.getAuthString",
        "redis.instances.update",
        "redis.instances.updateAuth",
        "redis.instances.upgrade",
        "redis.operations.get",
      ],
      why: "the instance, and its AUTH string for the secret; redis.admin may also export what it holds, and delete it",
      types: ["google_redis_instance"],
    },
    {
      permissions: [
        "artifactregistry.repositories.create",
        "artifactregistry.repositories.get",
        "artifactregistry.repositories.update",
      ],
      why: "the repository; artifactregistry.admin may also push an image that services then run, and delete theirs",
      types: ["google_artifact_registry_repository"],
    },
    {
      permissions: ["artifactregistry.repositories.downloadArtifacts"],
      why: "Cloud Run lets only those deploy an image who may read it",
      types: ["google_cloud_run_v2_job", "google_cloud_run_v2_service"],
    },
    {
      permissions: ["artifactregistry.tags.get", "artifactregistry.versions.get"],
      why: "before anything is applied, a deploy looks whether the images are there",
      types: ["google_cloud_run_v2_job", "google_cloud_run_v2_service"],
    },
  ],
};

/** Reads a live environment, as `./netra verify` does, and writes its measurements. It changes nothing else. */
export const VERIFIER: AccountRoles = {
  purpose: "Verifier of CI",
  roles: [
    {
      role: "roles/run.viewer",
      why: "services, revisions and executions, with their variables' references",
      types: [],
    },
    { role: "roles/redis.viewer", why: "the cache's state, without its AUTH string", types: [] },
    {
      role: "roles/secretmanager.viewer",
      why: "which versions are enabled, how old they are and who may read them, no value",
      types: [],
    },
    { role: "roles/compute.viewer", why: "the URL map, backends, certificates and Cloud Armor", types: [] },
    { role: "roles/monitoring.viewer", why: "connections and latencies that only a metric knows", types: [] },
    { role: "roles/monitoring.metricWriter", why: "handshakes and verdicts, for the alerts on them", types: [] },
  ],
  permissions: [
    {
      permissions: ["cloudsql.databases.get", "cloudsql.instances.get"],
      why: "cloudsql.viewer may export the whole database to a bucket of its choice",
      types: [],
    },
  ],
};

/** Joins two tables. */
const joined = (base: AccountRoles, more: Pick<AccountRoles, "roles" | "permissions">): AccountRoles => ({
  ...base,
  roles: [...base.roles, ...more.roles],
  permissions: [...base.permissions, ...more.permissions],
});

/** What each account is granted in an environment: more only where end-to-end tests run. */
export function accountsOf(
  environment: Pick<Environment, "name" | "kind">,
): Readonly<Record<"planner" | "deployer" | "verifier", AccountRoles>> {
  if (environment.kind === "production") return { planner: PLANNER, deployer: DEPLOYER, verifier: VERIFIER };
  return {
    planner: PLANNER,
    deployer: joined(DEPLOYER, e2eDeployer(environment)),
    verifier: joined(VERIFIER, E2E_VERIFIER),
  };
}
