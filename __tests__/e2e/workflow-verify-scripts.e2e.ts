import { describeScripts, runScripts, type StandInAnswer, type ScriptRun } from "../support/script";

/** verify-message.sh and what report.sh does with commands that act: who is told. */

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
