import { plainPath } from "./paths";
import { argumentsAlong, type Versions } from "./provider/facts";
import { PROVIDER_VERSIONS } from "./provider/versions";

/**
 * Attributes that only Google and its provider write: `Computed` and not `Optional` in the provider's schema. A change of theirs
 * follows another change, and is none that somebody made.
 */

/** Those of types whose schema is not known ("Attributes Reference" of each resource); a trailing `*` is any name that begins so. */
const ANYWHERE: readonly string[] = [
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

/** Of types whose schema is not known, what is written once beside that. */
const ONCE_ANYWHERE: readonly string[] = ["create_time", "creation_timestamp", "id", "self_link_unique"];

/**
 * What Google writes only where somebody did something: the object is another one, is reached elsewhere, or was deleted, and
 * Google keeps it for a while. A trailing `*` is any name that begins so, a leading one any that ends so.
 */
const TELLING: readonly string[] = [
  ...ONCE_ANYWHERE,
  "*_id",
  "auth_string",
  "connection_name",
  "deleted",
  "destroy_time",
  "email",
  "first_ip_address",
  "host",
  "ip_address",
  "member",
  "name",
  "peering",
  "persistence_iam_identity",
  "port",
  "private_ip_address",
  "project_number",
  "psc_service_attachment_link",
  "public_ip_address",
  "read_endpoint*",
  "service_account_email_address",
  "state",
  "time_created",
  "verification_status",
];

const isAtOrBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}.`);

function isNamed(root: string, path: string): boolean {
  if (root.startsWith("*")) return !path.includes(".") && path.endsWith(root.slice(1));
  return root.endsWith("*") ? path.startsWith(root.slice(0, -1)) : isAtOrBelow(path, root);
}

/** Whether no version lets anybody else write it: unknown where none of them has it. */
function isComputedAlone(type: string, path: string, versions: Versions): boolean | undefined {
  const found = argumentsAlong(type, path, versions).flatMap((along) => along.at(-1) ?? []);
  if (found.length === 0) return undefined;
  return found.every(({ type: kind, isComputed, isOptional, isRequired }) =>
    kind === "block" ? false : isComputed && !isOptional && !isRequired,
  );
}

/**
 * Whether Google changes the attribute by itself, without anybody having touched the resource.
 *
 * @param path - with or without indexes
 */
export function changesByItself(type: string, path: string, versions: Versions = PROVIDER_VERSIONS): boolean {
  const plain = plainPath(path);
  if (TELLING.some((root) => isNamed(root, plain))) return false;
  return isComputedAlone(type, plain, versions) ?? ANYWHERE.some((root) => isNamed(root, plain));
}

/**
 * Whether nobody but Google or the provider writes the attribute.
 *
 * @param path - with or without indexes
 */
export function isComputed(type: string, path: string, versions: Versions = PROVIDER_VERSIONS): boolean {
  const plain = plainPath(path);
  return isComputedAlone(type, plain, versions) ?? [...ANYWHERE, ...ONCE_ANYWHERE].some((root) => isNamed(root, plain));
}
