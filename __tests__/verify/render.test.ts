import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { trial } from "../fixture/trial";
import { failed, passed, skipped, unknown, type Attempt } from "../../verify/engine/attempt";
import type { Outcome } from "../../verify/engine/check";
import { FORMATS, renderReport } from "../../verify/render";
import { reportOf, type Report } from "../../verify/report";
import { plainTextIn } from "../../monitoring/shared-texts";
import { SYMPTOMS, SYMPTOM_IDS } from "../../verify/symptoms";
import type { Trends } from "../../verify/history/trends";
import { anyText } from "../support/any-text";

const AT = "2026-01-01T00:00:00.000Z";

const outcome = (id: string, last: Attempt, more: Partial<Outcome> = {}): Outcome => ({
  id,
  area: id.slice(0, id.indexOf("/")) as Outcome["area"],
  title: `${id} holds`,
  last,
  attempts: 1,
  recoveredFrom: [],
  milliseconds: 12.4,
  ...more,
});

const TRENDS: Trends = {
  runs: 3,
  checks: [
    {
      id: "socket/b",
      runs: 3,
      passRate: 2 / 3,
      milliseconds: { p50: 40, p95: 900 },
      measured: [{ name: "handshake", unit: "s", p50: 0.4, p95: 0.9 }],
    },
  ],
  newFailures: ["route/a"],
  fixed: [],
  flaky: ["socket/b", "route/a"],
  criteria: [
    { promise: "handshake", value: "0.4 s", at: AT },
    { promise: "latency", value: "7 ms", at: "2025-12-31T00:00:00.000Z" },
  ],
};

const REPORT = reportOf(
  trial,
  AT,
  [
    outcome("dns/a", skipped("not asked")),
    outcome("tls/a", passed("89 days left")),
    outcome("route/a", failed("bad-gateway", "status 503 from <a> & b", "status 200 from a"), { attempts: 3 }),
    outcome("socket/a", failed("internal-error-close", "closed with 1011", "101")),
    outcome("socket/b", passed("101"), { attempts: 2, recoveredFrom: ["timeout"] }),
    outcome("database/state", unknown("no access")),
  ],
  TRENDS,
);

const RUNBOOK =
  "https://github.com/example-org/chat-infrastructure/blob/main/docs/runbooks/trial/reference.md#symptom-";

describe("the verdict", () => {
  const verdict = (...attempts: readonly Attempt[]): Report["verdict"] =>
    reportOf(
      trial,
      AT,
      attempts.map((attempt, index) => outcome(`route/${index}`, attempt)),
    ).verdict;
  const failure = failed("timeout", "nothing", "something");

  test.each<[string, readonly Attempt[], Report["verdict"]]>([
    ["all passed", [passed("a"), passed("b")], "passed"],
    ["some skipped", [passed("a"), skipped("b")], "passed"],
    ["a failure", [passed("a"), failure], "failed"],
    ["a failure is certain, whatever nobody could tell", [unknown("a"), failure], "failed"],
    ["nobody could tell", [passed("a"), unknown("b")], "unknown"],
    ["nothing was looked at", [skipped("a")], "unknown"],
    ["nothing at all", [], "unknown"],
  ])("%s", (_name, attempts, expected) => expect(verdict(...attempts)).toBe(expected));
});

test.each(SYMPTOM_IDS)("%s says its class, next step and runbook in every format", (symptom) => {
  const report = reportOf(trial, AT, [outcome("route/a", failed(symptom, "what was found", "what was expected"))]);
  const { class: failureClass, severity, next: nextAnywhere } = SYMPTOMS[symptom];
  const next = plainTextIn(trial, nextAnywhere);
  for (const format of FORMATS) {
    const text = renderReport(report, format).replaceAll("&#96;", "`").replaceAll("&apos;", "'");
    for (const part of [failureClass, severity, next, "what was found", "what was expected", `${RUNBOOK}${symptom}`]) {
      expect(text).toContain(part);
    }
  }
});

test("text: what nobody can tell for one reason is said once, in its place", () => {
  const lines = renderReport(
    reportOf(trial, AT, [
      outcome("cache/a", unknown("no access")),
      outcome("cache/b", unknown("no access")),
      outcome("cache/c", unknown("no answer")),
      outcome("cache/d", skipped("no answer")),
      outcome("cache/e", failed("timeout", "nothing", "something")),
      outcome("cache/f", unknown("no access")),
    ]),
    "text",
  ).split("\n");
  expect(lines.slice(2, 9)).toEqual([
    "cache",
    "  unknown  2 checks: no access",
    "           cache/a",
    "           cache/b",
    "  unknown  cache/c: no answer 12 ms",
    "  skipped  cache/d: no answer",
    "  failed   cache/e: nothing 12 ms",
  ]);
  expect(lines.at(-1)).toBe("  unknown  cache/f: no access 12 ms");
});

test("text", () => {
  expect(renderReport(REPORT, "text").split("\n")).toEqual([
    "trial does not answer as declared: 2 passed (1 on a retry), 2 failed (infrastructure 1, application 1), 1 unknown, 1 skipped",
    "",
    "dns",
    "  skipped  dns/a: not asked",
    "",
    "tls",
    "  passed   tls/a: 89 days left 12 ms",
    "",
    "route",
    "  failed   route/a: status 503 from <a> & b 12 ms",
    "           infrastructure, page: 502, 503 or 504, 3 attempts",
    "           expected status 200 from a",
    "           next: look at the load balancer's statusDetails and at the service's container exits",
    `           ${RUNBOOK}bad-gateway`,
    "",
    "socket",
    "  failed   socket/a: closed with 1011 12 ms",
    "           application, page: 101, then closed with 1011",
    "           expected 101",
    "           next: read the service's log at that moment, and tell the backend team",
    `           ${RUNBOOK}internal-error-close`,
    "  passed   socket/b: 101 12 ms",
    "           passed on attempt 2, after timeout",
    "",
    "database",
    "  unknown  database/state: no access 12 ms",
    "",
    "trends of 3 runs: this one, and of the recorded ones the last 200 at most",
    "  new failures: route/a",
    "  flaky: socket/b, route/a",
    "  socket/b: 66.6 % of 3 runs, 40 ms (p95 900 ms), handshake 0.4 s (p95 0.9 s)",
    "",
    "last values of the plan's criteria",
    "  handshake: 0.4 s",
    "  latency: 7 ms (2025-12-31T00:00:00.000Z)",
  ]);
});

test("json is the report, and its keys are a contract", () => {
  const parsed = JSON.parse(renderReport(REPORT, "json")) as Report;
  expect(parsed).toEqual(REPORT);
  expect(Object.keys(parsed)).toEqual([
    "formatVersion",
    "environment",
    "at",
    "verdict",
    "counts",
    "classes",
    "checks",
    "trends",
  ]);
  expect(parsed.counts).toEqual({ passed: 2, transient: 1, failed: 2, unknown: 1, skipped: 1 });
  expect(parsed.checks[2]).toEqual({
    id: "route/a",
    area: "route",
    title: "route/a holds",
    verdict: "failed",
    found: "status 503 from <a> & b",
    attempts: 3,
    recoveredFrom: [],
    milliseconds: 12,
    measured: [],
    failure: {
      symptom: "bad-gateway",
      class: "infrastructure",
      severity: "page",
      title: "502, 503 or 504",
      expected: "status 200 from a",
      next: "look at the load balancer's statusDetails and at the service's container exits",
      runbook: `${RUNBOOK}bad-gateway`,
    },
  });
});

test("markdown", () => {
  expect(renderReport(REPORT, "markdown").split("\n")).toEqual([
    "### trial does not answer as declared: 2 passed (1 on a retry), 2 failed (infrastructure 1, application 1), 1 unknown, 1 skipped",
    "",
    "<code>new failures: route/a</code>",
    "",
    "<code>flaky: socket/b, route/a</code>",
    "",
    "**<code>route/a</code>** <code>status 503 from &lt;a&gt; &amp; b</code>",
    "",
    "- <code>infrastructure, page: 502, 503 or 504, 3 attempts</code>",
    "- <code>expected status 200 from a</code>",
    "- <code>next: look at the load balancer's statusDetails and at the service's container exits</code>",
    `- [runbook](${RUNBOOK}bad-gateway)`,
    "",
    "**<code>socket/a</code>** <code>closed with 1011</code>",
    "",
    "- <code>application, page: 101, then closed with 1011</code>",
    "- <code>expected 101</code>",
    "- <code>next: read the service's log at that moment, and tell the backend team</code>",
    `- [runbook](${RUNBOOK}internal-error-close)`,
    "",
    "| Could not tell | Why |",
    "| --- | --- |",
    "| <code>database/state</code> | <code>no access</code> |",
    "",
    "<details><summary>3 passed or skipped</summary>",
    "",
    "| Verdict | Check | Found | Took |",
    "| --- | --- | --- | --- |",
    "| passed | <code>tls/a</code> | <code>89 days left</code> | 12 ms |",
    "| passed on a retry | <code>socket/b</code> | <code>passed on attempt 2, after timeout</code> | 12 ms |",
    "| skipped | <code>dns/a</code> | <code>not asked</code> |  |",
    "",
    "</details>",
    "",
    "<details><summary>Trends of 3 runs</summary>",
    "",
    "| Check | Trend |",
    "| --- | --- |",
    "| <code>socket/b</code> | <code>66.6 % of 3 runs, 40 ms (p95 900 ms), handshake 0.4 s (p95 0.9 s)</code> |",
    "",
    "</details>",
    "",
    "<details><summary>Last values of the plan's criteria</summary>",
    "",
    "- <code>handshake: 0.4 s</code>",
    "- <code>latency: 7 ms (2025-12-31T00:00:00.000Z)</code>",
    "",
    "</details>",
  ]);
});

interface Suites {
  readonly testsuites: {
    readonly tests: string;
    readonly testsuite: readonly {
      readonly name: string;
      readonly testcase: readonly Readonly<Record<string, unknown>>[];
    }[];
  };
}

const parseXml = (xml: string): Suites =>
  new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseAttributeValue: false,
    isArray: (name) => name === "testsuite" || name === "testcase",
  }).parse(xml) as Suites;

test("junit: a suite an area, failures, errors and skipped ones apart", () => {
  const xml = renderReport(REPORT, "junit");
  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuites } = parseXml(xml);
  expect(testsuites).toMatchObject({
    name: "netra-verify",
    tests: "6",
    failures: "2",
    errors: "1",
    skipped: "1",
    time: "0.072",
  });
  expect(testsuites.testsuite.map(({ name }) => name)).toEqual(["dns", "tls", "route", "socket", "database"]);
  const cases = testsuites.testsuite.flatMap(({ testcase }) => testcase);
  expect(cases).toMatchObject([
    { name: "dns/a", skipped: { message: "not asked" } },
    { name: "tls/a", classname: "tls", time: "0.012", "system-out": "89 days left" },
    {
      name: "route/a",
      failure: {
        type: "infrastructure.bad-gateway",
        message: "status 503 from <a> & b",
        "#text": expect.stringContaining("expected status 200 from a\nnext: look at") as string,
      },
    },
    { name: "socket/a", failure: { type: "application.internal-error-close" } },
    { name: "socket/b", "system-out": "passed on attempt 2, after timeout" },
    { name: "database/state", error: { type: "unknown", message: "no access" } },
  ]);
});

describe("whatever text arrives", () => {
  const HOSTILE = [
    "</failure><script>alert(1)</script>",
    "quote \" and ' and & and ]]>",
    "line\nbreak\r\n| cell | **bold** `code` [link](https://a.example) @everyone #1",
    "\u0000\u001b[31mred\u001b[0m \u202e\u2028 \ud800 \uffff",
    "&lt;&#0;",
  ].join(" ");
  const reportWith = (text: string): Report =>
    reportOf(trial, AT, [
      outcome("route/a", passed(text)),
      outcome("route/b", failed("timeout", text, text)),
      outcome("route/c", unknown(text)),
      outcome("route/d", skipped(text)),
    ]);

  const countLines = (text: string): number => text.split("\n").length;
  const PLAIN_LINES = (["text", "markdown"] as const).map((format) =>
    countLines(renderReport(reportWith("plain"), format)),
  );

  const expectSound = (text: string): void => {
    const report = reportWith(text);
    const xml = renderReport(report, "junit");
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    const { testsuites } = parseXml(xml);
    expect(testsuites.testsuite.flatMap(({ testcase }) => testcase.map(Object.keys))).toEqual([
      ["system-out", "classname", "name", "time"],
      ["failure", "classname", "name", "time"],
      ["error", "classname", "name", "time"],
      ["skipped", "classname", "name", "time"],
    ]);
    expect(JSON.parse(renderReport(report, "json"))).toEqual(JSON.parse(JSON.stringify(report)));
    const [terminal, markdown] = [renderReport(report, "text"), renderReport(report, "markdown")];
    // No line is added and no cursor moved: the form is that of a report of plain words.
    expect([terminal, markdown].map(countLines)).toEqual(PLAIN_LINES);
    expect(terminal + markdown).not.toMatch(/[^\P{Cc}\n]/u);
    const outsideCode = markdown.replace(/<code>[^<]*<\/code>/g, "").replace(/\[runbook\]\(https:[^)]*\)/g, "");
    expect(outsideCode).not.toMatch(/@|`|script|\]\(/);
  };

  test("of a hostile server", () => expectSound(HOSTILE));
  test("at all", () => fc.assert(fc.property(anyText(1), expectSound), { numRuns: 200 }));
});
