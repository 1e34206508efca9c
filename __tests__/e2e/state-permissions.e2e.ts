import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlannedChange } from "../../cli/shared/apply-progress";
import { sandboxProjects } from "../../cli/shared/sandbox-variables";
import { Terraform } from "../../cli/shared/terraform";
import { terraformBinary } from "../../cli/shared/terraform-binary";
import { stateBucketName } from "../../environments/names";
import { APPLY_ORDER } from "../../environments/stack-names";
import { staging } from "../../environments/staging";
import { stateRolesOf } from "../../environments/state-roles";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { bucketResource, isGranted, neededAccess, objectResource, type Access } from "./state-access";

/**
 * What Terraform's gcs backend asks of Cloud Storage, held against what the accounts of CI may do there. The stack is
 * one of `terraform_data`, so that no provider is needed: a state is read and written in the same way whatever it holds.
 */

const BUCKET = stateBucketName(staging);
const BOOTSTRAP = "bootstrap";
const ROLES = stateRolesOf(staging);

const hasTerraform = spawnSync(terraformBinary(), ["version"]).status === 0;
const check = (name: string, body: () => Promise<void>): void => {
  if (hasTerraform) test(name, body);
  else test.skip(`${name} (skipped: Terraform is not installed)`, body);
};

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-state-"));
  sandbox = await startSandbox({ port: 0, projects: sandboxProjects([staging]) });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A stack that keeps its state below a prefix and reads another one's, in a checkout of its own. */
function terraformOf(prefix: string, checkout: string, reads?: string): Terraform {
  const stack = join(folder, checkout, prefix);
  mkdirSync(stack, { recursive: true });
  const data = reads && {
    data: { terraform_remote_state: { upstream: { backend: "gcs", config: { bucket: BUCKET, prefix: reads } } } },
  };
  writeFileSync(
    join(stack, "stack.tf.json"),
    JSON.stringify({
      terraform: { backend: { gcs: { bucket: BUCKET, prefix } } },
      resource: { terraform_data: { one: { input: checkout } } },
      output: { one: { value: "${terraform_data.one.output}" } },
      ...data,
    }),
  );
  const variables = { ...process.env, ...sandboxVariables(sandbox.url) };
  return new Terraform(prefix, stack, { variables, atInterruption: "kill" });
}

/** What a piece of work needs of Cloud Storage. */
async function accessOf(work: () => Promise<void>): Promise<readonly Access[]> {
  sandbox.journal.clear();
  await work();
  return sandbox.journal.requests().flatMap(neededAccess);
}

const planOnly = async (terraform: Terraform): Promise<void> => {
  await terraform.init();
  await terraform.plan("review");
  await terraform.state();
  terraform.removePlan();
};

const apply = async (terraform: Terraform): Promise<void> => {
  await terraform.init();
  const { json } = await terraform.plan("deploy");
  await terraform.apply((JSON.parse(json) as { resource_changes: PlannedChange[] }).resource_changes);
  terraform.removePlan();
};

const isWriting = ({ permission }: Access): boolean => !/\.(get|list)$/.test(permission);

/** The same access below another prefix. */
const below = (prefix: string, access: readonly Access[]): readonly Access[] =>
  access.map(({ permission, resource }) => ({
    permission,
    resource: resource.replace(/(\/objects\/)[^/]+/, `$1${prefix}`),
  }));

const refused = (account: keyof typeof ROLES, access: readonly Access[]): readonly Access[] =>
  access.filter((each) => !isGranted(Object.values(ROLES[account]), each));

check("the deployer makes, reads and writes over every state that it deploys, and none of bootstrap's", async () => {
  await accessOf(() => apply(terraformOf("foundation", "first")));
  const first = await accessOf(() => apply(terraformOf("services", "first", "foundation")));
  const next = await accessOf(() => apply(terraformOf("services", "next", "foundation")));
  const names = new Set([...first, ...next].map(({ permission }) => permission));
  // The lock is created and deleted, the state written over.
  expect([...names].sort()).toEqual(["create", "delete", "get", "list"].map((name) => `storage.objects.${name}`));
  expect(refused("deployer", [...first, ...next])).toEqual([]);
  for (const prefix of APPLY_ORDER) expect(refused("deployer", below(prefix, [...first, ...next]))).toEqual([]);
  const there = below(BOOTSTRAP, first).filter(({ resource }) => resource !== bucketResource(BUCKET));
  expect(there.length).toBeGreaterThan(5);
  expect(refused("deployer", there)).toEqual(there);
});

check("the planner reads every state, bootstrap's too, asks for no write, and may write nowhere", async () => {
  for (const prefix of [...APPLY_ORDER, BOOTSTRAP]) await apply(terraformOf(prefix, "made"));
  for (const prefix of [...APPLY_ORDER, BOOTSTRAP]) {
    const access = await accessOf(() => planOnly(terraformOf(prefix, "planned", "foundation")));
    expect(access.length).toBeGreaterThan(5);
    expect([access.filter(isWriting), refused("planner", access)]).toEqual([[], []]);
  }
  const writes = (await accessOf(() => apply(terraformOf("services", "written")))).filter(isWriting);
  expect(writes.length).toBeGreaterThan(3);
  expect(refused("planner", writes)).toEqual(writes);
});

check("a state that is not there yet is made by `terraform init`: the planner cannot, the deployer can", async () => {
  const absent = "absent";
  const asked = await accessOf(() => planOnly(terraformOf(absent, "never-applied")));
  const [lock, state] = ["default.tflock", "default.tfstate"].map((name) =>
    objectResource(BUCKET, `${absent}/${name}`),
  );
  expect(asked.filter(isWriting)).toEqual([
    { permission: "storage.objects.create", resource: lock },
    { permission: "storage.objects.create", resource: state },
    { permission: "storage.objects.delete", resource: state },
    { permission: "storage.objects.delete", resource: lock },
  ]);
  expect(refused("planner", asked)).toEqual(asked.filter(isWriting));
  expect(refused("deployer", below("edge", asked))).toEqual([]);
});

test("the verifier knows the names of states and locks, and reads none", () => {
  const state = objectResource(BUCKET, "services/default.tfstate");
  const [list, get] = [
    { permission: "storage.objects.list", resource: bucketResource(BUCKET) },
    { permission: "storage.objects.get", resource: state },
  ];
  expect(refused("verifier", [list, get])).toEqual([get]);
});

test("a name that only begins like a deployed prefix is none of the deployer's", () => {
  const write = (name: string): Access => ({
    permission: "storage.objects.create",
    resource: objectResource(BUCKET, name),
  });
  const others = ["services", "services-2/default.tfstate", "bootstrap/services/default.tfstate", "e2e.lock"].map(
    write,
  );
  expect(refused("deployer", others)).toEqual(others);
  const elsewhere = {
    ...write("services/default.tfstate"),
    resource: objectResource("other", "services/default.tfstate"),
  };
  expect(refused("deployer", [elsewhere])).toEqual([elsewhere]);
});

test("a request that nobody has mapped, and a condition that nobody can judge, are no silence", () => {
  const request = (method: string, path: string) => () => neededAccess({ method, path, status: 200, at: 0 });
  expect(request("PATCH", `/storage/v1/b/${BUCKET}/o/x`)).toThrow("no permission is known");
  const condition = { title: "", expression: 'resource.type == "storage.googleapis.com/Object"' };
  const [role] = Object.values(ROLES.deployer);
  const access = { permission: "storage.objects.get", resource: objectResource(BUCKET, "services/x") };
  expect(() => isGranted([{ ...role!, condition }], access)).toThrow("cannot be judged");
});
