import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Snapshot } from "../../sandbox/core/store";
import { commandHere, type Ended } from "../support/command-here";
import { JOB, startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { testClock } from "../support/test-clock";

/** The command as people run it: exit code, one clear line on stderr, and never a stack trace or a key. */

const KEY = "Ab3Cd5Ef7Gh9Jk1Lm3No5Pq7Rs9Tu1Vw3Xy5Za7Bc9De1Fg3";
const PASSED = `<testsuite><testcase classname="t" name="chats"><system-out>sent X-E2E-Bypass-Key: ${KEY}</system-out></testcase></testsuite>`;
const FAILED = `<testsuite><testcase classname="t" name="chats"><failure message="HTTP 503 for ?token=${KEY}"/></testcase></testsuite>`;

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
  meanwhile = () => undefined;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await google.sandbox.close();
});

/** What happens while an execution runs: the command looks at it, pauses, and looks again. */
let meanwhile: () => void | Promise<void> = () => undefined;
const here = commandHere(
  "e2e",
  testClock(() => meanwhile()),
);
const command = (args: readonly string[]): Promise<Ended> => here(args, { ...google.variables, E2E_BYPASS_KEY: KEY });

/** An execution that comes to an outcome at the second look, and has left a report by then. */
function order(outcome: "succeed" | "fail", report: string): void {
  google.order({ outcome, reads: 1 });
  meanwhile = () => google.report(report);
}

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
  const { code, stderr } = await command(args);
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
  expect(await command([...STAGING, "--junit", file()])).toEqual({
    code: 2,
    stdout: "",
    stderr: `${file()}: ${said}\n`,
  });
  expect(google.sandbox.journal.requests()).toEqual([]);
});

test("passed: exit 0, the report, and the tests' own without their key", async () => {
  order("succeed", PASSED);
  const file = join(folder, "junit.xml");
  const ended = await command([...STAGING, "--junit", file]);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(
    /^trial passed its end-to-end tests: 1 passed, in \d+ s\n {2}success above 95 %: 100\.0 %, met\n/,
  );
  expect(readFileSync(file, "utf8")).toBe(PASSED.replace(KEY, "[masked]"));
  // No terminal, no progress.
  expect(ended.stderr).not.toContain("e2e-runner");
  expect(JSON.stringify(ended)).not.toContain(KEY);
});

test("failed: exit 1, with the class and what to do", async () => {
  order("fail", FAILED);
  const ended = await command([...STAGING, "--format", "json"]);
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.stdout)).toMatchObject({
    environment: "trial",
    failures: [
      { test: "t.chats", class: "infrastructure", symptom: "bad-gateway", said: "HTTP 503 for ?token=[masked]" },
    ],
  });
  expect(JSON.stringify(ended)).not.toContain(KEY);
});

test("without a report: exit 2, and the run is reported as dead", async () => {
  google.order({ outcome: "fail", reads: 0 });
  const { code, stdout, stderr } = await command(STAGING);
  expect([code, stderr]).toEqual([2, ""]);
  expect(stdout).toMatch(
    /^trial: the run of the end-to-end tests died, .*\n {2}trial: execution e2e-runner-\w+ failed \(The container exited with an error\.\) and left no report .*\n {2}next: .*\n$/,
  );
});

test("beside another run: exit 2, and that run goes on", async () => {
  google.order({ outcome: "run", reads: 0 });
  await google.good("POST", `/run/v2/${JOB}:run`, {});
  const { code, stderr } = await command(STAGING);
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^trial: execution e2e-runner-\w+ of the end-to-end tests runs since /),
  ]);
  expect(google.executions()).toHaveLength(1);
});

test("Ctrl-C: the execution is cancelled, exit 2", async () => {
  google.order({ outcome: "run", reads: 0 });
  meanwhile = () => {
    // A second one would end this process.
    meanwhile = () => undefined;
    process.emit("SIGINT");
  };
  const { code, stderr } = await command(STAGING);
  const [execution] = google.executions();
  expect(code).toBe(2);
  expect(stderr).toBe(
    `\nEnding the run. Press Ctrl-C again to quit and leave it running.\ntrial: interrupted: execution ${execution} is cancelled\n`,
  );
  expect(await google.good("GET", `/run/v2/${JOB}/executions/${execution}`)).toMatchObject({ cancelledCount: 1 });
});
