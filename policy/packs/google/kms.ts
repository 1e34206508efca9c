import type { Estate } from "../../core/estate";
import { forEveryResource, plainText, secondsOf } from "../../core/judge";
import { targetsOf } from "../../core/relations/targets";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { valueText } from "../../core/value-text";
import { WIDE_GRANT, findGrants, isOfMadeAccount, type Grant } from "./grants";
import { waitsFor } from "./order";

const KEY = "google_kms_crypto_key";
const RING = "google_kms_key_ring";

/** What is encrypted with a key, where it names it, and where it stands: only keys of the same place are taken. */
const ENCRYPTED: readonly (readonly [type: string, key: string, place?: string])[] = [
  ["google_storage_bucket", "encryption[0].default_kms_key_name", "location"],
  ["google_sql_database_instance", "encryption_key_name", "region"],
  ["google_redis_instance", "customer_managed_key", "region"],
  ["google_alloydb_cluster", "encryption_config[0].kms_key_name", "location"],
  ["google_artifact_registry_repository", "kms_key_name", "location"],
  ["google_pubsub_topic", "kms_key_name"],
  ["google_bigquery_dataset", "default_encryption_configuration[0].kms_key_name"],
  ["google_bigquery_table", "encryption_configuration[0].kms_key_name"],
  ["google_compute_disk", "disk_encryption_key[0].kms_key_self_link"],
  ["google_compute_instance", "boot_disk[0].kms_key_self_link"],
  ["google_container_cluster", "database_encryption[0].key_name"],
  ["google_filestore_instance", "kms_key_name"],
  ["google_secret_manager_secret", "replication[0].auto[0].customer_managed_encryption[0].kms_key_name"],
  ["google_spanner_database", "encryption_config[0].kms_key_name"],
  ["google_cloud_run_v2_service", "template[0].encryption_key"],
];

/** Each use of a key that the plan makes. */
const usesOf = (
  estate: Estate,
): readonly {
  readonly user: Resource;
  readonly path: string;
  readonly place: string | undefined;
  readonly keys: readonly Resource[];
}[] =>
  ENCRYPTED.flatMap(([type, path, place]) =>
    estate.ofType(type).flatMap((user) => {
      // A key of a block with keys may be any of that block.
      const keys = targetsOf(estate, user, path, [KEY]);
      return keys.length > 0 && keys.every(({ isNew }) => isNew) ? [{ user, path, place, keys }] : [];
    }),
  );

/** Roles that encrypt and decrypt (https://cloud.google.com/kms/docs/reference/permissions-and-roles). */
const ENCRYPTS = /^roles\/(cloudkms\.(cryptoKeyEncrypterDecrypter|cryptoOperator)|owner)$/;

/** Whether a grant may let one of Google's own accounts use a key: a member that is known later, and is no account of the plan's, may be it. */
const mayBeToAgent = ({ role, members }: Grant): boolean =>
  (typeof role.value !== "string" || ENCRYPTS.test(role.value) || !role.value.startsWith("roles/")) &&
  members.some((member) =>
    typeof member.value === "string"
      ? /^serviceAccount:(service-|bq-)\d+@|@(cloudservices|compute-system|gs-project-accounts|bigquery-encryption)\./.test(
          member.value,
        )
      : member.value === UNKNOWN && !isOfMadeAccount(member),
  );

/** Grants by which one of Google's own accounts may use a key: on the key, on its ring, or on the project. */
function agentGrants(estate: Estate, key: Resource): readonly Grant[] {
  const rings = targetsOf(estate, key, "key_ring", [RING]);
  const onKey = findGrants(estate, /^google_kms_crypto_key_iam_(member|binding|policy)$/).filter(({ resource }) => {
    const named = targetsOf(estate, resource, "crypto_key_id", [KEY]);
    return named.length === 0 || named.includes(key);
  });
  const onRing = findGrants(estate, /^google_kms_key_ring_iam_(member|binding|policy)$/).filter(({ resource }) => {
    const named = targetsOf(estate, resource, "key_ring_id", [RING]);
    return named.length === 0 || named.some((ring) => rings.includes(ring));
  });
  return [...onKey, ...onRing, ...findGrants(estate, WIDE_GRANT)].filter(mayBeToAgent);
}

const agentGrant: Rule = {
  id: "kms-agent-grant",
  kind: "refused",
  severity: "medium",
  title: "Google's own account may use the key that it encrypts with",
  why: "The service encrypts with the key by an account of its own: without the right Google refuses what names the key at apply.",
  fix: "grant roles/cloudkms.cryptoKeyEncrypterDecrypter on the key to the service's agent (google_project_service_identity), and let the resource depend on it",
  source: "https://cloud.google.com/kms/docs/cmek#grant-permission",
  check: (estate) =>
    usesOf(estate).flatMap(({ user, path, keys }) =>
      keys.some((key) => agentGrants(estate, key).length > 0)
        ? []
        : [
            violation(
              user,
              `${path}: ${keys[0]?.address ?? ""} that no account of Google's may use found, a grant needed`,
            ),
          ],
    ),
};

const grantOrder: Rule = {
  id: "kms-grant-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "What is encrypted waits for the grant of its key",
  why: "Terraform makes both at once: where the grant comes second Google refuses the key, and the first apply stops half-way.",
  fix: "name the grant of the key in depends_on",
  source: "https://cloud.google.com/kms/docs/cmek#grant-permission",
  check: (estate) =>
    usesOf(estate).flatMap(({ user, path, keys }) => {
      const grants = keys.flatMap((key) => agentGrants(estate, key)).map(({ resource }) => resource);
      const isEarly = grants.every((grant) => grant.isNew && !waitsFor(estate, user, grant));
      return user.isNew && grants.length > 0 && isEarly
        ? [violation(user, `${path}: does not wait for ${grants[0]?.address ?? ""}, an order needed`)]
        : [];
    }),
};

/** How Key Management names a place of another service. */
const placeOf = (place: string): string => (place.toLowerCase() === "eu" ? "europe" : place.toLowerCase());

const location: Rule = {
  id: "kms-location",
  kind: "refused",
  severity: "high",
  title: "A key stands where what it encrypts stands",
  why: "Google refuses a key of another place at apply, also a global one.",
  fix: "make a key ring in the region of the bucket or the instance",
  source: "https://cloud.google.com/kms/docs/cmek#location-considerations",
  check: (estate) =>
    usesOf(estate).flatMap(({ user, path, place, keys }): readonly Verdict[] => {
      const rings = keys.flatMap((key) => targetsOf(estate, key, "key_ring", [RING]));
      const wanted = place === undefined ? undefined : textAt(user, place);
      const isMixed = blockPaths(user, "custom_placement_config").length > 0;
      if (wanted === undefined || rings.length === 0 || isMixed) return [];
      const places = rings.map((ring) => valueAt(ring, "location"));
      if (places.some((where) => plainText(where).toLowerCase() === placeOf(wanted))) return [];
      if (places.includes(UNKNOWN)) return [unknown(user, path)];
      const [where] = places;
      return [
        violation(
          user,
          `${path}: a key in ${valueText("location", where)} found, one in ${valueText("location", placeOf(wanted))} allowed`,
        ),
      ];
    }),
};

const DELAY = "destroy_scheduled_duration";
const LEAST_DELAY_SECONDS = 7 * 86_400;

const delay: Rule = {
  id: "kms-destroy-delay",
  kind: "lost",
  severity: "medium",
  title: "A version of a key that is destroyed can be brought back for a week",
  why: "What was encrypted with it is gone with it: after a weekend nobody can take the mistake back.",
  fix: `remove ${DELAY}, which leaves 30 days`,
  source: "https://cloud.google.com/kms/docs/key-states",
  check: forEveryResource(KEY, (key) => {
    // Left out it is Google's, which is known only after apply.
    if (valueAt(key, DELAY) === UNKNOWN) return key.references.has(DELAY) ? [unknown(key, DELAY)] : [];
    return secondsOf(valueAt(key, DELAY)) < LEAST_DELAY_SECONDS
      ? [violation(key, `${DELAY}: less than a week found, 604800s or more allowed`)]
      : [];
  }),
};

const rotated: Rule = {
  id: "kms-rotation-purpose",
  kind: "refused",
  severity: "medium",
  title: "Only a key that encrypts rotates by itself",
  why: "Google refuses rotation_period for a key that signs or decrypts for others at apply.",
  fix: "remove rotation_period, and add a version by hand",
  source: "https://cloud.google.com/kms/docs/key-rotation",
  check: forEveryResource(KEY, (key) => {
    const purpose = valueAt(key, "purpose");
    if (valueAt(key, "rotation_period") === undefined || purpose === undefined || purpose === "ENCRYPT_DECRYPT")
      return [];
    return purpose === UNKNOWN
      ? [unknown(key, "purpose")]
      : [violation(key, "rotation_period: found for a key of another purpose, none allowed")];
  }),
};

/** Who may use a key, where it stands, and how it ends. */
export const kmsRules: readonly Rule[] = [agentGrant, grantOrder, location, delay, rotated];
