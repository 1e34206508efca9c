import { UNKNOWN, referencesAt, valueAt, type Resource, type Value } from "../../../core/resource";
import { judgeValue, plainText } from "../../../core/judge";
import { milder, unknown, violation, type Rule } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { keyOf, namedAt } from "../../../core/relations/named";
import { RUN_V1 } from "../programs/cloud-run";
import { functionSecrets } from "./function-secrets";
import { FUNCTION_TYPES, functionSecretPaths } from "../programs/programs";
import { isPlainSecret, isSecretName } from "./secret-names";
import { secretVariablesOf, variablesAt, variablesLike } from "../programs/variable";
import { MODERN_TYPES, WORKLOAD_TYPES, workloads } from "../programs/workloads";

/** The type of a version of a secret. */
export const SECRET_VERSION = "google_secret_manager_secret_version";
/** The type of a secret, which holds versions. */
export const SECRET = "google_secret_manager_secret";

const plainSecret: Rule = {
  id: "env-plain-secret",
  kind: "exposed",
  severity: "critical",
  title: "A variable that looks like a secret is a secret reference",
  why: "A plain value stands in code, plan, state, console and every pull-request comment that quotes the plan.",
  fix: "put the value into Secret Manager and mount it by version",
  check: (estate) =>
    variablesLike(estate, isPlainSecret, isSecretName)
      .filter(({ text, isUnknown }) => text !== undefined || isUnknown)
      .flatMap(({ service, name, path, isUnknown }) => {
        const found = [violation(service, `${path}: "${name}" has a plain value`)];
        // What is known later, and comes from no secret that the plan shows, may be the name of one: secret://…/versions/1.
        const isShown = referencesAt(service, `${path}.value`).some((from) => isSecretSource(from) || isMadeUp(from));
        return isUnknown && !isShown ? milder("medium", found) : found;
      }),
};

/** What holds a secret: a variable that is marked as one, a generated password, a key, a version that is read. */
const SECRET_SOURCE =
  /^var\.|(^|\.)(random_password|google_service_account_key|google_sql_user|google_storage_hmac_key|data\.google_secret_manager_secret_version\w*)\./;

const builtFromSecret: Rule = {
  id: "env-secret-inside",
  kind: "exposed",
  severity: "high",
  title: "No variable is built from a secret",
  why: "Whoever may look at the service reads the password in its URL, in the console and in every revision; a rotation leaves the old one there.",
  fix: "put the whole value into a secret and mount that, or read user and password from two variables",
  source: "https://cloud.google.com/run/docs/configuring/services/secrets",
  check: (estate) =>
    secretReferrers(estate).flatMap((service) =>
      variablesAt(service)
        .filter(({ secret }) => secret === undefined)
        .filter(({ name, path }) => referencesAt(service, `${path}.value`).some((from) => isSecretIn(name, from)))
        .filter(({ name, text }) => !isPlainSecret(name, text))
        .map(({ name, path }) => violation(service, `${path}: "${name}" is built from a secret value`)),
    ),
};

/** A user of a database has a name too, which is no secret. */
const isSecretIn = (name: string, address: string): boolean =>
  isSecretSource(address) && !(/(^|\.)google_sql_user\./.test(address) && /(USER|NAME|HOST|DATABASE)$/i.test(name));

const isSecretSource = (address: string): boolean => SECRET_SOURCE.test(address);

/** Workloads of which something comes from a secret: hardly any, and only those are looked through. */
const secretReferrers = (estate: Estate) =>
  workloads(estate).filter(({ references }) => [...references.values()].some((list) => list.some(isSecretSource)));

const secretVariables = (estate: Estate, types = MODERN_TYPES) =>
  secretVariablesOf(estate, types).map(({ service, name, secret = "" }) => ({ service, name, secret }));

/** The variables that functions mount from Secret Manager. */
const functionVariables = (estate: Estate) =>
  FUNCTION_TYPES.flatMap((type) => estate.ofType(type)).flatMap((service) =>
    functionSecretPaths(service)
      .filter(({ isFile }) => !isFile)
      .map(({ path, name }) => ({ service, name, secret: path })),
  );

/** What makes a value up at apply; anything else that a version comes from leads to one, through states and locals too. */
const isMadeUp = (address: string): boolean => /(^|\.)(random_\w+|terraform_data)\./.test(address);

const isVersionNumber = (value: Value | undefined): boolean => /^[1-9]\d*$/.test(plainText(value));

const pinned: Rule = {
  id: "secret-version-pinned",
  kind: "down",
  severity: "high",
  abroad: "medium",
  title: "A mounted secret names its version",
  why: "`latest` changes behaviour at the next cold start, unreviewed, and gives instances different values (incident 26).",
  fix: "reference the version resource, or name a number",
  source: "https://cloud.google.com/run/docs/configuring/services/secrets",
  check: (estate) =>
    [...secretVariables(estate, WORKLOAD_TYPES), ...functionVariables(estate)].flatMap(({ service, name, secret }) => {
      // Version 1 of Cloud Run calls the version a key.
      const path = `${secret}.${service.type === RUN_V1 ? "key" : "version"}`;
      const version = valueAt(service, path);
      // A reference to a version is a pin whose number is only known after apply.
      if (version === UNKNOWN)
        return referencesAt(service, path).some((from) => !isMadeUp(from)) ? [] : [unknown(service, path)];
      return isVersionNumber(version)
        ? []
        : [
            violation(
              service,
              `${path}: "${name}" has ${version === "latest" ? '"latest"' : "no version number"}, a number allowed`,
            ),
          ];
    }),
};

const sharedVersion: Rule = {
  id: "secret-shared-version",
  kind: "down",
  severity: "critical",
  title: "A secret has one version on all of its consumers",
  why: "Tokens signed with one version of the JWT key and checked with another sign every user out.",
  fix: "pin the same version everywhere",
  check: (estate) => {
    const first = new Map<string, { readonly version: string; readonly at: string }>();
    const all = secretVariables(estate);
    return all.flatMap(({ service, name, secret }) => {
      const named = namedAt(estate, service, `${secret}.secret`, [SECRET]);
      const value = valueAt(service, `${secret}.version`);
      const version = value === UNKNOWN ? referencesAt(service, `${secret}.version`).join() : plainText(value);
      // One consumer cannot differ from another.
      if (named.isOpen) return all.length > 1 ? [unknown(service, `${secret}.secret`)] : [];
      const id = keyOf(named);
      // What is no version number cannot be compared with one.
      if (value !== UNKNOWN && !isVersionNumber(value)) return [];
      const earlier = first.get(id);
      if (!earlier) {
        first.set(id, { version, at: `${service.address} ${name}` });
        return [];
      }
      return earlier.version === version
        ? []
        : [violation(service, `${secret}.version: "${name}" has another version of its secret than ${earlier.at}`)];
    });
  },
};

/** Write-only arguments: the provider never reads them back, so only their version tells it to send them again. */
const WRITE_ONLY: readonly (readonly [type: string, argument: string])[] = [
  [SECRET_VERSION, "secret_data_wo"],
  ["google_sql_user", "password_wo"],
];

/** Whether a resource has a write-only argument, which no plan shows: a version of a secret has its value by one of two. */
const isWritten = (resource: Resource, argument: string): boolean =>
  valueAt(resource, argument) !== undefined ||
  (resource.type === SECRET_VERSION && valueAt(resource, "secret_data") === undefined);

const writeOnlyVersion: Rule = {
  id: "secret-write-only-version",
  kind: "no effect",
  severity: "high",
  title: "A write-only argument has its version beside it",
  why: "Without one it plans fine and then never rotates.",
  fix: "declare the _version argument",
  source: "https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only",
  check: (estate) =>
    WRITE_ONLY.flatMap(([type, argument]) =>
      estate
        .ofType(type)
        .filter((resource) => isWritten(resource, argument))
        .flatMap((resource) =>
          judgeValue(
            resource,
            `${argument}_version`,
            // Left out, a plan shows the provider's default of a secret's version.
            (value) => value !== undefined && value !== 0,
            "a number to raise at each rotation",
          ),
        ),
    ),
};

/** Arguments that put a secret into state in plaintext. */
const IN_STATE: readonly (readonly [type: string, argument: string, instead: string])[] = [
  [SECRET_VERSION, "secret_data", "secret_data_wo"],
  ["google_sql_user", "password", "password_wo"],
];

const valueInState: Rule = {
  id: "secret-value-in-state",
  kind: "exposed",
  severity: "critical",
  abroad: "medium",
  title: "No secret value goes into state",
  why: "State is read by everyone who may plan, and a plan file that is committed shows its passwords to all who read the repository (incident 24).",
  fix: "use the write-only argument with an ephemeral value",
  check: (estate) =>
    IN_STATE.flatMap(([type, argument, instead]) =>
      estate
        .ofType(type)
        .filter((resource) => valueAt(resource, argument) !== undefined)
        .map((resource) => violation(resource, `${argument}: found, only ${instead} allowed`)),
    ),
};

/** What shows a secret to too many, and what keeps a service from reading it. */
export const secretRules: readonly Rule[] = [
  functionSecrets,
  plainSecret,
  builtFromSecret,
  pinned,
  sharedVersion,
  writeOnlyVersion,
  valueInState,
];
