import { readAudit } from "../../tools/packages/advisories";

/** What `npm audit --json` printed (npm 11), cut to what is read: bundled is a package within another one. */

const fault = (severity: string, title = "Runs away") => ({
  ...{ source: 1, name: "lodash", dependency: "lodash", title, url: "https://github.com/advisories/GHSA-a" },
  ...{ severity, cwe: [], cvss: { score: 7, vectorString: null }, range: "<4.17.23" },
});
const report = (vulnerabilities: object): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} });
const entry = (severity: string, nodes: readonly string[], via: readonly unknown[] = [fault(severity)]) => ({
  ...{ name: "lodash", severity, isDirect: false, via, effects: [], range: "*", nodes, fixAvailable: false },
});
const BUNDLED = "node_modules/cdktf/node_modules/lodash";
const ROW = { within: "node_modules/cdktf/node_modules/", atMost: "high", reason: "r" } as const;
const problems = (text: string): readonly string[] => {
  const reading = readAudit(text, [ROW]);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.problems;
};

test("no advisory is no problem", () => expect(problems(report({}))).toEqual([]));

test("an advisory is a problem, with its page and with where the package is", () => {
  expect(problems(report({ lodash: entry("moderate", ["node_modules/lodash"]) }))).toEqual([
    "lodash: moderate, Runs away (https://github.com/advisories/GHSA-a), at node_modules/lodash; raise it, or add a row to " +
      "tools/packages/known-advisories.ts that says why it does not matter here",
  ]);
});

test("a package that only needs one with a fault is not said again", () => {
  expect(problems(report({ other: entry("high", ["node_modules/other"], ["lodash"]) }))).toEqual([]);
});

test("what a row excuses is none, unless it is worse, or stands elsewhere too", () => {
  expect(problems(report({ lodash: entry("high", [BUNDLED]) }))).toEqual([]);
  expect(problems(report({ lodash: entry("critical", [BUNDLED]) }))).toHaveLength(1);
  expect(problems(report({ lodash: entry("low", [BUNDLED, "node_modules/lodash"]) }))).toHaveLength(1);
  expect(problems(report({ lodash: entry("low", []) }))).toHaveLength(1);
});

test.each([
  [
    "the registry refuses",
    JSON.stringify({ message: "405 Method Not Allowed", statusCode: 405, error: { summary: "" } }),
  ],
  ["the network is gone", JSON.stringify({ message: "connect ECONNREFUSED", error: { summary: "" } })],
  ["nothing is printed", ""],
  ["a page is answered", "<html>"],
  ["the form is another one", JSON.stringify({ auditReportVersion: 3, vulnerabilities: {} })],
  ["a severity is unknown", report({ lodash: entry("grave", ["node_modules/lodash"], [fault("grave")]) })],
])("%s: that is no answer, and not a good one", (_, text) => {
  const reading = readAudit(text, []);
  expect(reading).toMatchObject({ ok: false });
});
