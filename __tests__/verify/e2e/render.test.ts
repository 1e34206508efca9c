import { trial } from "../../fixture/trial";
import { renderDeadRun, renderReport } from "../../../verify/e2e/render";
import { reportOf, metricValuesOf } from "../../../verify/e2e/report";
import type { TestResult } from "../../../verify/e2e/test-result";

const EXECUTION = { name: "e2e-runner-abcde", seconds: 84.6, link: "https://console.example/e2e-runner-abcde" };

const result = (name: string, more: Partial<TestResult> = {}): TestResult => ({
  name,
  seconds: 1,
  outcome: "passed",
  text: "",
  isTransient: false,
  ...more,
});
const failed = (name: string, text: string): TestResult => result(name, { outcome: "failed", text });

const GOOD = reportOf(trial, EXECUTION, [
  ...Array.from({ length: 38 }, (_, index) => result(`t${index}`)),
  result("later", { outcome: "skipped" }),
  result("shaky", { isTransient: true }),
]);
const BAD = reportOf(trial, { ...EXECUTION, seconds: 130 }, [
  result("signs in"),
  failed("chats", "received 1011 (internal error)\n\n  File chat.py\n  line 2\n  line 3"),
  failed("opens | <b>@all</b>", "HTTP 503 \u001b[31mred"),
  failed("agent", "HTTP 503"),
]);

test("counts, ratio and targets; what is skipped is not counted", () => {
  expect(GOOD).toMatchObject({ passed: 39, failed: 0, skipped: 1, ratio: 1, transient: ["shaky"] });
  expect(GOOD.targets.map(({ isMet }) => isMet)).toEqual([true, true]);
  expect(BAD).toMatchObject({ passed: 1, failed: 3, skipped: 0, ratio: 0.25 });
  expect(BAD.targets.map(({ isMet }) => isMet)).toEqual([false, false]);
});

test.each([
  [95, 5, "95.0 %", false],
  [96, 4, "96.0 %", true],
  [1999, 1, "99.9 %", true],
])("%d passed and %d failed is %s; the target is above 95 %%", (passes, failures, found, isMet) => {
  const { targets } = reportOf(trial, EXECUTION, [
    ...Array.from({ length: passes }, (_, index) => result(`p${index}`)),
    ...Array.from({ length: failures }, (_, index) => failed(`f${index}`, "")),
  ]);
  expect(targets[0]).toEqual({ title: "success above 95 %", found, isMet });
});

test("two minutes are not below two minutes", () => {
  const at = (seconds: number) => reportOf(trial, { ...EXECUTION, seconds }, [result("a")]).targets[1];
  expect(at(119)).toEqual({ title: "done within 120 s", found: "119 s", isMet: true });
  expect(at(120)?.isMet).toBe(false);
});

test("Monitoring is told the ratio, the duration, and that the run was completed", () => {
  expect(metricValuesOf(BAD).map(({ metric, value }) => [metric.type, value])).toEqual([
    ["custom.googleapis.com/netra/e2e/success_ratio", 0.25],
    ["custom.googleapis.com/netra/e2e/duration_seconds", 130],
    ["custom.googleapis.com/netra/e2e/run_completed", true],
  ]);
});

test("text, passed", () => {
  expect(renderReport(GOOD, "text"))
    .toBe(`trial passed its end-to-end tests: 39 passed (1 when run again), 1 skipped, in 85 s
  success above 95 %: 100.0 %, met
  done within 120 s: 85 s, met

Passed when run again:
  shaky

https://console.example/e2e-runner-abcde`);
});

test("text, failed: what each was about, what to do, and no control character", () => {
  expect(renderReport(BAD, "text")).toBe(`trial failed its end-to-end tests: 1 passed, 3 failed, in 130 s
  success above 95 %: 25.0 %, missed
  done within 120 s: 130 s, missed

Failed: 2 infrastructure (DevOps team), 1 application (Backend team)
  chats
    application, 101, then closed with 1011: received 1011 (internal error) | File chat.py | line 2
    next: read the service's log at that moment, and tell the backend team
  opens | <b>@all</b>
    infrastructure, 502, 503 or 504: HTTP 503 \\u001b[31mred
    next: look at the load balancer's statusDetails and at the service's container exits
  agent
    infrastructure, 502, 503 or 504: HTTP 503
    next: look at the load balancer's statusDetails and at the service's container exits

https://console.example/e2e-runner-abcde`);
});

test("markdown: a row for each failure, nothing of it a table, a tag or a mention", () => {
  const lines = renderReport(BAD, "markdown").split("\n");
  expect(lines.slice(0, 8)).toEqual([
    "### trial failed its end-to-end tests: 1 passed, 3 failed, in 130 s",
    "",
    "- success above 95 %: 25.0 %, missed",
    "- done within 120 s: 130 s, missed",
    "- failed: 2 infrastructure (DevOps team), 1 application (Backend team)",
    "- [execution](https://console.example/e2e-runner-abcde)",
    "",
    "| Test | What it was about | Next |",
  ]);
  const row = lines.find((line) => line.includes("opens"));
  expect(row?.split(" | ")).toHaveLength(3);
  expect(row).not.toMatch(/<b>|@all/);
  expect(renderReport(GOOD, "markdown")).toContain("<summary>1 passed when run again</summary>");
});

test("markdown of a thousand failures fits into a summary, and says what is left out", () => {
  const many = Array.from({ length: 1000 }, (_, index) => failed(`test ${index}`, "x".repeat(4000)));
  const text = renderReport(reportOf(trial, EXECUTION, many), "markdown");
  expect(Buffer.byteLength(text)).toBeLessThan(1 << 20);
  expect(text).toContain("900 more failed; the report that is kept with the run names them.");
});

test("json is the whole report, and its keys are a contract", () => {
  expect(JSON.parse(renderReport(BAD, "json"))).toEqual({ formatVersion: 1, ...BAD });
  expect(Object.keys(BAD)).toEqual([
    "environment",
    "execution",
    "passed",
    "failed",
    "skipped",
    "ratio",
    "targets",
    "failures",
    "classes",
    "transient",
  ]);
});

test("a run that died is written in every format", () => {
  const link = "https://console.example/e2e-runner-abcde";
  const reason = "trial: execution e2e-runner-abcde failed (`<b>` no reason given) and left no report";
  const dead = { environment: "trial", execution: "e2e-runner-abcde", link, reason, team: "QA team" };
  expect(renderDeadRun(dead, "text"))
    .toBe(`trial: the run of the end-to-end tests died, and nothing is known of its tests
  ${reason}
  next: read what the execution logged last, and tell QA team`);
  expect(renderDeadRun(dead, "markdown").split("\n")).toEqual([
    "### trial: the run of the end-to-end tests died, and nothing is known of its tests",
    "",
    expect.stringMatching(/^- <code>trial: execution .*&lt;b&gt;.*<\/code>$/) as string,
    "- next: read what the execution logged last, and tell QA team",
    `- [execution](${link})`,
  ]);
  expect(JSON.parse(renderDeadRun(dead, "json"))).toEqual({ formatVersion: 1, died: true, ...dead });
});

test("an expired token of a long run is told from a wrong one, though the service calls both 401", () => {
  const { failures, classes } = reportOf(trial, { ...EXECUTION, seconds: 2100 }, [
    result("signs in", { seconds: 1900 }),
    { ...failed("chats", "HTTP 401"), seconds: 200 },
  ]);
  expect(failures).toMatchObject([{ test: "chats", symptom: "token-expired", class: "test-setup" }]);
  expect(classes).toEqual([{ name: "test-setup", count: 1, team: "QA team" }]);
});
