import { LOAD_BALANCER, MONITORING, NETWORK, SECRETS, type AccountRoles } from "./account-roles";

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
