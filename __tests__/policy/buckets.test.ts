import { bucketRules } from "../../policy/packs/google/stores/buckets";
import { stateRules } from "../../policy/packs/google/stores/state";
import { describeArea } from "../support/area";
import { verdictsOf, verdictsOfRule } from "../support/resource";

const BUCKET = "google_storage_bucket.uploads";
const ACL = "google_storage_bucket_acl.uploads";
const ENTRY = "google_storage_object_access_control.one";

const expires = (condition: object): object[] => [{ action: { type: "Delete" }, condition }];

describeArea({
  rules: bucketRules,
  estate: {
    [BUCKET]: {
      name: "chat-uploads",
      uniform_bucket_level_access: true,
      public_access_prevention: "enforced",
      lifecycle_rule: [
        ...expires({ age: 1, matches_prefix: ["tmp/"] }),
        ...expires({ num_newer_versions: 5 }),
        ...expires({ age: 30, with_state: "ARCHIVED" }),
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
      ],
      cors: [
        { origin: ["*"], method: ["GET"] },
        { origin: ["https://chat.example"], method: ["PUT"] },
      ],
    },
    [ACL]: { predefined_acl: "private" },
    [ENTRY]: { entity: "user-someone@example.com" },
  },
  broken: [
    ["bucket-force-destroy", BUCKET, "force_destroy", true, "true found, false allowed"],
    ["bucket-uniform-access", BUCKET, "uniform_bucket_level_access", undefined, "nothing found"],
    ["bucket-public-access-prevention", BUCKET, "public_access_prevention", "inherited", '"inherited" found'],
    ["bucket-public-acl", ACL, "predefined_acl", "publicRead", "no public list allowed"],
    ["bucket-public-acl", ACL, "role_entity", ["READER:allUsers"], "named members allowed"],
    ["bucket-public-acl", ENTRY, "entity", "allAuthenticatedUsers", "a named member allowed"],
    ["bucket-cors-origin", BUCKET, "cors", [{ origin: ["*"], method: ["PUT"] }], "* found with methods that write"],
    ["bucket-live-objects", BUCKET, "lifecycle_rule", expires({ age: 7 }), "deletes live objects"],
    ["bucket-soft-delete", BUCKET, "soft_delete_policy", { retention_duration_seconds: 0 }, "0 found"],
  ],
  held: [
    [BUCKET, "soft_delete_policy", { retention_duration_seconds: 604800 }],
    [
      BUCKET,
      "",
      {
        name: "chat-build-cache",
        uniform_bucket_level_access: true,
        public_access_prevention: "enforced",
        lifecycle_rule: expires({ age: 7 }),
      },
    ],
    [
      BUCKET,
      "",
      {
        name: "chat-uploads",
        uniform_bucket_level_access: true,
        public_access_prevention: "enforced",
        versioning: { enabled: true },
        lifecycle_rule: expires({ age: 7, with_state: "ARCHIVED" }),
      },
    ],
  ],
  unknown: [
    ["bucket-force-destroy", BUCKET, "force_destroy"],
    ["bucket-uniform-access", BUCKET, "uniform_bucket_level_access"],
    ["bucket-public-access-prevention", BUCKET, "public_access_prevention"],
    ["bucket-public-acl", ACL, "predefined_acl"],
    ["bucket-soft-delete", BUCKET, "soft_delete_policy"],
  ],
});

test.each([
  ["uniform_bucket_level_access", "bucket-uniform-access", "state-bucket-access"],
  ["public_access_prevention", "bucket-public-access-prevention", "state-bucket-access"],
  ["lifecycle_rule", "bucket-live-objects", "state-bucket-lifecycle"],
  ["soft_delete_policy", "bucket-soft-delete", "state-bucket-versioning"],
])("the state bucket's %s: %s is silent beside %s", (path, rule, stateRule) => {
  const broken: Readonly<Record<string, unknown>> = {
    uniform_bucket_level_access: false,
    public_access_prevention: "inherited",
    lifecycle_rule: expires({ age: 7 }),
    soft_delete_policy: { retention_duration_seconds: 0 },
  };
  const good = { uniform_bucket_level_access: true, public_access_prevention: "enforced" };
  const bucket = { "google_storage_bucket.state": { name: "chat-tfstate", ...good, [path]: broken[path] } };
  const found = (rules: typeof bucketRules) => verdictsOf(rules, bucket).map((finding) => finding.rule);
  expect(found(bucketRules)).toEqual([rule]);
  expect(found([...bucketRules, ...stateRules])).toEqual(expect.arrayContaining([stateRule]));
  expect(found([...bucketRules, ...stateRules])).not.toContain(rule);
});

test("with versions a rule by age alone deletes the old version at once", () => {
  const rules = (condition: object) => [{ action: { type: "Delete" }, condition }];
  const found = verdictsOfRule(bucketRules, "bucket-live-objects", {
    "google_storage_bucket.uploads": {
      ...{ name: "chat-uploads", versioning: { enabled: true }, lifecycle_rule: rules({ age: 90 }) },
    },
  });
  expect(found.map(({ message }) => message).join()).toContain("old versions of that age at once");
});
