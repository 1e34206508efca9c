import type { Deployed } from "./deployed";

/** What stays by design: the project with its services and bucket, and what Google itself keeps for a while. */
const KEPT = [
  /^cloudresourcemanager\/projects\/[^/]+$/,
  // disable_on_destroy is off: a service may serve somebody else.
  /^serviceusage\//,
  /^storage\/b\/[^/]+-tfstate/,
  // Deleted roles and pools keep their names for days, and so does a database instance.
  /^iam\/projects\/[^/]+\/roles\//,
  /^iam\/projects\/[^/]+\/locations\/global\/workloadIdentityPools\//,
  /^sql-deleted\//,
  /^iam-policies\//,
];

/** Names of what a destroy should have ended. */
export function left({ sandbox }: Deployed): readonly string[] {
  const entries = sandbox.store.below("");
  const undeleted = entries.filter(
    ([name, { deleted, state }]) =>
      /^iam\/.*\/(roles|workloadIdentityPools)\//.test(name) && deleted !== true && state !== "DELETED",
  );
  const bound = entries.filter(
    ([name, { bindings }]) => name.startsWith("iam-policies/") && Array.isArray(bindings) && bindings.length > 0,
  );
  const others = entries.filter(([name]) => !KEPT.some((kept) => kept.test(name)));
  return [...undeleted, ...bound, ...others].map(([name]) => name);
}
