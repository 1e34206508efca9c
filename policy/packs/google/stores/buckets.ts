import { DEFAULT_SOFT_DELETE_SECONDS } from "../../../../google/cloud-storage";
import {
  UNKNOWN,
  blockPaths,
  isValues,
  textAt,
  valueAt,
  type Resource,
  type Value,
  listAt,
} from "../../../core/resource";
import { forEveryOf, forEveryResource, judgeValue, isOneOf, plainText } from "../../../core/judge";
import { milder, unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { isOpenValue, targetsOf } from "../../../core/relations/targets";

const BUCKET = "google_storage_bucket";

const forceDestroy: Rule = {
  id: "bucket-force-destroy",
  kind: "lost",
  severity: "high",
  abroad: "medium",
  title: "A bucket that holds objects cannot be deleted",
  why: "force_destroy empties it first: one removed line, and every upload is gone.",
  fix: "set force_destroy to false",
  check: forEveryResource(BUCKET, (bucket) => judgeValue(bucket, "force_destroy", isOneOf(false, undefined), "false")),
};

const access: Rule = {
  id: "bucket-uniform-access",
  kind: "exposed",
  severity: "medium",
  title: "Only IAM says who reads a bucket",
  why: "With permissions on single objects an upload can be public although the bucket is not, and no review of IAM shows it.",
  fix: "set uniform_bucket_level_access to true",
  source: "https://cloud.google.com/storage/docs/uniform-bucket-level-access",
  yieldsTo: ["state-bucket-access"],
  check: forEveryResource(BUCKET, (bucket) => judgeValue(bucket, "uniform_bucket_level_access", isOneOf(true), "true")),
};

const publicAccess: Rule = {
  id: "bucket-public-access-prevention",
  kind: "exposed",
  severity: "low",
  title: "A bucket cannot be opened to everyone by accident",
  why: "Left out it is inherited, most often from nothing: one grant to allUsers opens every object.",
  fix: "set public_access_prevention to enforced, or serve a public bucket through a load balancer's backend bucket",
  source: "https://cloud.google.com/storage/docs/public-access-prevention",
  yieldsTo: ["state-bucket-access"],
  check: forEveryResource(BUCKET, (bucket) =>
    judgeValue(bucket, "public_access_prevention", isOneOf("enforced"), '"enforced"'),
  ),
};

const PUBLIC_ACL = /^(publicRead(Write)?|authenticatedRead)$/;
const EVERYONE = /:?(allUsers|allAuthenticatedUsers)$/;

/** What a load balancer serves from a bucket is for everyone: an access list of it says only so in an old way. */
function judgeServed(estate: Estate, list: Resource, verdicts: readonly Verdict[]): readonly Verdict[] {
  const buckets = targetsOf(estate, list, "bucket", [BUCKET]);
  const isServed = estate
    .ofType("google_compute_backend_bucket")
    .some((backend) => targetsOf(estate, backend, "bucket_name", [BUCKET]).some((bucket) => buckets.includes(bucket)));
  return isServed ? milder("low", verdicts) : verdicts;
}

const acl: Rule = {
  id: "bucket-public-acl",
  kind: "exposed",
  severity: "critical",
  title: "No access list of a bucket names everyone",
  why: "allUsers is the internet, and allAuthenticatedUsers everyone with a Google account.",
  fix: "remove the access list, and grant roles on the bucket to named members",
  check: (estate) => [
    ...forEveryOf(
      ["google_storage_bucket_acl", "google_storage_object_acl", "google_storage_default_object_acl"],
      (list) =>
        judgeServed(estate, list, [
          ...judgeValue(list, "predefined_acl", (value) => !PUBLIC_ACL.test(plainText(value)), "no public list"),
          ...judgeValue(
            list,
            "role_entity",
            (entries) => !Array.isArray(entries) || !entries.some((entry: Value) => EVERYONE.test(plainText(entry))),
            "named members",
          ),
        ]),
    )(estate),
    ...forEveryOf(
      [
        "google_storage_bucket_access_control",
        "google_storage_object_access_control",
        "google_storage_default_object_access_control",
      ],
      (entry) =>
        judgeServed(
          estate,
          entry,
          judgeValue(entry, "entity", (value) => !EVERYONE.test(plainText(value)), "a named member"),
        ),
    )(estate),
  ],
};

const WRITES = ["PUT", "POST", "DELETE", "PATCH", "*"];

const cors: Rule = {
  id: "bucket-cors-origin",
  kind: "exposed",
  severity: "medium",
  title: "Only named origins may write to a bucket from a browser",
  why: "With * any page can use a visitor's signed URL or session to put or delete objects.",
  fix: "name the origins of your own pages",
  check: forEveryResource(BUCKET, (bucket) =>
    blockPaths(bucket, "cors").flatMap((block) => {
      const [methods, origins] = [`${block}.method`, `${block}.origin`];
      const writes = listAt(bucket, methods).some((method) => WRITES.includes(plainText(method)));
      const isAny = listAt(bucket, origins).includes("*");
      if (writes && isAny) {
        return [violation(bucket, `${origins}: * found with methods that write, named origins allowed`)];
      }
      const open = [methods, origins].filter((path) => isOpenValue(valueAt(bucket, path)));
      // One of the two that is known, and is none of those, is enough.
      return (writes || open.includes(methods)) && (isAny || open.includes(origins))
        ? open.map((path) => unknown(bucket, path))
        : [];
    }),
  ),
};

/** Names of buckets whose objects are meant to go. */
const TEMPORARY = /(^|[^a-z])(te?mp|temporary|scratch|cache|trash|logs?|build|artifacts?|staging|dumps?)([^a-z]|$)/i;

/** Conditions that leave out most objects, or the live ones. */
const NARROWING = [
  "matches_prefix",
  "matches_suffix",
  "matches_storage_class",
  "num_newer_versions",
  "days_since_noncurrent_time",
  "noncurrent_time_before",
  "days_since_custom_time",
  "custom_time_before",
] as const;

const isSet = (value: Value | undefined): boolean =>
  value === UNKNOWN ||
  !(
    value === undefined ||
    value === null ||
    value === 0 ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );

/** Whether a lifecycle rule deletes live objects wherever they lie in the bucket; UNKNOWN where that is not known. */
function deletesLive(bucket: Resource, rule: string): boolean | typeof UNKNOWN {
  const action = valueAt(bucket, `${rule}.action[0].type`);
  const condition = valueAt(bucket, `${rule}.condition[0]`);
  if (action !== "Delete" && action !== UNKNOWN) return false;
  if (condition === UNKNOWN) return UNKNOWN;
  if (!isValues(condition) || condition.with_state === "ARCHIVED") return false;
  if (NARROWING.some((name) => isSet(condition[name]))) return false;
  return action === UNKNOWN || condition.with_state === UNKNOWN ? UNKNOWN : true;
}

const liveObjects: Rule = {
  id: "bucket-live-objects",
  kind: "lost",
  severity: "medium",
  title: "No lifecycle rule deletes every live object of a bucket",
  why: "What users uploaded is gone when it is that old. With versions it becomes an old one at that age, which the same rule deletes.",
  fix: "limit the rule to a prefix or to old versions, or enable versioning",
  source: "https://cloud.google.com/storage/docs/lifecycle",
  yieldsTo: ["state-bucket-lifecycle"],
  check: forEveryResource(BUCKET, (bucket) => {
    if (TEMPORARY.test(textAt(bucket, "name") ?? bucket.address)) return [];
    const versioning = valueAt(bucket, "versioning[0].enabled");
    if (valueAt(bucket, "lifecycle_rule") === UNKNOWN) return [unknown(bucket, "lifecycle_rule")];
    const all = blockPaths(bucket, "lifecycle_rule");
    const rules = all.filter((rule) => deletesLive(bucket, rule) === true);
    const open = all.filter((rule) => deletesLive(bucket, rule) === UNKNOWN);
    if (rules.length === 0) return open.map((rule) => unknown(bucket, rule));
    if (versioning === true) {
      return rules.map((rule) =>
        violation(
          bucket,
          `${rule}: deletes live objects, and old versions of that age at once, with_state ARCHIVED or a narrower condition allowed`,
        ),
      );
    }
    return versioning === UNKNOWN
      ? [unknown(bucket, "versioning[0].enabled")]
      : rules.map((rule) =>
          violation(bucket, `${rule}: deletes live objects, a narrower condition or versioning allowed`),
        );
  }),
};

const softDelete: Rule = {
  id: "bucket-soft-delete",
  kind: "lost",
  severity: "medium",
  title: "Deleted objects can be brought back for a week",
  why: "With a retention of 0 a wrong command or lifecycle rule is final at once; only versions help then.",
  fix: `remove soft_delete_policy, or set retention_duration_seconds to ${DEFAULT_SOFT_DELETE_SECONDS} or more`,
  source: "https://cloud.google.com/storage/docs/soft-delete",
  yieldsTo: ["state-bucket-versioning"],
  check: forEveryResource(BUCKET, (bucket) =>
    valueAt(bucket, "versioning[0].enabled") === true || TEMPORARY.test(textAt(bucket, "name") ?? bucket.address)
      ? []
      : judgeValue(
          bucket,
          "soft_delete_policy[0].retention_duration_seconds",
          (value) => value !== 0,
          `${DEFAULT_SOFT_DELETE_SECONDS}`,
        ),
  ),
};

export const bucketRules: readonly Rule[] = [forceDestroy, access, publicAccess, acl, cors, liveObjects, softDelete];
