import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Snapshot } from "../../sandbox/core/store";
import { commandHere } from "../support/command-here";
import { JOB, startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { NETRA } from "../support/program";

/** The command as people run it: exit code, one clear line on stderr, and never a stack trace or a key. */

const ROOT = resolve(__dirname, "../..");
const KEY = "Ab3Cd5Ef7Gh9Jk1Lm3No5Pq7Rs9Tu1Vw3Xy5Za7Bc9De1Fg3";
const PASSED = `<testsuite><testcase classname="t" name="chats"><system-out>sent X-E2E-Bypass-Key: ${KEY}</system-out></testcase></testsuite>`;
const FAILED = `<testsuite><testcase classname="t" name="chats"><failure message="HTTP 503 for ?token=${KEY}"/></testcase></testsuite>`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let google: RunnerSandbox;
let beginning: Snapshot;
let folder: string;
beforeAll(async () => {
  google = await startRunnerSandbox();
  beginning = google.sandbox.store.snapshot();
  folder = mkdtempSync(join(tmpdir(), "netra-e2e-"));
});
beforeEach(() => {
  google.sandbox.store.restore(beginning);
  google.sandbox.faults.clear();
  google.sandbox.journal.clear();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await google.sandbox.close();
});

/** @param meanwhile - once the execution has begun, with the process that started it */
function command(args: readonly string[], meanwhile?: (kill: () => void) => Promise<void>): Promise<Ended> {
  const all = [...NETRA, "e2e", ...args];
  const child = spawn(process.execPath, all, {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1", ...google.variables, E2E_BYPASS_KEY: KEY },
    timeout: 60_000,
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
  const began = meanwhile?.(() => void child.kill("SIGINT"));
  return Promise.all([closed, began]).then(([code]) => ({ code, stdout, stderr }));
}

/** For what is refused before anybody is asked. */
const here = commandHere("e2e.ts");
const commandInTest = (args: readonly string[]): Promise<Ended> =>
  here(args, { ...google.variables, E2E_BYPASS_KEY: KEY });

/** The first look at an execution takes so long that its report can be put there meanwhile. */
function slowly(): void {
  const harm = { kind: "latency", milliseconds: 3000 } as const;
  google.sandbox.faults.add({ method: "GET", path: "/executions/e2e-runner", nth: 1, times: 1, harm });
}

async function begun(): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (google.executions().length === 0 && Date.now() < deadline) await new Promise((go) => setTimeout(go, 10));
}

const reporting = (xml: string) => async (): Promise<void> => {
  await begun();
  await google.report(xml);
};

const STAGING = ["--environment", "trial"];

test("prd is refused in one line, before anybody is asked", async () => {
  expect(await command(["--environment", "prd"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "prd: end-to-end tests never run in production, which has no runner and no key for them\n",
  });
  expect(google.sandbox.journal.requests()).toEqual([]);
});

test.each([
  [["--environment", "prod"], 'unknown environment "prod"; known: trial, prd'],
  [[], "required option '--environment <name>' not specified"],
  [[...STAGING, "--format", "junit"], "Allowed choices are text, json, markdown"],
])("%j: exit 2", async (args, said) => {
  const { code, stderr } = await commandInTest(args);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
});

test.each<[what: string, file: () => string, said: string]>([
  [
    "a folder that is not there",
    () => join(folder, "none", "junit.xml"),
    "cannot be written (ENOENT); its folder has to be there first",
  ],
  ["a folder in the file's place", () => folder, "a folder; name a file in it"],
])("--junit with %s: exit 2, before anybody is asked", async (_, file, said) => {
  expect(await commandInTest([...STAGING, "--junit", file()])).toEqual({
    code: 2,
    stdout: "",
    stderr: `${file()}: ${said}\n`,
  });
  expect(google.sandbox.journal.requests()).toEqual([]);
});

test("passed: exit 0, the report, and the tests' own without their key", async () => {
  slowly();
  const file = join(folder, "junit.xml");
  const ended = await command([...STAGING, "--junit", file], reporting(PASSED));
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(
    /^trial passed its end-to-end tests: 1 passed, in \d+ s\n {2}success above 95 %: 100\.0 %, met\n/,
  );
  expect(readFileSync(file, "utf8")).toBe(PASSED.replace(KEY, "[masked]"));
  // No terminal, no progress.
  expect(ended.stderr).not.toContain("e2e-runner");
  expect(JSON.stringify(ended)).not.toContain(KEY);
}, 60_000);

test("failed: exit 1, with the class and what to do", async () => {
  slowly();
  google.order({ outcome: "fail", reads: 0 });
  const ended = await command([...STAGING, "--format", "json"], reporting(FAILED));
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.stdout)).toMatchObject({
    environment: "trial",
    failures: [
      { test: "t.chats", class: "infrastructure", symptom: "bad-gateway", said: "HTTP 503 for ?token=[masked]" },
    ],
  });
  expect(JSON.stringify(ended)).not.toContain(KEY);
}, 60_000);

test("without a report: exit 2 and one line", async () => {
  google.order({ outcome: "fail", reads: 0 });
  const { code, stdout, stderr } = await command(STAGING);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^trial: execution e2e-runner-\w+ failed \(The container exited with an error\.\) and left no report .*\n$/,
  );
}, 60_000);

test("beside another run: exit 2, and that run goes on", async () => {
  google.order({ outcome: "run", reads: 0 });
  await google.good("POST", `/run/v2/${JOB}:run`, {});
  const { code, stderr } = await command(STAGING);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^trial: execution e2e-runner-\w+ of the end-to-end tests runs since /),
  ]);
  expect(google.executions()).toHaveLength(1);
}, 60_000);

test("Ctrl-C: the execution is cancelled, exit 2", async () => {
  google.order({ outcome: "run", reads: 0 });
  const { code, stderr } = await command(STAGING, async (kill) => {
    await begun();
    kill();
  });
  const [execution] = google.executions();
  expect(code).toBe(2);
  expect(stderr).toBe(
    `\nEnding the run. Press Ctrl-C again to quit and leave it running.\ntrial: interrupted: execution ${execution} is cancelled\n`,
  );
  expect(await google.good("GET", `/run/v2/${JOB}/executions/${execution}`)).toMatchObject({ cancelledCount: 1 });
}, 60_000);
