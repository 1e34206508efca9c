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

/** The file that a message names. */
const keptText = (message: string): string => readFileSync(/values masked: (\S+)$/m.exec(message)?.[1] ?? "", "utf8");

const failureOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CouldNotTell);
  return (error as CouldNotTell).message;
};

test("a failure is its kind and a file with the rest: the lines that quote the configuration stay behind", async () => {
  fake({
    plan: "printf 'Error: Invalid value\\n  on cdk.tf.json line 3:\\n   3: password = canary-1\\n\\nIt is canary \"canary-2\".\\n' >&2; exit 1",
  });
  const message = await failureOf(new Terraform("s", stack("s")).plan("review"));
  expect(message.split("\n").slice(0, 2)).toEqual([
    "s: terraform plan: ended with status 1",
    "  Invalid value: no error that is known here",
  ]);
  expect(`${message}\n${keptText(message)}`).not.toMatch(/canary-\d/);
  expect(keptText(message)).toContain('It is canary "[masked]".');
});

const line = (diagnostic: object): string =>
  JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", detail: "", ...diagnostic } });
const NOT_FOUND = `Error waiting to create Service: Error waiting for Creating Service: Error code 9, message: Revision 'auth-service-00001-6hx' is not ready and cannot serve traffic. ${"x".repeat(300)} Secret projects/trial-project/secrets/trial-llm-api-key/versions/1 was not found`;

test("the screen has the cause however late it comes, what to do, and every address; the file has the whole", async () => {
  const lines = [
    line({ summary: NOT_FOUND, address: "google_cloud_run_v2_service.auth-service" }),
    line({ summary: NOT_FOUND, address: "google_cloud_run_v2_service.websocket-service" }),
    line({ summary: `Error creating Widget: googleapi: Error 418: odd 'CANARY'`, address: "google_widget.a" }),
  ];
  const at = stack("s", { provider: { google: [{ project: "trial-project" }] } });
  writeFileSync(join(at, "said"), lines.join("\n"));
  fake({ apply: "cat said; exit 1", plan: `touch ${PLAN_FILE}; exit 2`, show: `echo '${PLAN}'`, state: "true" });
  const terraform = new Terraform("s", at);
  await terraform.plan("deploy");
  const message = await failureOf(terraform.apply([]));
  expect(message.split("\n").slice(0, -1)).toEqual([
    "s: terraform apply: ended with status 1",
    "  google_cloud_run_v2_service.auth-service, google_cloud_run_v2_service.websocket-service: Error waiting to create Service (code 9 FAILED_PRECONDITION): version 1 of the secret trial-llm-api-key does not exist",
    "    A revision mounts the version, so it cannot start.",
    "    to do: gcloud secrets versions add trial-llm-api-key --project trial-project --data-file=-",
    "    here: docs/first-deploy.md, step 7",
    "  google_widget.a: Error creating Widget (HTTP 418): no error that is known here",
  ]);
  expect(keptText(message)).toContain(
    "3 of 3: google_widget.a\nError creating Widget: googleapi: Error 418: odd '[masked]'",
  );
  expect(message + keptText(message)).not.toContain("CANARY");
});

test("values that the plan, the state or a variable marks are masked wherever they stand", async () => {
  const at = stack("s");
  const plan = {
    resource_changes: [{ change: { after: { a: "CANARY planned value" }, after_sensitive: { a: true } } }],
  };
  const state = { resources: [], outputs: { a: { value: "CANARYstored", sensitive: true } } };
  writeFileSync(join(at, "plan"), JSON.stringify(plan));
  writeFileSync(join(at, "state"), JSON.stringify(state));
  writeFileSync(
    join(at, "said"),
    line({
      summary: "Error 400: CANARY\nplanned value, CANARYstored and CANARYvariable are bad",
      address: "google_a.b",
    }),
  );
  fake({
    plan: `touch ${PLAN_FILE}; [ -f planned ] && { cat said; exit 1; }; touch planned; exit 2`,
    show: "cat plan",
    state: "cat state",
  });
  process.env.CANARY_TOKEN = "CANARYvariable";
  const terraform = new Terraform("s", at);
  await terraform.plan("deploy");
  const message = await failureOf(terraform.plan("deploy"));
  delete process.env.CANARY_TOKEN;
  expect(message + keptText(message)).not.toContain("CANARY");
  expect(keptText(message)).toContain("Error 400: [masked], [masked] and [masked] are bad");
  // It is the whole state.
  expect(existsSync(join(at, "terraform-state.out"))).toBe(false);
});

test("what is stuck is named with the command that a person types, and nothing is untainted", async () => {
  const at = stack("s");
  const service = { attributes: { deletion_protection: true }, status: "tainted" };
  const resource = { mode: "managed", type: "google_cloud_run_v2_service", name: "a", instances: [service] };
  writeFileSync(join(at, "state"), JSON.stringify({ resources: [resource] }));
  const calls = fake({ plan: "echo 'Error: no' >&2; exit 1", state: "cat state" });
  const message = await failureOf(new Terraform("s", at).plan("deploy"));
  expect(message).toContain(" && terraform -chdir=cdktf.out/stacks/s untaint google_cloud_run_v2_service.a");
  expect(calls().some((call) => call.includes("untaint"))).toBe(false);
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
