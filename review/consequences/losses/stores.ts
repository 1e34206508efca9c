import { servingLoss, statefulLoss, type Loss } from "./loss";

/** Databases, caches, files, buckets, images and secrets: what holds something that people put there. */
export const STORES: Readonly<Record<string, Loss>> = {
  google_sql_database_instance: statefulLoss(
    "data lost",
    "every database and user in it is lost, backups too unless they are retained, and its name stays blocked for a week",
  ),
  google_sql_database: statefulLoss("data lost", "every table and row of it is lost"),
  google_sql_user: servingLoss("high", "services that sign in as it are refused at their next connection"),
  google_sql_ssl_cert: servingLoss("high", "clients that connect with it are refused"),
  google_sql_source_representation_instance: servingLoss("high", "the replica that follows it stands still"),
  google_alloydb_cluster: statefulLoss("data lost", "every instance and database in it is lost"),
  google_alloydb_instance: servingLoss("critical", "its clients have no database, the rows stay in the cluster"),
  google_alloydb_user: servingLoss("high", "services that sign in as it are refused at their next connection"),
  google_alloydb_backup: { ...statefulLoss("data lost", "nothing can be restored from it any more"), severity: "high" },
  google_spanner_instance: statefulLoss("data lost", "every database in it is lost"),
  google_spanner_database: statefulLoss("data lost", "every table and row of it is lost"),
  google_spanner_backup_schedule: servingLoss("high", "nobody makes backups any more"),
  google_bigtable_instance: statefulLoss("data lost", "every table in it is lost"),
  google_bigtable_table: statefulLoss("data lost", "every row of it is lost"),
  google_bigtable_app_profile: servingLoss("high", "clients that name it are refused"),
  google_firestore_database: statefulLoss("data lost", "every document in it is lost"),
  google_firestore_document: { ...statefulLoss("data lost", "the document is lost"), severity: "high" },
  google_firestore_index: servingLoss("high", "queries that need it fail until another one is built"),
  google_firestore_field: servingLoss("medium", "queries by it may fail, and what was to expire stays"),
  google_firestore_backup_schedule: servingLoss("high", "nobody makes backups any more"),
  google_redis_instance: statefulLoss(
    "data lost",
    "every session, cache entry and pub/sub subscription is lost, and the address changes",
  ),
  google_redis_cluster: statefulLoss(
    "data lost",
    "every session, cache entry and pub/sub subscription of every shard is lost, and the address changes",
  ),
  google_memorystore_instance: statefulLoss(
    "data lost",
    "every session, cache entry and pub/sub subscription of every shard is lost, and the address changes",
  ),
  google_memcache_instance: servingLoss("high", "every entry of the cache is lost, and its address changes"),
  google_filestore_instance: statefulLoss("data lost", "every file on it is lost"),
  google_filestore_backup: {
    ...statefulLoss("data lost", "nothing can be restored from it any more"),
    severity: "high",
  },
  google_filestore_snapshot: {
    ...statefulLoss("data lost", "nothing can be restored from it any more"),
    severity: "high",
  },
  google_storage_bucket: statefulLoss("data lost", "every object in it is lost, a state file too"),
  google_storage_bucket_object: servingLoss("medium", "the object is gone"),
  google_storage_notification: servingLoss("high", "nobody is told of new objects any more"),
  google_storage_hmac_key: servingLoss("high", "whoever signs with it is refused"),
  google_storage_transfer_job: servingLoss("high", "what it copied by schedule is not copied any more"),
  google_artifact_registry_repository: statefulLoss(
    "data lost",
    "every image in it is lost: no rollback, and new instances find nothing to start",
  ),
  google_container_registry: servingLoss("medium", "Google has shut the service down"),
  google_secret_manager_secret: statefulLoss(
    "data lost",
    "every version of it is lost, and services that mount it cannot start",
  ),
  google_secret_manager_secret_version: statefulLoss(
    "data lost",
    "its value is lost, and instances that pin it cannot start",
  ),
  google_secret_manager_regional_secret: statefulLoss(
    "data lost",
    "every version of it is lost, and services that mount it cannot start",
  ),
  google_secret_manager_regional_secret_version: statefulLoss(
    "data lost",
    "its value is lost, and instances that pin it cannot start",
  ),
  google_parameter_manager_parameter: statefulLoss(
    "data lost",
    "every version of it is lost, and whoever reads it gets an error",
  ),
  google_parameter_manager_parameter_version: statefulLoss(
    "data lost",
    "its value is lost, and whoever reads it gets an error",
  ),
  google_sourcerepo_repository: statefulLoss("data lost", "every commit in it is lost"),
  google_secure_source_manager_instance: statefulLoss("data lost", "every repository in it is lost"),
  google_secure_source_manager_repository: statefulLoss("data lost", "every commit in it is lost"),
  google_backup_dr_backup_vault: statefulLoss("data lost", "nothing can be restored from it any more"),
};
