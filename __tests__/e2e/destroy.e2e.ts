import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terraform } from "../../cli/shared/terraform";
import { terraformBinary } from "../../cli/shared/terraform-binary";
import { stateBucketName } from "../../environments/names";
import { allStacks } from "../../environments/stack-names";
import { staging } from "../../environments/staging";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { childVariables } from "../../cli/shared/child-variables";
import { ROOT } from "./terraform";

/**
 * A destroy with Terraform itself and its states in the sandbox's bucket, of stacks that need no provider: it ends with
 * empty states, and stopped half-way the states, the locks and what was destroyed agree.
 */

const hasTerraform = spawnSync(terraformBinary(), ["version"]).status === 0;
const check = hasTerraform
  ? test
  : (name: string, body: () => Promise<void>) => test.skip(`${name} (skipped: terraform is not on PATH)`, body);

const BUCKET = stateBucketName(staging);
const STACKS = ["staging-services", "staging-foundation"];

let home: string;
let sandbox: Sandbox;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "netra-destroy-"));
  const { project: id, region } = staging;
  sandbox = await startSandbox({ port: 0, projects: [{ id, stateBucket: BUCKET, region }] });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(home, { recursive: true, force: true });
});

const inHome = (name: string): string => join(home, name);
const variables = (): NodeJS.ProcessEnv => ({ ...process.env, ...sandboxVariables(sandbox.url), NO_COLOR: "1" });

/** A resource that says when it is destroyed: `begun` at once, `done` after so many seconds. */
const resource = (name: string, seconds: number, more: object = {}) => ({
  ...{ input: name, lifecycle: { prevent_destroy: true } },
  provisioner: {
    "local-exec": {
      when: "destroy",
      command: `touch "${inHome(`${name}.begun`)}"; sleep ${seconds}; touch "${inHome(`${name}.done`)}"`,
    },
  },
  ...more,
});

function declare(stack: string, resources?: Readonly<Record<string, object>>): void {
  mkdirSync(join(home, stack));
  const backend = { gcs: { bucket: BUCKET, prefix: stack.replace(/-?staging-?/, "") } };
  const file = { terraform: { backend }, ...(resources && { resource: { terraform_data: resources } }) };
  writeFileSync(join(home, stack, "cdk.tf.json"), JSON.stringify(file));
}

async function deploy(stack: string, resources: Readonly<Record<string, object>>): Promise<void> {
  declare(stack, resources);
  const terraform = terraformIn(stack);
  await terraform.init();
  await terraform.plan("deploy");
  await terraform.apply([]);
  terraform.removePlan();
}

const terraformIn = (stack: string): Terraform =>
  new Terraform(stack, join(home, stack), { variables: childVariables("terraform", variables()) });

/** Addresses in a stack's state. */
const held = async (stack: string): Promise<readonly string[]> =>
  (await terraformIn(stack).state()).resources.map(({ address }) => address);

const objects = (ending: string): readonly string[] =>
  sandbox.store.below(`storage/b/${BUCKET}/o/`).flatMap(([name]) => (name.endsWith(ending) ? [name] : []));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `netra destroy` does after it has synthesized, on the stacks in this folder; `isTime` says when Ctrl-C is pressed. */
async function destroy(isTime?: () => boolean): Promise<Ended> {
  for (const stack of allStacks(staging).filter((each) => !existsSync(join(home, each)))) declare(stack);
  const stub = inHome("run.js");
  const shared = (name: string): string => JSON.stringify(join(ROOT, "cli/shared", name));
  // The stacks of this test in place of the synthesized ones.
  writeFileSync(
    stub,
    `const { Terraform } = require(${shared("terraform.ts")});
    const run = require.resolve(${shared("run.ts")});
    const known = new Map();
    const folder = (name) => ${JSON.stringify(home)} + "/" + name;
    const terraform = (name) => {
      if (!known.has(name)) known.set(name, new Terraform(name, folder(name)));
      return known.get(name);
    };
    const inOwnRun = (work) => work({ stacks: ${JSON.stringify(home)}, terraform });
    require.cache[run] = { id: run, filename: run, loaded: true, exports: { inOwnRun } };
    const { runCommand } = require(${shared("command.ts")});
    const { SYSTEM_CLOCK } = require(${JSON.stringify(join(ROOT, "verify/clock.ts"))});
    const { subcommand } = require(${JSON.stringify(join(ROOT, "cli/destroy.ts"))});
    runCommand(subcommand, ["--environment", "staging"], SYSTEM_CLOCK);`,
  );
  const child = spawn(process.execPath, ["--require", join(ROOT, "tools/register.js"), stub], { env: variables() });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const watch = setInterval(() => {
    if (isTime?.()) {
      clearInterval(watch);
      child.kill("SIGINT");
    }
  }, 20);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(watch);
  return { code, stdout, stderr };
}

check("the states are empty afterwards, the last applied went first, and no lock is left", async () => {
  await deploy("staging-foundation", { below: resource("below", 0) });
  await deploy("staging-services", { above: resource("above", 0) });
  const { code, stdout, stderr } = await destroy();
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.match(/^.*(?=: destroyed$)/gm)).toEqual(STACKS);
  expect([...(await held("staging-foundation")), ...(await held("staging-services"))]).toEqual([]);
  expect(objects("tflock")).toEqual([]);
});

check("Ctrl-C within a stack: what was under way comes to its end, the rest stays, and it says so", async () => {
  await deploy("staging-foundation", { below: resource("below", 0) });
  await deploy("staging-services", {
    last: resource("last", 0),
    slow: resource("slow", 2, { depends_on: ["terraform_data.last"] }),
  });
  const { code, stdout, stderr } = await destroy(() => existsSync(inHome("slow.begun")));
  expect([code, stderr]).toEqual([2, expect.stringContaining("Terraform is asked to stop.")]);
  expect(stdout).toContain("staging-services: not destroyed: terraform_data.last (not begun)");
  expect(stdout).toContain("to go on: run the same command again");
  // What is in the state is there, and what is not is gone.
  const isGone = existsSync(inHome("slow.done"));
  expect(await held("staging-services")).toEqual(
    ["last", ...(isGone ? [] : ["slow"])].map((name) => `terraform_data.${name}`),
  );
  expect(await held("staging-foundation")).toEqual(["terraform_data.below"]);
  expect(objects("tflock")).toEqual([]);
  // The file is as it was: the next Terraform there is refused.
  expect(readFileSync(join(home, "staging-services", "cdk.tf.json"), "utf8")).toContain('"prevent_destroy":true');

  const again = await destroy();
  expect([again.code, await held("staging-services"), await held("staging-foundation")]).toEqual([0, [], []]);
});
