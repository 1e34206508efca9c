import type { Estate } from "../../../core/estate";
import { namedAt } from "../../../core/relations/named";
import type { Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import type { Grant } from "./grants";
import { grantsOfRight, type Right } from "./rights";
import { mayBeToAgent } from "./agent-rights";

const KEY = "google_kms_crypto_key";

/** Where a resource names the key that Google encrypts it with, and the account that does so. */
const ENCRYPTED: readonly (readonly [type: string, path: string, agent: string])[] = [
  ["google_storage_bucket", "encryption[0].default_kms_key_name", "gs-project-accounts"],
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
  ["google_artifact_registry_repository", "kms_key_name", "gcp-sa-artifactregistry"],
  ["google_cloud_run_v2_service", "template[0].encryption_key", "serverless-robot-prod"],
  ["google_cloud_run_v2_job", "template[0].template[0].encryption_key", "serverless-robot-prod"],
  ["google_cloudfunctions_function", "kms_key_name", "gcf-admin-robot"],
  ["google_cloudfunctions2_function", "kms_key_name", "gcf-admin-robot"],
  ["google_sql_database_instance", "encryption_key_name", "gcp-sa-cloud-sql"],
  ["google_redis_instance", "customer_managed_key", "cloud-redis"],
  ["google_spanner_database", "encryption_config[0].kms_key_name", "gcp-sa-spanner"],
  ["google_firestore_database", "cmek_config[0].kms_key_name", "gcp-sa-firestore"],
  ["google_bigtable_instance", "cluster[0].kms_key_name", "gcp-sa-bigtable"],
  ["google_dataflow_job", "kms_key_name", "dataflow-service-producer-prod"],
  ["google_compute_disk", "disk_encryption_key[0].kms_key_self_link", "compute-system"],
  ["google_compute_instance", "boot_disk[0].kms_key_self_link", "compute-system"],
  ["google_alloydb_cluster", "encryption_config[0].kms_key_name", "gcp-sa-alloydb"],
  ["google_filestore_instance", "kms_key_name", "cloud-filer"],
  ["google_container_cluster", "database_encryption[0].key_name", "container-engine-robot"],
  ["google_workflows_workflow", "crypto_key_name", "gcp-sa-workflows"],
];

const USING: Right = {
  roles: /^roles\/cloudkms\.(cryptoKeyEncrypterDecrypter|cryptoOperator|admin)$/,
  narrow: [{ grant: /^google_kms_crypto_key_iam_/, path: "crypto_key_id", types: [KEY] }],
};

/** A grant on the whole ring is one on each of its keys. */
const hasRingGrant = (estate: Estate): boolean =>
  estate.ofTypes((type) => /^google_kms_key_ring_iam_/.test(type)).length > 0;

/** What is encrypted with a key that this plan makes, and the grants by which Google may use it. */
export const encrypted = (
  estate: Estate,
): readonly {
  readonly resource: Resource;
  readonly path: string;
  readonly key: Resource;
  readonly agent: string;
  readonly grants: readonly Grant[];
}[] =>
  ENCRYPTED.flatMap(([type, path, agent]) =>
    estate.ofType(type).flatMap((resource) => {
      const [key] = namedAt(estate, resource, path, [KEY]).resources.filter(({ isNew }) => isNew);
      if (!key || hasRingGrant(estate)) return [];
      const isAgent = new RegExp(`@${agent}\\.iam\\.gserviceaccount\\.com$`);
      const grants = grantsOfRight(estate, USING, key).filter((grant) => mayBeToAgent(grant, isAgent));
      return [{ resource, path, key, agent, grants }];
    }),
  );

/** Google encrypts with somebody's key as an account of its own, which has no right to any key by itself. */
export const keyAgents: Rule = {
  id: "kms-agent-grant",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "The service that encrypts with a key may use it",
  why: "Google encrypts as the account of that service: without the right on the new key it refuses the bucket, the topic or the secret.",
  fix: "grant roles/cloudkms.cryptoKeyEncrypterDecrypter on the key to the account of the service, and wait for that grant",
  source: "https://cloud.google.com/kms/docs/cmek#grant_permissions",
  check: (estate) =>
    encrypted(estate)
      .filter(({ grants }) => grants.length === 0)
      .map(({ resource, path, key, agent }) =>
        violation(resource, `${path}: no grant on ${key.address} to …@${agent} found, one needed`),
      ),
};
