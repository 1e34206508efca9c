import { SECRETS, describeScripts, runScripts, traceText, type StandInAnswer, type ScriptRun } from "../support/script";

/** verify-message.sh, e2e-passed.sh and what report.sh does with commands that act: the gate, and who is told. */

const GITHUB = { GITHUB_SERVER_URL: "https://github.example", GITHUB_RUN_ID: "42" };
const RUN_URL = "https://github.example/netra/infrastructure/actions/runs/42";

describeScripts("verify-message.sh", () => {
  const message = (code: string, files: Readonly<Record<string, string>> = {}): ScriptRun => ({
    script: "verify-message.sh",
    args: ["staging", code, "temp/verify"],
    env: GITHUB,
    files,
  });
  const after = (last: string, code: string): ScriptRun => message(code, { "temp/verify/code": `${last}\n` });
  const history = (runs: number): string => Array.from({ length: runs }, (_, at) => `{"run":${at}}\n`).join("");
  const ended = runScripts({
    firstGood: message("0"),
    firstBad: message("1"),
    bad: after("0", "1"),
    stillBad: after("1", "1"),
    worse: after("1", "2"),
    good: after("2", "0"),
    stillGood: after("0", "0"),
    long: message("0", { "temp/verify/history.jsonl": history(300) }),
    short: message("0", { "temp/verify/history.jsonl": history(3) }),
  });

  test.each([
    ["firstGood", ""],
    ["firstBad", `staging does not answer as declared. ${RUN_URL}\n`],
    ["bad", `staging does not answer as declared. ${RUN_URL}\n`],
    ["stillBad", ""],
    ["worse", `staging could not be told. ${RUN_URL}\n`],
    ["good", `staging answers as declared again. ${RUN_URL}\n`],
    ["stillGood", ""],
  ] as const)("%s: %j", (name, said) => {
    expect(ended(name)).toMatchObject({ code: 0, stdout: said, stderr: "" });
  });

  test("the verdict is kept for the next run", () => {
    expect(ended("firstBad").read("temp/verify/code")).toBe("1\n");
    expect(ended("good").read("temp/verify/code")).toBe("0\n");
  });

  test("of the history the last 200 runs are kept", () => {
    const lines = ended("long").read("temp/verify/history.jsonl").trimEnd().split("\n");
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([200, '{"run":100}', '{"run":299}']);
    expect(ended("short").read("temp/verify/history.jsonl")).toBe(history(3));
    expect(ended("long").read("temp/verify/history.jsonl.short")).toBe("");
  });
});

describeScripts("e2e-passed.sh", () => {
  interface Check {
    readonly conclusion: string | null;
    readonly at?: string;
    readonly status?: string;
    readonly app?: string;
  }
  const check = ({ conclusion, at = "2026-12-01T10:00:00Z", status = "completed", app = "github-actions" }: Check) => ({
    conclusion,
    status,
    completed_at: status === "completed" ? at : null,
    app: { slug: app },
  });
  const checks = (...list: readonly Check[]): StandInAnswer => ({
    to: "gh api repos/netra/infrastructure/commits/0123456789abcdef0123456789abcdef01234567/check-runs?check_name=staging-e2e%20%2F%20e2e&per_page=100",
    stdout: JSON.stringify({ total_count: list.length, check_runs: list.map(check) }),
  });
  const passed = (...answers: readonly StandInAnswer[]): ScriptRun => ({ script: "e2e-passed.sh", answers });
  const LATER = "2026-12-01T11:00:00Z";
  const ended = runScripts({
    passed: passed(checks({ conclusion: "success" })),
    never: passed(checks()),
    failed: passed(checks({ conclusion: "failure" })),
    failedLater: passed(checks({ conclusion: "failure", at: LATER }, { conclusion: "success" })),
    passedLater: passed(checks({ conclusion: "failure" }, { conclusion: "success", at: LATER })),
    running: passed(checks({ conclusion: null, status: "in_progress" })),
    // A check that is run again may still carry what it came to before.
    startedAgain: passed(checks({ conclusion: "success", status: "in_progress" })),
    skipped: passed(checks({ conclusion: "skipped" })),
    someoneElse: passed(checks({ conclusion: "success", app: "another-app" })),
    down: passed({ to: "gh api", stderr: "HTTP 502", code: 1 }),
    odd: passed({ to: "gh api", stdout: "<html>" }),
  });
  const refusal = (said: string): string =>
    `::error::the end-to-end tests of 0123456 in staging ${said}; deploy staging and let them pass, then deploy production\n`;

  test.each(["passed", "passedLater"] as const)("%s: production may be planned", (name) => {
    expect(ended(name)).toMatchObject({ code: 0, stdout: "the end-to-end tests of 0123456 passed\n", stderr: "" });
  });

  test.each([
    ["never", "have not run"],
    ["failed", "ended with: failure"],
    ["failedLater", "ended with: failure"],
    ["running", "have not run"],
    ["startedAgain", "have not run"],
    ["skipped", "ended with: skipped"],
    ["someoneElse", "have not run"],
  ] as const)("%s: refused, because they %s", (name, said) => {
    expect(ended(name)).toMatchObject({ code: 1, stdout: "", stderr: refusal(said) });
  });

  test.each(["down", "odd"] as const)("%s: nobody can tell", (name) => {
    expect(ended(name)).toMatchObject({ code: 2, stdout: "" });
  });

  test("the token is in no trace", () => {
    for (const name of ["passed", "failed", "down"] as const) {
      expect(traceText(ended(name))).not.toContain(SECRETS.GH_TOKEN);
    }
  });
});

describeScripts("report.sh, of commands that act", () => {
  const report = (command: string, formats: readonly string[], answer: Partial<StandInAnswer> = {}): ScriptRun => ({
    script: "report.sh",
    args: [command, "staging", ...formats, "--", "--environment", "staging"],
    answers: [{ to: "--format markdown", stdout: "### staging passed\n", ...answer }],
  });
  const ended = runScripts({
    e2e: report("e2e", ["markdown"]),
    verify: report("verify", ["markdown"], { code: 1 }),
    untold: report("e2e", ["markdown"], { stdout: "", code: 2, stderr: "staging: no runner found" }),
    toldInFull: report("verify", ["markdown"], { code: 2 }),
    killed: report("e2e", ["markdown"], { stdout: "", code: 137 }),
    twice: report("e2e", ["markdown", "json"]),
    verifyTwice: report("verify", ["markdown", "json"]),
  });

  test("once, with its report kept under its own name and shown", () => {
    expect(ended("e2e").calls.map((call) => call.join(" "))).toEqual([
      "netra e2e --environment staging --format markdown",
    ]);
    expect(ended("e2e").read("temp/reports/e2e-staging.markdown")).toContain("### staging passed");
    expect(ended("e2e").read("summary")).toContain("## e2e of staging");
    expect(ended("e2e").read("output")).toContain("code=0\n");
    expect(ended("verify").read("temp/reports/verify-staging.markdown")).toContain("### staging passed");
    expect(ended("verify").read("output")).toContain("code=1\n");
  });

  test("what keeps it from telling stands in the summary", () => {
    expect(ended("untold").read("output")).toContain("code=2\n");
    expect(ended("untold").read("summary")).toContain("**Could not tell.**\n\n```\nstaging: no runner found\n```");
  });

  test("where the report itself has the reasons, nothing empty stands before it", () => {
    expect(ended("toldInFull").read("output")).toContain("code=2\n");
    expect(ended("toldInFull").read("summary")).toBe(
      "## verify of staging\n\n<!-- netra-verify:staging -->\n### staging passed\n",
    );
  });

  test("one that is killed, and says nothing, is said to be", () => {
    expect(ended("killed").read("output")).toContain("code=137\n");
    expect(ended("killed").read("summary")).toContain("```\ne2e --format markdown said nothing (exit code 137)\n```");
  });

  test.each([
    ["twice", "e2e"],
    ["verifyTwice", "verify"],
  ] as const)("%s: refused before it acts", (name, command) => {
    expect(ended(name)).toMatchObject({
      code: 2,
      stderr: `${command} acts on staging each time it runs: one format, not 2\n`,
      calls: [],
    });
  });
});
