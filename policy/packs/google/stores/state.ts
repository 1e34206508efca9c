import {
  UNKNOWN,
  blockPaths,
  numberAt,
  textAt,
  valueAt,
  type Resource,
  type StackSettings,
  type Value,
  type Values,
} from "../../../core/resource";
import { forEveryResource, judgeValue, isOneOf } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const BUCKET = "google_storage_bucket";

/** A stack's backend in the form of a resource, so that it is judged and named like one. */
export const backendOf = ({ name, backend, backendSettings }: StackSettings): Resource => ({
  stack: name,
  address: "terraform.backend",
  type: backend ?? "local",
  values: backendSettings,
  references: new Map(),
});

/** Where a stack keeps its state; undefined where that is not known. */
function statePlace({ values }: Resource): string | undefined {
  const [bucket, prefix] = ["bucket", "prefix"].map((path) => valueAt({ values }, path));
  return bucket === UNKNOWN || prefix === UNKNOWN ? undefined : JSON.stringify([bucket, prefix ?? ""]);
}

const remote: Rule = {
  id: "state-remote-backend",
  kind: "lost",
  severity: "critical",
  title: "Every stack keeps its state in a remote backend, under a prefix of its own",
  why: "State on one machine is lost with it, and no lock keeps two people from applying at once; two stacks under one prefix overwrite each other.",
  fix: "declare a gcs backend with a bucket, and with a prefix of the stack's own",
  source: "https://developer.hashicorp.com/terraform/language/backend/gcs",
  check: ({ stacks }) => {
    const firstStacks = new Map<string, string>();
    return stacks.map(backendOf).flatMap((backend): readonly Verdict[] => {
      if (backend.type === "local") return [violation(backend, "local state found, a remote backend allowed")];
      if (backend.type !== "gcs") return [];
      const place = statePlace(backend);
      if (place === undefined) return valueAt(backend, "prefix") === UNKNOWN ? [unknown(backend, "prefix")] : [];
      const other = firstStacks.get(place);
      if (other === undefined) firstStacks.set(place, backend.stack);
      return judgeValue(backend, "prefix", () => other === undefined, `a prefix other than that of ${other}`);
    });
  },
};

/** Where developers' machines and CI runners keep files. */
const LOCAL_PATH = /^(\/(home|root|Users|tmp|var|work)\/|[A-Za-z]:\\)/;

/** Attributes whose paths are those of a URL or of a container, not of the machine that synthesizes. */
const ELSEWHERE =
  /(^|\.)(annotations|args|build|commands?|containers?|entrypoint|env\w*|labels|metadata|working_dir|\w*(path|prefix|uri|url)\w*)([.[]|$)/;

/** Looks for a slash or a drive at the beginning before it tries the pattern: nearly every text has neither. */
const isLocalPath = (text: string): boolean =>
  (text.charCodeAt(0) === 47 || text.charCodeAt(1) === 58) && LOCAL_PATH.test(text);

/** Whether a value holds the path of a local file. Asked first: hardly any value does, and naming places takes time. */
function holdsLocalPath(value: Value | undefined): boolean {
  if (typeof value === "string") return isLocalPath(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsLocalPath);
  const block = value as Values;
  // Not Object.values, whose list of every block would be most of the walk.
  for (const name in block) if (holdsLocalPath(block[name])) return true;
  return false;
}

/** The paths of local files in a value; Terraform resolves expressions wherever it runs, so that they are none. */
function localPaths(value: Value | undefined, path: string): readonly string[] {
  if (typeof value === "string") return isLocalPath(value) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]: [string, Value]) => {
    if (Array.isArray(value)) return localPaths(item, `${path}[${name}]`);
    return localPaths(item, path ? `${path}.${name}` : name);
  });
}

const noLocalPath: Rule = {
  id: "state-no-local-path",
  kind: "down",
  severity: "high",
  title: "Nothing names a file of the machine that synthesizes",
  why: "Every machine plans another value: CI and laptops undo each other, and none of them finds the other's file.",
  fix: "use a path relative to the stack, or no file at all",
  yieldsTo: ["state-remote-backend"],
  check: ({ resources, stacks }) => {
    const pathVerdict = (resource: Resource, path: string): Verdict =>
      violation(resource, `${path}: an absolute path of one machine found, none allowed`);
    return [
      ...stacks
        .map(backendOf)
        .flatMap((backend) => localPaths(backend.values, "").map((path) => pathVerdict(backend, path))),
      ...resources
        .filter(({ values }) => holdsLocalPath(values))
        .flatMap((resource) =>
          localPaths(resource.values, "")
            .filter((path) => !ELSEWHERE.test(path))
            .map((path) => pathVerdict(resource, path)),
        ),
    ];
  },
};

const STATE_NAME = /tfstate|terraform-?state$/i;

/** Whether a bucket holds state, by its name; UNKNOWN where neither its name nor its address tells. */
export function holdsState(bucket: Resource): boolean | typeof UNKNOWN {
  const name = valueAt(bucket, "name");
  if (name === UNKNOWN) return STATE_NAME.test(bucket.address) || UNKNOWN;
  return typeof name === "string" && STATE_NAME.test(name);
}

const forEveryStateBucket = (check: (bucket: Resource) => readonly Verdict[]): Rule["check"] =>
  forEveryResource(BUCKET, (bucket) => {
    const held = holdsState(bucket);
    if (held === UNKNOWN) return [unknown(bucket, "name")];
    return held ? check(bucket) : [];
  });

/** Conditions that only a version which is no longer live can meet. */
const NONCURRENT = ["num_newer_versions", "days_since_noncurrent_time", "noncurrent_time_before"] as const;

/** Judges one lifecycle rule: it may delete nothing, or only versions that are not live. */
function judgeDeletion(bucket: Resource, rule: string): readonly Verdict[] {
  const condition = `${rule}.condition[0]`;
  const action = valueAt(bucket, `${rule}.action[0].type`);
  if (action !== "Delete") return action === UNKNOWN ? [unknown(bucket, `${rule}.action[0].type`)] : [];
  const paths = NONCURRENT.map((name) => `${condition}.${name}`);
  // A plan shows a number that is not set as 0.
  if (paths.some((path) => (numberAt(bucket, path) ?? 0) > 0 || /\d-/.test(textAt(bucket, path) ?? ""))) return [];
  const state = judgeValue(
    bucket,
    `${condition}.with_state`,
    isOneOf("ARCHIVED"),
    '"ARCHIVED" (or another sign of an old version)',
  );
  const unknownPath = paths.find((path) => valueAt(bucket, path) === UNKNOWN);
  return state.length > 0 && unknownPath !== undefined ? [unknown(bucket, unknownPath)] : state;
}

const bucketLifecycle: Rule = {
  id: "state-bucket-lifecycle",
  kind: "lost",
  severity: "critical",
  title: "No lifecycle rule of the state bucket deletes a live version",
  why: "A rule by age deletes the state of every stack that has not changed for that long (incident 23).",
  fix: "limit the rule to old versions: num_newer_versions, days_since_noncurrent_time or with_state ARCHIVED",
  source: "https://cloud.google.com/storage/docs/lifecycle",
  check: forEveryStateBucket((bucket) => {
    if (valueAt(bucket, "lifecycle_rule") === UNKNOWN) return [unknown(bucket, "lifecycle_rule")];
    return blockPaths(bucket, "lifecycle_rule").flatMap((rule) => judgeDeletion(bucket, rule));
  }),
};

const bucketVersioning: Rule = {
  id: "state-bucket-versioning",
  kind: "lost",
  severity: "critical",
  title: "The state bucket keeps old versions",
  why: "State that a failed apply or a wrong command overwrote can only come back from an older version.",
  fix: "set versioning.enabled to true",
  source: "https://cloud.google.com/storage/docs/object-versioning",
  check: forEveryStateBucket((bucket) => judgeValue(bucket, "versioning[0].enabled", isOneOf(true), "true")),
};

const bucketAccess: Rule = {
  id: "state-bucket-access",
  kind: "exposed",
  severity: "critical",
  title: "The state bucket cannot be opened to anyone by accident",
  why: "State holds secrets in plaintext, such as a cache's AUTH string; permissions on objects and public grants escape every review of IAM.",
  fix: "set uniform_bucket_level_access to true and public_access_prevention to enforced",
  source: "https://cloud.google.com/storage/docs/public-access-prevention",
  check: forEveryStateBucket((bucket) => [
    ...judgeValue(bucket, "uniform_bucket_level_access", isOneOf(true), "true"),
    ...judgeValue(bucket, "public_access_prevention", isOneOf("enforced"), '"enforced"'),
  ]),
};

export const stateRules: readonly Rule[] = [remote, noLocalPath, bucketLifecycle, bucketVersioning, bucketAccess];
