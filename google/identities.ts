/**
 * By what others name a resource. Most types have a `name`; these are known by another argument, which stands in links,
 * in grants and in the arguments of other resources
 * (https://registry.terraform.io/providers/hashicorp/google/latest/docs, the arguments of each type).
 */
export interface Identity {
  /** The argument that holds the name that people chose. */
  readonly argument: string;
  /**
   * The word before the name in a link, `secrets` of `projects/p/secrets/key/versions/3`.
   *
   * @default none: the name is the last part of a link
   */
  readonly collection?: string;
}

const USUAL: Identity = { argument: "name" };

const IDENTITIES: Readonly<Record<string, Identity>> = {
  google_alloydb_cluster: { argument: "cluster_id" },
  google_alloydb_instance: { argument: "instance_id" },
  google_artifact_registry_repository: { argument: "repository_id", collection: "repositories" },
  google_bigquery_dataset: { argument: "dataset_id", collection: "datasets" },
  google_bigquery_table: { argument: "table_id", collection: "tables" },
  google_iam_workload_identity_pool: { argument: "workload_identity_pool_id", collection: "workloadIdentityPools" },
  google_iam_workload_identity_pool_provider: {
    argument: "workload_identity_pool_provider_id",
    collection: "providers",
  },
  google_memorystore_instance: { argument: "instance_id" },
  google_monitoring_custom_service: { argument: "service_id", collection: "services" },
  google_monitoring_slo: { argument: "slo_id", collection: "serviceLevelObjectives" },
  google_organization_iam_custom_role: { argument: "role_id", collection: "roles" },
  google_project: { argument: "project_id", collection: "projects" },
  google_project_iam_custom_role: { argument: "role_id", collection: "roles" },
  google_project_service: { argument: "service", collection: "services" },
  google_secret_manager_secret: { argument: "secret_id", collection: "secrets" },
  google_service_account: { argument: "account_id" },
};

/** By what others name a resource of a type. */
export const identityOf = (type: string): Identity =>
  (Object.hasOwn(IDENTITIES, type) ? IDENTITIES[type] : undefined) ?? USUAL;
