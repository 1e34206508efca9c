import { CONTRACT, FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import { fromSynth } from "../../policy/core/from-synth";
import { UNKNOWN, type StackSettings } from "../../policy/core/resource";
import type { Spec } from "../../policy/core/spec";
import { stateRules as googleRules } from "../../policy/packs/google/stores/state";
import { separationRules } from "../../policy/packs/netra/separation";
import { alteredBody, findingsOfRules, verdictsOf } from "../support/resource";

/** What packs/netra says of states; the projects of these stacks are not judged here. */
const ownRules = separationRules.filter(({ id }) => id.startsWith("state-"));
const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };

const stack = (name: string, backend?: object): StackSettings =>
  fromSynth(name, backend ? { terraform: { backend: backend as Record<string, unknown> } } : {}).settings;
const gcs = (name: string, settings: object) => stack(name, { gcs: settings });
const OWN = { bucket: "netra-trial-tfstate", prefix: "services" };

const ofStacks = (stacks: readonly StackSettings[], spec?: Spec) =>
  findingsOfRules(spec ? [...googleRules, ...ownRules] : googleRules, { stacks, resources: [] }, spec);

describe("state-remote-backend", () => {
  test("each stack under its own prefix of the environment's bucket is right", () => {
    const stacks = [gcs("a", OWN), gcs("b", { ...OWN, prefix: "edge" })];
    expect(ofStacks(stacks, SPEC)).toEqual([]);
    expect(ofStacks(stacks)).toEqual([]);
  });

  test.each([
    ["no backend", stack("a"), "local state found"],
    ["a local backend", stack("a", { local: { path: "/home/ci/a.tfstate" } }), "local state found"],
  ])("%s is a violation in every estate", (_, settings, message) => {
    for (const spec of [SPEC, undefined]) {
      const verdicts = ofStacks([settings], spec);
      expect(verdicts).toMatchObject([
        { rule: "state-remote-backend", status: "violation", stack: "a", address: "terraform.backend" },
      ]);
      expect(verdicts[0]?.message).toContain(message);
    }
  });

  test.each([
    ["another kind of backend", [stack("a", { s3: { bucket: OWN.bucket, key: "a" } })], '"s3" found'],
    ["another environment's bucket", [gcs("a", { ...OWN, bucket: "netra-prd-tfstate" })], "netra-trial-tfstate"],
    ["no bucket", [gcs("a", { prefix: "services" })], "bucket: nothing found"],
  ])("%s is a violation in our own estate only", (_, stacks, message) => {
    const verdicts = ofStacks(stacks, SPEC);
    expect(verdicts).toMatchObject([{ rule: "state-remote-backend-declared", status: "violation" }]);
    expect(verdicts[0]?.message).toContain(message);
    expect(ofStacks(stacks)).toEqual([]);
  });

  test.each([
    ["the prefix of another stack", [gcs("a", OWN), gcs("b", OWN)], "a prefix other than that of a allowed"],
    [
      "no prefix on two stacks",
      [gcs("a", { bucket: OWN.bucket }), gcs("b", { bucket: OWN.bucket })],
      "prefix: nothing",
    ],
  ])("%s is a violation in every estate", (_, stacks, message) => {
    for (const spec of [SPEC, undefined]) {
      const verdicts = ofStacks(stacks, spec);
      expect(verdicts).toMatchObject([{ rule: "state-remote-backend", status: "violation", stack: "b" }]);
      expect(verdicts[0]?.message).toContain(message);
    }
  });

  test("one prefix in two buckets is right", () => {
    expect(ofStacks([gcs("a", OWN), gcs("b", { ...OWN, bucket: "theirs" })])).toEqual([]);
  });

  test("who waives local state hears whose bucket is missing, and which file of one machine is named", () => {
    const waiver = {
      rule: "state-remote-backend",
      address: "terraform.backend",
      reason: "a test",
      owner: "test",
      expires: "2026-01-01",
    };
    const spec = { ...SPEC, environment: { ...trial, waivers: [waiver] } };
    const found = ofStacks([stack("a", { local: { path: "/home/ci/a.tfstate" } })], spec);
    expect(found.map(({ rule, status }) => [rule, status])).toEqual([
      ["state-remote-backend", "waived"],
      ["state-remote-backend-declared", "violation"],
      ["state-no-local-path", "violation"],
    ]);
  });

  test("a setting that is not known is unknown", () => {
    const hidden = (setting: string): StackSettings => ({
      name: "a",
      backend: "gcs",
      backendSettings: { ...OWN, [setting]: UNKNOWN },
      provider: {},
    });
    expect(ofStacks([hidden("bucket")], SPEC).map(({ status }) => status)).toEqual(["unknown"]);
    expect(ofStacks([hidden("prefix")], SPEC).map(({ status }) => status)).toEqual(["unknown"]);
  });
});

describe("state-no-local-path", () => {
  test.each([
    ["google_storage_bucket_object", { source: "/home/me/site.zip" }, "source"],
    ["google_storage_bucket_object", { source: "C:\\Users\\me\\site.zip" }, "source"],
    ["google_monitoring_dashboard", { files: ["a", "/Users/me/dashboard.json"] }, "files[1]"],
    ["google_cloudfunctions2_function", { build_config: { source: { file: "/work/build/f.zip" } } }, "file"],
    ["local_file", { filename: "/tmp/key.json" }, "filename"],
  ])("%s %j", (type, body, path) => {
    const verdicts = verdictsOf(googleRules, { [`${type}.x`]: body });
    expect(verdicts).toMatchObject([{ rule: "state-no-local-path", status: "violation", address: `${type}.x` }]);
    expect(verdicts[0]?.message).toContain(`${path}: an absolute path of one machine found`);
    expect(verdicts[0]?.message).not.toMatch(/[/\\]|zip/);
  });

  test("a backend that reads a file of one machine", () => {
    const verdicts = ofStacks([gcs("a", { ...OWN, credentials: "/home/me/key.json" })], SPEC);
    expect(verdicts).toMatchObject([{ rule: "state-no-local-path", stack: "a", address: "terraform.backend" }]);
  });

  test.each([
    ["google_compute_url_map", { path_matcher: [{ path_rule: [{ paths: ["/api/*", "/home/*", "/work/*"] }] }] }],
    ["google_compute_url_map", { default_url_redirect: { path_redirect: "/home/start" } }],
    ["google_monitoring_uptime_check_config", { http_check: { path: "/home/" } }],
    ["google_compute_health_check", { http_health_check: { request_path: "/tmp/ok" } }],
    [
      "google_cloud_run_v2_service",
      {
        template: {
          containers: [
            {
              env: [{ name: "UPLOADS", value: "/tmp/uploads" }],
              args: ["/var/lib/app"],
              startup_probe: { http_get: { path: "/health/live" } },
              volume_mounts: [{ name: "cloudsql", mount_path: "/cloudsql" }],
            },
          ],
        },
      },
    ],
    ["google_cloudbuild_trigger", { build: { step: [{ name: "a", dir: "/work/app" }] } }],
    ["google_storage_bucket_object", { source: "${path.module}/site.zip" }],
    ["google_storage_bucket_object", { source: "site/index.html" }],
  ])("%s %j is right", (type, body) => {
    expect(verdictsOf(googleRules, { [`${type}.x`]: body })).toEqual([]);
  });
});

describe("the state bucket", () => {
  const BUCKET = {
    name: "netra-trial-tfstate",
    uniform_bucket_level_access: true,
    public_access_prevention: "enforced",
    versioning: { enabled: true },
    lifecycle_rule: [{ action: { type: "Delete" }, condition: { num_newer_versions: 30 } }],
  };
  const found = (body: object) => verdictsOf(googleRules, { "google_storage_bucket.x": body });
  const deleting = (condition: object, type = "Delete") =>
    alteredBody(BUCKET, "lifecycle_rule", [{ action: { type }, condition }]);

  test.each([
    BUCKET,
    alteredBody(BUCKET, "lifecycle_rule", undefined),
    deleting({ age: 90, with_state: "ARCHIVED" }),
    deleting({ days_since_noncurrent_time: 90 }),
    deleting({ noncurrent_time_before: "2026-01-01" }),
    deleting({ age: 1 }, "AbortIncompleteMultipartUpload"),
  ])("%j is right", (body) => {
    expect(found(body)).toEqual([]);
  });

  test("a bucket that holds something else is not judged", () => {
    const body = { ...deleting({ age: 1 }), name: "uploads", versioning: { enabled: false } };
    expect(found(body)).toEqual([]);
  });

  test.each([
    ["state-bucket-lifecycle", deleting({ age: 30 }), "with_state: nothing found"],
    ["state-bucket-lifecycle", deleting({ age: 30, with_state: "ANY" }), '"ANY" found, "ARCHIVED"'],
    ["state-bucket-lifecycle", deleting({ age: 30, num_newer_versions: 0, noncurrent_time_before: "" }), "with_state"],
    ["state-bucket-versioning", alteredBody(BUCKET, "versioning", undefined), "versioning[0].enabled: nothing found"],
    ["state-bucket-versioning", alteredBody(BUCKET, "versioning.enabled", false), "false found"],
    [
      "state-bucket-access",
      alteredBody(BUCKET, "uniform_bucket_level_access", undefined),
      "uniform_bucket_level_access",
    ],
    [
      "state-bucket-access",
      alteredBody(BUCKET, "public_access_prevention", "inherited"),
      '"inherited" found, "enforced"',
    ],
    ["state-bucket-versioning", { ...BUCKET, name: "acme-terraform-state", versioning: undefined }, "versioning"],
  ])("%s: %j", (rule, body, message) => {
    const verdicts = found(body);
    expect(verdicts).toMatchObject([{ rule, status: "violation", address: "google_storage_bucket.x" }]);
    expect(verdicts[0]?.message).toContain(message);
  });

  test.each([
    ["state-bucket-lifecycle", alteredBody(BUCKET, "lifecycle_rule", "${var.rules}")],
    ["state-bucket-lifecycle", alteredBody(BUCKET, "lifecycle_rule.0.action.type", "${var.type}")],
    ["state-bucket-lifecycle", alteredBody(BUCKET, "lifecycle_rule.0.condition.num_newer_versions", "${var.kept}")],
    ["state-bucket-lifecycle", deleting({ age: 30, with_state: "${var.state}" })],
    ["state-bucket-versioning", alteredBody(BUCKET, "versioning.enabled", "${var.versioning}")],
    ["state-bucket-access", alteredBody(BUCKET, "public_access_prevention", "${var.prevention}")],
  ])("%s is unknown of %j", (rule, body) => {
    expect(found(body)).toMatchObject([{ rule, status: "unknown" }]);
  });

  test("of a bucket without a known name only its address can tell", () => {
    const body = { ...BUCKET, name: "${var.project}-state", versioning: { enabled: false } };
    expect(new Set(found(body).map(({ status }) => status))).toEqual(new Set(["unknown"]));
    expect(verdictsOf(googleRules, { "google_storage_bucket.tfstate": body })).toMatchObject([
      { rule: "state-bucket-versioning", status: "violation" },
    ]);
  });
});
