/** A type whose resources Google encrypts with a key that somebody names. */
export interface EncryptedType {
  readonly type: string;
  /** Where it names the key. */
  readonly path: string;
  /** The account that encrypts, of a domain of Google's: `gcp-sa-pubsub`. */
  readonly agent: string;
  /** Where it says in which place it stands, where Google takes keys of that place alone. */
  readonly place?: string;
}

type Row = readonly [type: string, path: string, agent: string, place?: string];

const ROWS: readonly Row[] = [
  ["google_storage_bucket", "encryption[0].default_kms_key_name", "gs-project-accounts", "location"],
  ["google_pubsub_topic", "kms_key_name", "gcp-sa-pubsub"],
  [
    "google_secret_manager_secret",
    "replication[0].auto[0].customer_managed_encryption[0].kms_key_name",
    "gcp-sa-secretmanager",
  ],
  [
    "google_secret_manager_secret",
    "replication[0].user_managed[0].replicas[0].customer_managed_encryption[0].kms_key_name",
    "gcp-sa-secretmanager",
  ],
  ["google_bigquery_dataset", "default_encryption_configuration[0].kms_key_name", "bigquery-encryption"],
  ["google_bigquery_table", "encryption_configuration[0].kms_key_name", "bigquery-encryption"],
  ["google_artifact_registry_repository", "kms_key_name", "gcp-sa-artifactregistry", "location"],
  ["google_cloud_run_v2_service", "template[0].encryption_key", "serverless-robot-prod"],
  ["google_cloud_run_v2_job", "template[0].template[0].encryption_key", "serverless-robot-prod"],
  ["google_cloudfunctions_function", "kms_key_name", "gcf-admin-robot"],
  ["google_cloudfunctions2_function", "kms_key_name", "gcf-admin-robot"],
  ["google_sql_database_instance", "encryption_key_name", "gcp-sa-cloud-sql", "region"],
  ["google_redis_instance", "customer_managed_key", "cloud-redis", "region"],
  ["google_spanner_database", "encryption_config[0].kms_key_name", "gcp-sa-spanner"],
  ["google_firestore_database", "cmek_config[0].kms_key_name", "gcp-sa-firestore"],
  ["google_bigtable_instance", "cluster[0].kms_key_name", "gcp-sa-bigtable"],
  ["google_dataflow_job", "kms_key_name", "dataflow-service-producer-prod"],
  ["google_compute_disk", "disk_encryption_key[0].kms_key_self_link", "compute-system"],
  ["google_compute_instance", "boot_disk[0].kms_key_self_link", "compute-system"],
  ["google_alloydb_cluster", "encryption_config[0].kms_key_name", "gcp-sa-alloydb", "location"],
  ["google_filestore_instance", "kms_key_name", "cloud-filer"],
  ["google_container_cluster", "database_encryption[0].key_name", "container-engine-robot"],
  ["google_workflows_workflow", "crypto_key_name", "gcp-sa-workflows"],
];

/**
 * Where a resource names the key that Google encrypts it with, and the account that does so
 * (https://cloud.google.com/kms/docs/compatible-services).
 */
export const ENCRYPTED_TYPES: readonly EncryptedType[] = ROWS.map(([type, path, agent, place]) => ({
  ...{ type, path, agent },
  ...(place !== undefined && { place }),
}));
