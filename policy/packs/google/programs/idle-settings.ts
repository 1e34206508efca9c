import { forEveryOf, forEveryResource, plainText } from "../../../core/judge";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { isPlaceholder } from "../secrets/secret-names";
import { FUNCTION_TYPES, programVariables } from "./programs";
import { variablesLike } from "./variable";
import { MODERN_TYPES, RUN_SERVICE, RUN_V1, containersOf, templateOf } from "./workloads";

/** Settings that look as if they did something, and values that nobody has put there yet. */

const placeholders: Rule = {
  id: "env-placeholder",
  kind: "no effect",
  severity: "low",
  onlyAbroad: true,
  title: "No variable has a text that only keeps its place",
  why: "The program takes it for what it is to call or to compare with: it fails where it is used first, and not when it is deployed.",
  fix: "reference what it stands for, or leave the variable out until there is a value",
  check: (estate) =>
    [
      ...variablesLike(estate, (_, text) => isPlaceholder(text)).map(({ service, name, path }) => ({
        ...{ program: service, name, path: `${path}.value` },
      })),
      ...FUNCTION_TYPES.flatMap((type) => estate.ofType(type)).flatMap((program) =>
        programVariables(program)
          .filter(({ text }) => text !== undefined && isPlaceholder(text))
          .map(({ name, path }) => ({ program, name, path })),
      ),
    ].map(({ program, name, path }) => violation(program, `${path}: "${name}" has a text that only keeps its place`)),
};

const unmounted: Rule = {
  id: "run-volume-unmounted",
  kind: "no effect",
  severity: "low",
  title: "A volume is mounted by a container",
  why: "No container sees one that none mounts: what is read or written at that path is the container's own, in memory and gone with it.",
  fix: "add volume_mounts to the container, or remove the volume",
  source: "https://cloud.google.com/run/docs/configuring/services/cloud-storage-volume-mounts",
  check: forEveryOf(MODERN_TYPES, (workload) => {
    const volumes = blockPaths(workload, `${templateOf(workload)}.volumes`);
    if (volumes.length === 0) return [];
    const mounts = blockPaths(workload, containersOf(workload)).flatMap((container) =>
      blockPaths(workload, `${container}.volume_mounts`).map((mount) => valueAt(workload, `${mount}.name`)),
    );
    const isOpen = mounts.includes(UNKNOWN) || valueAt(workload, containersOf(workload)) === UNKNOWN;
    return volumes
      .filter((volume) => {
        const name = textAt(workload, `${volume}.name`);
        return name !== undefined && !isOpen && !mounts.includes(name);
      })
      .map((volume) => violation(workload, `${volume}: a volume that no container mounts found`));
  }),
};

/** Conditions that speak of versions which somebody has replaced or deleted. */
const OF_OLD_VERSIONS = ["num_newer_versions", "days_since_noncurrent_time", "noncurrent_time_before"];

const oldVersions: Rule = {
  id: "bucket-version-rule",
  kind: "no effect",
  severity: "low",
  title: "A bucket whose rules speak of old versions keeps some",
  why: "Without versioning there are none: what is overwritten is gone at once, and the rule that was to clean up does nothing.",
  fix: "set versioning.enabled, or remove the condition",
  source: "https://cloud.google.com/storage/docs/lifecycle#conditions",
  yieldsTo: ["state-bucket-versioning"],
  check: forEveryResource("google_storage_bucket", (bucket) => {
    if ([true, UNKNOWN].includes((valueAt(bucket, "versioning[0].enabled") ?? false) as boolean)) return [];
    if (valueAt(bucket, "versioning") === UNKNOWN) return [];
    return blockPaths(bucket, "lifecycle_rule")
      .filter((rule) =>
        OF_OLD_VERSIONS.some((condition) => {
          const value = valueAt(bucket, `${rule}.condition[0].${condition}`);
          return value !== UNKNOWN && !["", "0"].includes(plainText(value));
        }),
      )
      .map((rule) => violation(bucket, `${rule}: a condition of old versions found, versioning needed`));
  }),
};

const dryRun: Rule = {
  id: "registry-cleanup-dry-run",
  kind: "no effect",
  severity: "low",
  title: "A clean-up of images deletes some",
  why: "A dry run only writes down what it would delete: the repository grows, and its bill.",
  fix: "set cleanup_policy_dry_run to false when the policies are right",
  source: "https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy#dry-run",
  check: forEveryResource("google_artifact_registry_repository", (repository) =>
    blockPaths(repository, "cleanup_policies").length > 0 && valueAt(repository, "cleanup_policy_dry_run") === true
      ? [violation(repository, "cleanup_policy_dry_run: true found, false allowed")]
      : [],
  ),
};

/** Where services and functions say how many instances they may have. */
const MAXIMUMS: readonly (readonly [type: string, path: string])[] = [
  [RUN_SERVICE, "template[0].scaling[0].max_instance_count"],
  [RUN_SERVICE, "scaling[0].max_instance_count"],
  ["google_cloudfunctions2_function", "service_config[0].max_instance_count"],
  ["google_cloudfunctions_function", "max_instances"],
];

const single: Rule = {
  id: "run-single-instance",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "A service may have a second instance",
  why: "With one at most, requests wait or are refused with 429 when it is busy, and each deployment or restart is a gap.",
  fix: "raise the maximum, unless the program must not run twice at once",
  source: "https://cloud.google.com/run/docs/configuring/max-instances",
  check: (estate) => [
    ...MAXIMUMS.flatMap(([type, path]) =>
      forEveryResource(type, (service) =>
        numberAt(service, path) === 1 ? [violation(service, `${path}: 1 found, 2 or more allowed`)] : [],
      )(estate),
    ),
    ...forEveryResource(RUN_V1, (service) => {
      const key = "autoscaling.knative.dev/maxScale";
      const annotations = valueAt(service, "template[0].metadata[0].annotations");
      const value =
        typeof annotations === "object" && annotations !== null ? (annotations as Record<string, unknown>)[key] : "";
      return value === "1" ? [violation(service, `${key}: "1" found, 2 or more allowed`)] : [];
    })(estate),
  ],
};

/** What has no effect, or keeps a place only. */
export const idleSettingRules: readonly Rule[] = [placeholders, unmounted, oldVersions, dryRun, single];
