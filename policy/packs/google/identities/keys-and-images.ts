import { UNKNOWN, blockPaths, valueAt } from "../../../core/resource";
import { forEveryResource, judgeValue, secondsOf } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const MAX_ROTATION_SECONDS = 31_536_000;

const rotation: Rule = {
  id: "kms-rotation",
  kind: "exposed",
  severity: "medium",
  title: "Keys that encrypt rotate within a year",
  why: "A key that never changes protects everything that was ever encrypted with it, and loses all of it at once.",
  fix: "set rotation_period, 7776000s for instance",
  source: "https://cloud.google.com/kms/docs/key-rotation",
  check: forEveryResource("google_kms_crypto_key", (key) => {
    const purpose = valueAt(key, "purpose");
    // Google rotates none of the others.
    if (purpose !== undefined && purpose !== "ENCRYPT_DECRYPT")
      return purpose === UNKNOWN ? [unknown(key, "purpose")] : [];
    return judgeValue(
      key,
      "rotation_period",
      (value) => secondsOf(value) <= MAX_ROTATION_SECONDS,
      `at most ${MAX_ROTATION_SECONDS}s`,
    );
  }),
};

const cleanup: Rule = {
  id: "registry-cleanup",
  kind: "lost",
  severity: "high",
  title: "A clean-up that deletes images by age keeps the latest ones",
  why: "A service that was not deployed for that long loses its image: its next instance does not start, and there is no rollback.",
  fix: "add a policy with action KEEP and most_recent_versions, or limit the deletion to tag_state UNTAGGED",
  source: "https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy",
  check: forEveryResource("google_artifact_registry_repository", (repository) => {
    const policies = blockPaths(repository, "cleanup_policies");
    const action = (path: string) => valueAt(repository, `${path}.action`);
    const dryRun = valueAt(repository, "cleanup_policy_dry_run");
    if (dryRun === true || policies.some((path) => action(path) === "KEEP")) return [];
    if (valueAt(repository, "cleanup_policies") === UNKNOWN) return [unknown(repository, "cleanup_policies")];
    const open = policies.filter((path) => action(path) === UNKNOWN);
    if (open.length > 0) return open.map((path) => unknown(repository, `${path}.action`));
    return policies
      .filter((path) => action(path) === "DELETE")
      .flatMap((path): readonly Verdict[] => {
        const tags = `${path}.condition[0].tag_state`;
        if (valueAt(repository, tags) === "UNTAGGED") return [];
        if (valueAt(repository, tags) === UNKNOWN) return [unknown(repository, tags)];
        return dryRun === UNKNOWN
          ? [unknown(repository, "cleanup_policy_dry_run")]
          : [
              violation(
                repository,
                `${path}: deletes tagged images and nothing is kept, a KEEP policy beside it allowed`,
              ),
            ];
      });
  }),
};

const keepOnly: Rule = {
  id: "registry-cleanup-keeps-only",
  kind: "no effect",
  severity: "medium",
  title: "A clean-up policy that keeps images stands beside one that deletes some",
  why: "A KEEP policy alone deletes nothing: the repository grows, and its bill, while the policy looks like a clean-up.",
  fix: "add a policy with action DELETE, of old or untagged images",
  source: "https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy",
  check: forEveryResource("google_artifact_registry_repository", (repository) => {
    const actions = blockPaths(repository, "cleanup_policies").map((path) => valueAt(repository, `${path}.action`));
    if (!actions.every((action) => action === "KEEP" || action === UNKNOWN)) return [];
    if (actions.includes(UNKNOWN)) return [unknown(repository, "cleanup_policies")];
    return actions.length > 0
      ? [violation(repository, "cleanup_policies: only KEEP found, a DELETE beside it needed")]
      : [];
  }),
};

const containerRegistry: Rule = {
  id: "registry-shut-down",
  kind: "refused",
  severity: "high",
  title: "Images are kept in Artifact Registry",
  why: "Google has shut Container Registry down in March 2025: nothing can be made or written there any more.",
  fix: "declare a google_artifact_registry_repository; gcr.io names may lead to it",
  source: "https://cloud.google.com/artifact-registry/docs/transition/transition-from-gcr",
  check: forEveryResource("google_container_registry", (registry) => [
    violation(registry, "a Container Registry found, a repository of Artifact Registry allowed"),
  ]),
};

/** Keys that encrypt, and images that revisions run: everything else needs them. */
export const keyAndImageRules: readonly Rule[] = [rotation, cleanup, keepOnly, containerRegistry];
