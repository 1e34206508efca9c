import { derivedFact, type Estate } from "../../core/estate";
import { configurationAddress } from "../../core/plan-references";
import { namedResources } from "../../core/relations/targets";
import { referencesAt, textAt, type Resource } from "../../core/resource";
import { violation, type Rule } from "../../core/rule";
import { addedVersions, secretMounts } from "./secrets/secret-access";

/** Addresses that a resource waits for by itself: what its expressions refer to, and what `depends_on` names. */
const namedBy = ({ references, dependsOn = [] }: Resource): readonly string[] =>
  [...[...references.values()].flat(), ...dependsOn].map(configurationAddress);

/** The same by address without keys; the instances of one block wait for the same. */
const namedByAddress = derivedFact(
  ({ resources }) =>
    new Map(resources.map((resource) => [configurationAddress(resource.address), namedBy(resource)] as const)),
);

/** Whether Terraform applies one after the other, by itself or through what lies between. */
export function waitsFor(estate: Estate, from: Resource, to: Resource): boolean {
  const wanted = configurationAddress(to.address);
  const seen = new Set<string>();
  const open = [...namedBy(from)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === wanted || wanted.startsWith(`${name}.`)) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(namedByAddress(estate).get(name) ?? []));
  }
  return false;
}

const versionFirst: Rule = {
  id: "secret-version-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "A service waits for the value of the secret that it mounts",
  why: "Terraform makes both at once: where the service comes first Cloud Run finds no version and refuses it, and the apply stops half-way.",
  fix: "reference the version (google_secret_manager_secret_version.NAME.version), or name it in depends_on",
  source: "https://cloud.google.com/run/docs/configuring/services/secrets",
  yieldsTo: ["secret-version-absent"],
  check: (estate) => {
    const seen = new Set<Resource>();
    return secretMounts(estate).flatMap(({ service, name, at, named }) => {
      if (!service.isNew || seen.has(service)) return [];
      const versions = named.resources.flatMap((secret) => (secret.isNew ? addedVersions(estate, secret) : []));
      if (versions.length === 0 || versions.some((version) => waitsFor(estate, service, version))) return [];
      seen.add(service);
      return [violation(service, `${at}: "${name}" does not wait for ${versions[0]?.address ?? ""}, an order needed`)];
    });
  },
};

/** Where a grant names what it is granted on, and which types that may be. */
const GRANTED: readonly (readonly [grant: RegExp, path: string, types: readonly string[]])[] = [
  [/^google_secret_manager_secret_iam_/, "secret_id", ["google_secret_manager_secret"]],
  [/^google_storage_bucket_iam_/, "bucket", ["google_storage_bucket"]],
  [/^google_pubsub_topic_iam_/, "topic", ["google_pubsub_topic"]],
  [/^google_pubsub_subscription_iam_/, "subscription", ["google_pubsub_subscription"]],
  [/^google_cloud_run_v2_(service|job)_iam_/, "name", ["google_cloud_run_v2_service", "google_cloud_run_v2_job"]],
  [/^google_cloud_run_service_iam_/, "service", ["google_cloud_run_service", "google_cloud_run_v2_service"]],
  [/^google_artifact_registry_repository_iam_/, "repository", ["google_artifact_registry_repository"]],
  [/^google_service_account_iam_/, "service_account_id", ["google_service_account"]],
];

const grantAfter: Rule = {
  id: "iam-grant-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "A grant waits for what it is granted on",
  why: "A name that is written out orders nothing: where the grant comes first Google answers 404, and the apply stops half-way.",
  fix: "reference the resource instead of writing its name, or name it in depends_on",
  source: "https://developer.hashicorp.com/terraform/language/resources/behavior#resource-dependencies",
  check: (estate) =>
    GRANTED.flatMap(([pattern, path, types]) =>
      estate
        .ofTypes((type) => pattern.test(type))
        .filter(({ isNew }) => isNew)
        .flatMap((grant) => {
          // A local leads on to what no plan lists.
          const isLocal = referencesAt(grant, path).some((from) => /(^|\.)local\./.test(from));
          const text = isLocal ? undefined : textAt(grant, path);
          const [made, ...others] =
            text === undefined ? [] : types.flatMap((type) => namedResources(estate, grant, type, text));
          return made?.isNew && others.length === 0 && !waitsFor(estate, grant, made)
            ? [violation(grant, `${path}: does not wait for ${made.address}, an order needed`)]
            : [];
        }),
    ),
};

/** Whether Terraform makes things in the order in which they need each other. */
export const orderRules: readonly Rule[] = [versionFirst, grantAfter];
