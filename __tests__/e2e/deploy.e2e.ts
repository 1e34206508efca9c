import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { e2eJobName } from "../../environments/names";
import { staging } from "../../environments/staging";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { readRun } from "./run";

/** Deploy against a terraform that answers from files, so it needs none: what is applied, what is refused, what is said. */

const ROOT = resolve(__dirname, "../..");
const PLAN = "reviewed.tfplan";

/** Where a deploy looks for end-to-end tests that run. */
let google: RunnerSandbox;
beforeAll(async () => (google = await startRunnerSandbox(staging)));
afterAll(() => google.sandbox.close());

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "netra-deploy-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const policy = (threshold: number, before = 4800, more: object = {}) => ({
  format_version: "1.2",
  resource_changes: [
    {
      address: "google_compute_security_policy.armor",
      mode: "managed",
      type: "google_compute_security_policy",
      change: {
        actions: ["update"],
        before: { rule: [{ priority: 1000, rate_limit_options: [{ rate_limit_threshold: [{ count: before }] }] }] },
        after: {
          rule: [{ priority: 1000, rate_limit_options: [{ rate_limit_threshold: [{ count: threshold }] }] }],
          ...more,
        },
      },
    },
  ],
});
const EMPTY = { format_version: "1.2", resource_changes: [] };

/**
 * Plans by stack; a second one is what the locked plan of the deploy says. `state` is what `state pull` prints: by
 * default a state that has every output.
 */
function terraform(plans: Readonly<Record<string, readonly object[]>>, state = '{"outputs":{"x":{}}}'): void {
  mkdirSync(join(folder, "bin"));
  for (const [stack, answers] of Object.entries(plans)) {
    answers.forEach((plan, index) => writeFileSync(join(folder, `${stack}.${index}.json`), JSON.stringify(plan)));
  }
  const script = `#!/bin/sh
stack=$(basename "$PWD")
echo "$stack $*" >> "${folder}/log"
purpose=0; case "$*" in *lock-timeout*) purpose=1 ;; esac
case "$1" in
  plan)
    answer="${folder}/$stack.$purpose.json"; [ -f "$answer" ] || answer="${folder}/$stack.0.json"
    [ -f "$answer" ] || { echo '${JSON.stringify(EMPTY)}' > ${PLAN}; exit 0; }
    cp "$answer" ${PLAN}; exit 2 ;;
  show) cat "$3" ;;
  state) echo '${state}' ;;
  apply) [ ! -f "${folder}/$stack.fails" ] || { echo "Error: quota of canary-1" >&2; exit 1; } ;;
esac
`;
  writeFileSync(join(folder, "bin", "terraform"), script);
  chmodSync(join(folder, "bin", "terraform"), 0o755);
}

const log = (): readonly string[] =>
  existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8").trim().split("\n") : [];
const applied = (): readonly string[] =>
  log()
    .filter((call) => call.includes(" apply "))
    .map((call) => call.split(" ")[0]!);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const command = (name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((done) => {
    const path = [join(folder, "bin"), process.env.PATH].join(delimiter);
    const all = {
      ...process.env,
      ...google.variables,
      NO_COLOR: "1",
      PATH: path,
      CDKTF_OUTDIR: join(folder, "out"),
      NETRA_REVIEW_KEY: "a key",
      ...env,
    };
    execFile(process.execPath, ["./netra", name, ...args], { cwd: ROOT, env: all }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

/** Every output that services reads, so that nothing is missing upstream. */
function fullState(): string {
  const services = JSON.stringify(readRun().stacks["staging-services"]);
  const read = [...services.matchAll(/outputs\.([A-Za-z0-9_-]+)/g)].map(([, name = ""]): [string, object] => [
    name,
    {},
  ]);
  return JSON.stringify({ outputs: Object.fromEntries(read) });
}

const digestOf = async (): Promise<string> => {
  const { stdout } = await command("review", ["--environment", "staging", "--format", "json"]);
  return (JSON.parse(stdout) as { digest: string }).digest;
};
const deploy = (digest: string, ...more: string[]) =>
  command("deploy", ["--environment", "staging", "--digest", digest, ...more]);

test("what was reviewed is applied, and nothing that is empty", async () => {
  terraform({ "staging-edge": [policy(6000)] }, fullState());
  const { code, stdout } = await deploy(await digestOf());
  expect([code, applied()]).toEqual([0, ["staging-edge"]]);
  expect(stdout).toContain("staging-foundation: nothing to do");
  expect(stdout).toContain("staging-edge: applied");
  expect(
    log()
      .filter((call) => call.includes(" apply "))
      .every((call) => call.endsWith(PLAN)),
  ).toBe(true);
  expect(existsSync(join(folder, "out", "stacks", "staging-edge", PLAN))).toBe(false);
}, 60_000);

test("another digest is refused before anything is planned under a lock", async () => {
  terraform({ "staging-edge": [policy(6000)] }, fullState());
  const { code, stderr, stdout } = await deploy("0".repeat(64));
  expect([code, applied()]).toEqual([1, []]);
  expect(stderr).toContain("the plans differ from what was reviewed");
  expect(stdout).toContain("staging-edge: planned now: update google_compute_security_policy.armor\n");
  expect(stdout).toContain("applied: nothing; not applied: staging-foundation, staging-services, staging-edge");
}, 60_000);

test("a plan that became worse between review and apply is refused, with what nobody reviewed", async () => {
  terraform({ "staging-edge": [policy(6000), policy(100)] }, fullState());
  const { code, stdout, stderr } = await deploy(await digestOf());
  expect([code, applied()]).toEqual([1, []]);
  expect(stdout).toContain("staging-edge: not reviewed: change google_compute_security_policy.armor: ");
  expect(stderr).toContain("staging-edge: its plan became worse than what was reviewed");
}, 60_000);

test("a failed apply stops the rest, says where it stands, and quotes nothing", async () => {
  terraform({ "staging-foundation": [policy(6000)], "staging-edge": [policy(6000)] }, fullState());
  writeFileSync(join(folder, "staging-foundation.fails"), "");
  const { code, stdout, stderr } = await deploy(await digestOf());
  expect([code, applied()]).toEqual([2, ["staging-foundation"]]);
  expect(stdout).toContain("applied: nothing; not applied: staging-foundation, staging-services, staging-edge");
  expect(stderr).toContain(
    "staging-foundation: terraform apply: ended with status 1\n  quota of …: no error that is known here\n",
  );
  expect(stdout + stderr).not.toContain("canary");
}, 60_000);

test("without the review's key nothing is compared, and nothing applied", async () => {
  terraform({ "staging-edge": [policy(6000)] }, fullState());
  const { code, stderr } = await command("deploy", ["--environment", "staging", "--digest", "x"], {
    NETRA_REVIEW_KEY: "",
  });
  expect([code, applied()]).toEqual([2, []]);
  expect(stderr).toContain("NETRA_REVIEW_KEY is not set");
}, 60_000);

test("beside end-to-end tests nothing is applied: the run is named, with how to end it", async () => {
  terraform({ "staging-edge": [policy(6000)] }, fullState());
  google.order({ outcome: "run", reads: 0 });
  await google.good("POST", `/run/v2/${e2eJobName(staging)}:run`, {});
  const [execution] = google.executions();
  const { code, stdout, stderr } = await deploy(await digestOf());
  expect([code, applied()]).toEqual([1, []]);
  expect(stdout).toContain("applied: nothing; not applied: staging-foundation, staging-services, staging-edge");
  expect(stderr).toMatch(
    new RegExp(
      `^staging: execution ${execution} of the end-to-end tests runs since .*; wait for its end, or end it: gcloud `,
      "m",
    ),
  );
}, 60_000);

describe("--check applies nothing", () => {
  /** What Terraform was asked to do. */
  const asked = (): ReadonlySet<string> => new Set(log().map((call) => call.split(" ")[1]!));
  const locks = (): readonly string[] =>
    log().filter((call) => call.includes(" plan ") && !call.includes("-lock=false"));

  test("the reviewed plan is still true: 0, without a lock", async () => {
    terraform({ "staging-edge": [policy(6000), policy(100)] }, fullState());
    const digest = await digestOf();
    const { code, stdout, stderr } = await deploy(digest, "--check");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(
      "the reviewed plan is still true: staging-foundation, staging-services, staging-edge, staging-monitoring\n",
    );
    expect([asked(), locks()]).toEqual([new Set(["init", "plan", "show", "state"]), []]);
  }, 60_000);

  test("another plan: 1, with what is planned now", async () => {
    terraform({ "staging-edge": [policy(6000)] }, fullState());
    const digest = await digestOf();
    writeFileSync(join(folder, "staging-edge.0.json"), JSON.stringify(policy(100)));
    const { code, stdout, stderr } = await deploy(digest, "--check");
    expect([code, applied()]).toEqual([1, []]);
    expect(stdout).toBe("staging-edge: planned now: update google_compute_security_policy.armor\n");
    expect(stderr).toMatch(/^the plans differ from what was reviewed \(.*\); review again with /);
  }, 60_000);

  test("nothing is planned any more: 1", async () => {
    terraform({ "staging-edge": [policy(6000)] }, fullState());
    const digest = await digestOf();
    rmSync(join(folder, "staging-edge.0.json"));
    expect(await deploy(digest, "--check")).toMatchObject({ code: 1, stdout: "planned now: nothing changes\n" });
  }, 60_000);

  test("a stack that cannot be planned: 2, whatever the others come to", async () => {
    terraform({ "staging-edge": [policy(6000)] }, '{"outputs":{}}');
    const { code, stdout, stderr } = await deploy(await digestOf(), "--check");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("staging-services: cannot be planned, staging-foundation was never applied");
  }, 60_000);

  test.each<readonly [string, readonly string[], NodeJS.ProcessEnv, string]>([
    ["a short digest", ["--environment", "staging", "--digest", "abc"], {}, "--digest: 3 characters found, 64 of 0-9"],
    [
      "capitals",
      ["--environment", "staging", "--digest", "A".repeat(64)],
      {},
      "64 characters found, 64 of 0-9 and a-f",
    ],
    [
      ...(["no key", ["--environment", "staging", "--digest", "0".repeat(64)], { NETRA_REVIEW_KEY: "" }] as const),
      "NETRA_REVIEW_KEY is not set",
    ],
    [
      "an unknown environment",
      ["--environment", "stagin", "--digest", "0".repeat(64)],
      {},
      'unknown environment "stagin"',
    ],
    ["--first", ["--first", "--environment", "staging", "--digest", "0".repeat(64)], {}, "cannot be used with"],
  ])(
    "%s: 2, before anything is planned",
    async (_name, args, env, said) => {
      terraform({});
      const { code, stdout, stderr } = await command("deploy", ["--check", ...args], env);
      expect([code, stdout, log()]).toEqual([2, "", []]);
      expect(stderr).toContain(said);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    },
    60_000,
  );
});
