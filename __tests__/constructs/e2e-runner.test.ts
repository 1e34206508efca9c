import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import { CloudRunJob, type CloudRunJobProps } from "../../constructs/cloud-run-job";
import { ResultsBucket } from "../../constructs/results-bucket";
import type { SecretReference } from "../../constructs/secret";
import type { StackJson } from "../support/synthesized";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-runner-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(build: (stack: TerraformStack) => void): StackJson {
  const stack = new TerraformStack(new App({ outdir: folder }), "test");
  new GoogleProvider(stack, "google", {});
  build(stack);
  stack.prepareStack();
  return stack.toTerraform() as StackJson;
}

const SECRET: SecretReference = { role: "key", secretId: "netra-key", version: "3", dependsOn: [] };

const PROPS: CloudRunJobProps = {
  name: "tests",
  project: "p",
  region: "r",
  serviceAccountEmail: "tests@p.iam.gserviceaccount.com",
  image: "registry/tests:1",
  cpu: 1,
  memoryMiB: 2048,
  timeoutSeconds: 600,
  tasks: 1,
  variables: { A: { value: "a" }, KEY: { secret: SECRET } },
  vpc: { networkId: "n", subnetId: "s" },
};

describe("CloudRunJob", () => {
  const json = (props: Partial<CloudRunJobProps> = {}) =>
    written((stack) => new CloudRunJob(stack, "tests", { ...PROPS, ...props }));
  const job = (props: Partial<CloudRunJobProps> = {}) =>
    Object.values(json(props).resource!.google_cloud_run_v2_job!)[0]! as unknown as Record<string, unknown>;

  test("everything that Google would fill in is declared", () => {
    expect(job()).toMatchObject({
      name: "tests",
      location: "r",
      deletion_protection: true,
      launch_stage: "GA",
      template: {
        task_count: 1,
        parallelism: 1,
        template: {
          max_retries: 0,
          timeout: "600s",
          execution_environment: "EXECUTION_ENVIRONMENT_GEN2",
          service_account: "tests@p.iam.gserviceaccount.com",
          vpc_access: { egress: "PRIVATE_RANGES_ONLY", network_interfaces: [{ network: "n", subnetwork: "s" }] },
          containers: [{ image: "registry/tests:1", resources: { limits: { cpu: "1", memory: "2048Mi" } } }],
        },
      },
    });
  });

  test("a secret is a reference with a version, readable by the job's own account before the job is made", () => {
    const { template } = job() as { template: { template: { containers: { env: object[] }[] } } };
    expect(template.template.containers[0]!.env).toEqual([
      { name: "A", value: "a" },
      { name: "KEY", value_source: { secret_key_ref: { secret: "netra-key", version: "3" } } },
    ]);
    const [grant] = Object.values(json().resource!.google_secret_manager_secret_iam_member!);
    expect(grant).toMatchObject({
      secret_id: "netra-key",
      project: "p",
      role: "roles/secretmanager.secretAccessor",
      member: "serviceAccount:tests@p.iam.gserviceaccount.com",
    });
    expect(JSON.stringify(job().depends_on)).toMatch(/google_secret_manager_secret_iam_member\./);
  });

  test("all tasks run at once", () => {
    expect(job({ tasks: 4 })).toMatchObject({ template: { task_count: 4, parallelism: 4 } });
  });
});

test("ResultsBucket: the writer adds to its folder, the reader reads and keeps the lock, nobody else", () => {
  const json = written(
    (stack) =>
      new ResultsBucket(stack, "results", {
        name: "netra-results",
        region: "us-central1",
        folder: "e2e",
        lock: "e2e.lock",
        writer: "tests@p.iam.gserviceaccount.com",
        reader: "verifier@p.iam.gserviceaccount.com",
      }),
  );
  const [bucket] = Object.values(json.resource!.google_storage_bucket!);
  expect(bucket).toMatchObject({
    name: "netra-results",
    location: "US-CENTRAL1",
    uniform_bucket_level_access: true,
    public_access_prevention: "enforced",
    versioning: { enabled: false },
    soft_delete_policy: { retention_duration_seconds: 604_800 },
    lifecycle_rule: [{ action: { type: "Delete" }, condition: { age: 90, matches_prefix: ["e2e/"] } }],
    force_destroy: false,
  });
  const objects = "projects/_/buckets/netra-results/objects";
  const grants = Object.values(json.resource!.google_storage_bucket_iam_member!) as unknown as {
    role: string;
    member: string;
    condition?: { expression: string };
  }[];
  expect(grants.map(({ role, member, condition }) => [role, member, condition?.expression])).toEqual([
    [
      "roles/storage.objectCreator",
      "serviceAccount:tests@p.iam.gserviceaccount.com",
      `resource.name.startsWith("${objects}/e2e/")`,
    ],
    ["roles/storage.objectViewer", "serviceAccount:verifier@p.iam.gserviceaccount.com", undefined],
    [
      "roles/storage.objectUser",
      "serviceAccount:verifier@p.iam.gserviceaccount.com",
      `resource.name == "${objects}/e2e.lock"`,
    ],
  ]);
});
