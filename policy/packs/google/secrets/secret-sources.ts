import { configurationAddress } from "../../../core/plan-references";
import { referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import type { Estate } from "../../../core/estate";
import { milder, violation, type Rule } from "../../../core/rule";

/** Where resources are given a secret in clear. */
const SECRETS: readonly (readonly [type: string, path: string])[] = [
  ["google_sql_user", "password"],
  ["google_sql_database_instance", "root_password"],
  ["google_alloydb_cluster", "initial_user[0].password"],
  ["google_alloydb_user", "password"],
  ["google_compute_backend_service", "iap[0].oauth2_client_secret"],
  ["google_identity_platform_default_supported_idp_config", "client_secret"],
  ["google_identity_platform_oauth_idp_config", "client_secret"],
  ["google_monitoring_uptime_check_config", "http_check[0].auth_info[0].password"],
  ["google_secret_manager_secret_version", "secret_data"],
  ["google_compute_vpn_tunnel", "shared_secret"],
];

interface GivenSecret {
  readonly resource: Resource;
  readonly path: string;
  readonly references: readonly string[];
}

const givenSecrets = (estate: Estate): readonly GivenSecret[] =>
  SECRETS.flatMap(([type, path]) =>
    estate
      .ofType(type)
      .filter((resource) => valueAt(resource, path) !== undefined && valueAt(resource, path) !== "")
      .map((resource) => ({ resource, path, references: referencesAt(resource, path) })),
  );

/** A secret variable whose value stands in the code. */
const PRESET = /^(var\.\w+)\.default$/;

const literal: Rule = {
  id: "secret-in-code",
  kind: "exposed",
  severity: "high",
  // In our own plans no value of a secret may stand at all.
  onlyAbroad: true,
  title: "No secret is written in the code",
  why: "Everybody who may read the repository has it, and its history keeps it: a variable that is not marked sensitive is also printed in every plan.",
  fix: "change the secret, then take it from an ephemeral value or from a variable with sensitive = true and no default",
  source: "https://developer.hashicorp.com/terraform/language/manage-sensitive-data",
  check: (estate) =>
    givenSecrets(estate)
      .filter(
        ({ resource, path, references }) =>
          textAt(resource, path) !== undefined && references.every((from) => PRESET.test(from)),
      )
      .flatMap(({ resource, path, references: [preset] }) => {
        const what =
          preset === undefined
            ? "a value of the code, or of a variable that is not sensitive,"
            : `the default of ${preset.replace(PRESET, "$1")}`;
        const found = [violation(resource, `${path}: ${what} found, none allowed`)];
        // What a version holds may be a placeholder that is written over later.
        return path === "secret_data" ? milder("medium", found) : found;
      }),
};

/** What the random provider makes and does not mark sensitive (https://registry.terraform.io/providers/hashicorp/random/latest/docs). */
const SHOWN = /(^|\.)random_(id|string|uuid|pet|integer)\./;

const shown: Rule = {
  id: "secret-random-shown",
  kind: "exposed",
  severity: "medium",
  title: "A secret that Terraform makes is made by random_password",
  why: "Terraform prints what the others make, in every plan and log, and whoever reads those has the secret.",
  fix: "use random_password, or better an ephemeral random_password with the write-only argument",
  source: "https://registry.terraform.io/providers/hashicorp/random/latest/docs/resources/password",
  check: (estate) =>
    givenSecrets(estate)
      .filter(({ references }) => references.length > 0 && references.every((from) => SHOWN.test(from)))
      .map(({ resource, path, references }) =>
        violation(resource, `${path}: a value of ${references[0] ?? ""} found, one that is not printed allowed`),
      ),
};

const PASSWORD = /(^|\.)random_password\.|^var\./;

/** What one generated password may be for: a user and the secret that keeps its password are two types. */
const sameFor = ({ resource, references }: GivenSecret): string | undefined => {
  const [only, ...more] = references;
  return only !== undefined && more.length === 0 && PASSWORD.test(only)
    ? `${resource.stack} ${resource.type === "google_sql_database_instance" ? "google_sql_user" : resource.type} ${only}`
    : undefined;
};

/** Whether there are several instances of what it comes from or of itself: then each may take its own. */
const isRepeated = (estate: Estate, { resource, references }: GivenSecret): boolean => {
  const source = configurationAddress(references[0] ?? "");
  const isInstance = (one: Resource) => configurationAddress(one.address) === source && one.address !== source;
  return configurationAddress(resource.address) !== resource.address || estate.resources.some(isInstance);
};

const shared: Rule = {
  id: "secret-same-value",
  kind: "exposed",
  severity: "low",
  title: "Each user and each secret has a value of its own",
  why: "Who has one of them has the other too, root's for instance, and neither can be changed alone.",
  fix: "make a random_password for each",
  check: (estate) => {
    const seen = new Map<string, Resource>();
    return givenSecrets(estate).flatMap((given) => {
      const key = sameFor(given);
      if (key === undefined || isRepeated(estate, given)) return [];
      const first = seen.get(key);
      if (!first) seen.set(key, given.resource);
      return first
        ? [violation(given.resource, `${given.path}: the value of ${first.address} found, one of its own allowed`)]
        : [];
    });
  },
};

/** Where the values of secrets come from. */
export const secretSourceRules: readonly Rule[] = [literal, shown, shared];
