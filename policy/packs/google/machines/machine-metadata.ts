import { forEveryOf, plainText } from "../../../core/judge";
import { UNKNOWN, isValues, referencesAt, valueAt, type Resource, type Value } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { ANY_MACHINE, MACHINES } from "./machine-groups";
import { isSecretName } from "../secrets/secret-names";

const PROJECT = "google_compute_project_metadata";
/** Whatever has metadata that machines read. */
const OWNERS = [...ANY_MACHINE, PROJECT];

/** Names of what a machine's metadata holds, with the path of each. */
function keysOf(owner: Resource): readonly (readonly [key: string, path: string])[] {
  const metadata = valueAt(owner, "metadata");
  return isValues(metadata) ? Object.keys(metadata).map((key) => [key, `metadata.${key}`] as const) : [];
}

/** What Terraform makes and nobody else is to know. */
const GENERATED = /(^|\.)(random_password|google_service_account_key|google_storage_hmac_key)\./;
/** Where a secret may come from under the name of one. */
const SOURCES = /^var\.|(^|\.)(google_sql_user|random_string|google_secret_manager_secret_version)\./;
/** Keys of people and of programs that Google's own agents read: half of each is public. */
const PUBLIC_KEY = /^(ssh-?keys|block-project-ssh-keys|windows-keys)$/i;

/** Why an entry of metadata is a secret. */
function secretIn(owner: Resource, key: string, path: string): string | undefined {
  // Where a map is computed as a whole, its references are of all keys.
  const references = referencesAt(owner, path);
  if (references.some((from) => GENERATED.test(from))) return "a generated secret";
  const isNamed = isSecretName(key.replace(/-/g, "_")) && !PUBLIC_KEY.test(key);
  if (!isNamed) return undefined;
  const value = valueAt(owner, path);
  if (value === UNKNOWN) return references.some((from) => SOURCES.test(from)) ? "a secret" : undefined;
  return plainText(value).length > 0 && !plainText(value).startsWith("projects/")
    ? "what its name calls a secret"
    : undefined;
}

const metadataSecret: Rule = {
  id: "vm-metadata-secret",
  kind: "exposed",
  severity: "high",
  title: "The metadata of a machine hold no secret",
  why: "Every process on the machine reads them without a right, so does everyone who may look at the machine or its template, and the state keeps them.",
  fix: "put it into Secret Manager, and read it there when the machine starts",
  source: "https://cloud.google.com/compute/docs/metadata/overview#metadata_security_considerations",
  yieldsTo: ["vm-startup-secret"],
  check: forEveryOf(OWNERS, (owner) =>
    [...keysOf(owner), ["", "metadata_startup_script"] as const].flatMap(([key, path]): readonly Verdict[] => {
      const found = secretIn(owner, key, path);
      return found === undefined ? [] : [violation(owner, `${path}: ${found} found, none allowed`)];
    }),
  ),
};

const isOn = (owner: Resource, key: string): boolean =>
  ["true", "1", "y", "yes"].includes(plainText(valueAt(owner, `metadata.${key}`)).toLowerCase());

const sshKeys: Rule = {
  id: "vm-ssh-keys",
  kind: "exposed",
  severity: "low",
  title: "Who may log in on a machine is said by IAM",
  why: "A key in the metadata lets its owner in for ever, past every role, and is taken away only by hand; where OS Login is on it lets nobody in.",
  fix: "set enable-oslogin to TRUE, grant roles/compute.osLogin, and remove the keys",
  source: "https://cloud.google.com/compute/docs/oslogin",
  check: forEveryOf(OWNERS, (owner) => {
    if (valueAt(owner, "metadata") === UNKNOWN) return [unknown(owner, "metadata")];
    const off = plainText(valueAt(owner, "metadata.enable-oslogin")).toLowerCase() === "false";
    const keys = keysOf(owner).filter(([key]) => /^ssh-?keys$/i.test(key));
    const kept = isOn(owner, "enable-oslogin") ? "keys that OS Login ignores" : "keys";
    return [
      ...keys.map(([, path]) => violation(owner, `${path}: ${kept} found, OS Login allowed`)),
      ...(off ? [violation(owner, "metadata.enable-oslogin: false found, true allowed")] : []),
    ];
  }),
};

const projectSerial: Rule = {
  id: "project-serial-port",
  kind: "exposed",
  severity: "medium",
  title: "No project opens the serial ports of its machines",
  why: "Each of them then answers the internet on it, whatever its firewall says.",
  fix: "remove serial-port-enable from the project's metadata",
  source: "https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-using-serial-console",
  check: forEveryOf([PROJECT, "google_compute_project_metadata_item"], (owner) => {
    if (owner.type === PROJECT) {
      if (valueAt(owner, "metadata") === UNKNOWN) return [unknown(owner, "metadata")];
      return isOn(owner, "serial-port-enable")
        ? [violation(owner, "metadata: serial-port-enable found, none allowed")]
        : [];
    }
    if (valueAt(owner, "key") !== "serial-port-enable") return [];
    if (valueAt(owner, "value") === UNKNOWN) return [unknown(owner, "value")];
    return ["true", "1"].includes(plainText(valueAt(owner, "value")).toLowerCase())
      ? [violation(owner, "key: serial-port-enable found, none allowed")]
      : [];
  }),
};

const SCOPES = "scopes";
/** Scopes without which a role of the account does nothing there. */
const WRITES_LOGS = /(^|\/)(logging[.-]write|logging\.admin|cloud-platform)$/;

const scopes: Rule = {
  id: "vm-narrow-scopes",
  kind: "no effect",
  severity: "low",
  title: "The scopes of a machine let its account do what its roles say",
  why: "Scopes limit whatever roles the account has: without logging.write nothing that the machine writes to the log arrives, and no alert sees it.",
  fix: "set scopes to cloud-platform for an account of its own, and limit its roles instead",
  source: "https://cloud.google.com/compute/docs/access/service-accounts#scopes_best_practice",
  check: forEveryOf(MACHINES, (machine) => {
    const value = valueAt(machine, `service_account[0].${SCOPES}`);
    if (value === UNKNOWN) return [unknown(machine, `service_account[0].${SCOPES}`)];
    if (!Array.isArray(value) || value.length === 0 || value.includes(UNKNOWN)) return [];
    return value.some((scope: Value) => WRITES_LOGS.test(plainText(scope)))
      ? []
      : [violation(machine, `service_account[0].${SCOPES}: none to write logs found, one needed`)];
  }),
};

/** What machines read of themselves, and as whom they speak. */
export const machineMetadataRules: readonly Rule[] = [metadataSecret, sshKeys, projectSerial, scopes];
