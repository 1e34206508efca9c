import { entryOf, plainPath } from "./paths";

/**
 * Attributes that only Google and its provider write ("Attributes Reference" of each resource,
 * https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs). A change of theirs follows another change, and
 * is none that somebody made.
 */

/** Those of every type; a trailing `*` is any name that begins so. */
const EVERYWHERE: readonly string[] = [
  "effective_*",
  "etag",
  "fingerprint",
  "generated_id",
  "generation",
  "label_fingerprint",
  "observed_generation",
  "self_link",
  "terraform_labels",
  "update_time",
];

/** Written once, when the object is made: another value tells that it is another object. */
const WRITTEN_ONCE: readonly string[] = ["create_time", "creation_timestamp", "id", "self_link_unique"];

/** What Cloud Run writes of services and jobs (https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services). */
const CLOUD_RUN: readonly string[] = [
  "conditions",
  "creator",
  "delete_time",
  "execution_count",
  "expire_time",
  "last_modifier",
  "latest_created_execution",
  "latest_created_revision",
  "latest_ready_revision",
  "reconciling",
  "terminal_condition",
  "traffic_statuses",
  "uid",
  "uri",
  "url",
  "urls",
];

/** Those of one type, as plain paths; what stands below such a path is computed too. */
const OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_v2_job: CLOUD_RUN,
  google_cloud_run_v2_service: CLOUD_RUN,
  google_compute_managed_ssl_certificate: ["expire_time"],
  google_redis_instance: [
    "maintenance_schedule",
    "nodes",
    "persistence_config.rdb_next_snapshot_time",
    "server_ca_certs",
  ],
  google_sql_database_instance: [
    "available_maintenance_versions",
    "dns_name",
    "dns_names",
    "server_ca_cert",
    "settings.version",
  ],
  google_storage_bucket: ["updated"],
};

const isAtOrBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}.`);

const isNamed = (root: string, path: string): boolean =>
  root.endsWith("*") ? path.startsWith(root.slice(0, -1)) : isAtOrBelow(path, root);

/**
 * Whether Google changes the attribute by itself, without anybody having touched the resource.
 *
 * @param path - with or without indexes
 */
export function changesByItself(type: string, path: string): boolean {
  const plain = plainPath(path);
  return [...EVERYWHERE, ...(entryOf(OF_TYPE, type) ?? [])].some((root) => isNamed(root, plain));
}

/**
 * Whether nobody but Google or the provider writes the attribute.
 *
 * @param path - with or without indexes
 */
export const isComputed = (type: string, path: string): boolean =>
  changesByItself(type, path) || WRITTEN_ONCE.some((root) => isNamed(root, plainPath(path)));
