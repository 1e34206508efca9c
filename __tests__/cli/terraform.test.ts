import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { CouldNotTell } from "../../cli/shared/command";
import { missingUpstream, planStacks } from "../../cli/shared/plans";
import type { Workplace } from "../../cli/shared/run";
import { upstreamsOf } from "../../cli/shared/stack-file";
import { PLAN_FILE, Terraform } from "../../cli/shared/terraform";

/** A terraform that does what a test writes into it: the real one is asked in the end-to-end tests. */

let folder: string;
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netra-terraform-"));
  mkdirSync(join(folder, "bin"));
  process.env.PATH = [join(folder, "bin"), path].join(delimiter);
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

/** One line of shell per verb; every call is written to a log. */
function fake(verbs: Readonly<Record<string, string>>): () => readonly string[] {
  const cases = Object.entries(verbs).map(([verb, line]) => `${verb}) ${line} ;;`);
  const log = join(folder, "log");
  const script = ["#!/bin/sh", `echo "$(basename "$PWD") $*" >> "${log}"`, 'case "$1" in', ...cases, "esac", ""].join(
    "\n",
  );
  writeFileSync(join(folder, "bin", "terraform"), script);
  chmodSync(join(folder, "bin", "terraform"), 0o755);
  return () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
}

function stack(name: string, json: object = {}): string {
  const at = join(folder, "stacks", name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "cdk.tf.json"), JSON.stringify(json));
  return at;
}

const workplace = (): Workplace => {
  const stacks = join(folder, "stacks");
  return { stacks, terraform: (name) => new Terraform(name, join(stacks, name)) };
};

const PLAN = '{"format_version":"1.2","resource_changes":[]}';
const READS = {
  data: { terraform_remote_state: { up: { backend: "gcs", config: { bucket: "b", prefix: "foundation" } } } },
  resource: { google_thing: { x: { host: "${data.terraform_remote_state.up.outputs.redis-host}" } } },
};

test("a plan for review takes no lock, one for a deploy waits for it, and both are read", async () => {
  const calls = fake({ plan: `touch ${PLAN_FILE}; exit 2`, show: `echo '${PLAN}'` });
  const terraform = new Terraform("s", stack("s"));
  expect(await terraform.plan("review")).toEqual({ json: `${PLAN}\n`, isEmpty: false });
  await terraform.plan("deploy");
  expect(calls().filter((call) => call.startsWith("s plan"))).toEqual([
    `s plan -input=false -no-color -json -detailed-exitcode -lock=false -out=${PLAN_FILE}`,
    `s plan -input=false -no-color -json -detailed-exitcode -lock-timeout=120s -out=${PLAN_FILE}`,
  ]);
});

test("an empty plan is told apart", async () => {
  fake({ plan: "exit 0", show: `echo '${PLAN}'` });
  expect((await new Terraform("s", stack("s")).plan("review")).isEmpty).toBe(true);
});

test("a failure is its headline: the lines that quote the configuration stay behind", async () => {
  fake({ plan: "printf 'Error: Invalid value\\n  on cdk.tf.json: password = canary-1\\n' >&2; exit 1" });
  const failed = new Terraform("s", stack("s")).plan("review");
  await expect(failed).rejects.toThrow(CouldNotTell);
  await expect(failed).rejects.toThrow("s: terraform plan: ended with status 1: Invalid value");
  await expect(failed).rejects.not.toThrow(/canary/);
});

test("a stack says which outputs of which other state it reads", () => {
  stack("trial-services", READS);
  expect(upstreamsOf(join(folder, "stacks"), "trial-services")).toEqual([
    { stack: "trial-foundation", outputs: ["redis-host"] },
  ]);
  expect(() => upstreamsOf(join(folder, "stacks"), "trial-edge")).toThrow(
    "trial-edge: not synthesized; run ./netra synth",
  );
});

test.each([
  [
    "no state at all",
    "true",
    "trial-services: cannot be planned, trial-foundation was never applied; deploy trial-foundation first",
  ],
  [
    "a state without the output",
    `echo '{"outputs":{}}'`,
    "trial-services: cannot be planned, trial-foundation was never applied; deploy trial-foundation first",
  ],
  ["a state with it", `echo '{"outputs":{"redis-host":{}}}'`, undefined],
])("upstream: %s", async (_what, pull, problem) => {
  fake({ init: "true", state: pull });
  stack("trial-foundation");
  stack("trial-services", READS);
  expect(await missingUpstream(workplace(), "trial-services")).toBe(problem);
});

test("a stack that cannot be planned does not keep the others from it, and no plan stays behind", async () => {
  const calls = fake({ init: "true", state: "true", plan: `touch ${PLAN_FILE}; exit 2`, show: `echo '${PLAN}'` });
  const at = stack("trial-foundation");
  stack("trial-services", READS);
  const { inputs, problems } = await planStacks(workplace(), ["trial-foundation", "trial-services"]);
  expect(inputs.map(({ name }) => name)).toEqual(["trial-foundation"]);
  expect(problems).toEqual([
    "trial-services: cannot be planned, trial-foundation was never applied; deploy trial-foundation first",
  ]);
  expect(existsSync(join(at, PLAN_FILE))).toBe(false);
  expect(calls().some((call) => call.startsWith("trial-services plan"))).toBe(false);
});

test("a terraform that is not there is one line", async () => {
  process.env.PATH = join(folder, "bin");
  await expect(new Terraform("s", stack("s")).init()).rejects.toThrow(/^s: terraform init: .*ENOENT/);
});
