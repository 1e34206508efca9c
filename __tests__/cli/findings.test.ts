import { trial } from "../fixture/trial";
import { CHECK_FORMATS, renderCheck } from "../../cli/shared/check-formats";
import { findingsText, verdictText } from "../../cli/shared/findings";
import { summaryText } from "../../cli/shared/summary";
import { RULES } from "../../policy/packs";
import { environmentFindings } from "../../stacks/policy-validation";
import { resolveEnvironments } from "../../stacks/synthesis";
import { expectWellFormed, expectWithinLimits, validSarif } from "../review/render-checks";

const TODAY = "2026-01-01";

const broken = structuredClone(trial);
(broken.services["websocket-service"] as { requestTimeoutSeconds: number }).requestTimeoutSeconds = 60;
(broken.database as { edition: string }).edition = "ENTERPRISE_PLUS";
const estates = resolveEnvironments([broken], TODAY);
const findings = estates.flatMap((estate) => environmentFindings(estate, TODAY));
// eslint-disable-next-line no-control-regex -- colour codes are what this removes
const uncoloured = (text: string): string => text.replace(/\x1b\[\d+m/g, "");

test("findings of all stacks stand in one report, grouped by stack, not only the first bad one", () => {
  expect(uncoloured(findingsText(findings)).split("\n")).toEqual([
    "trial-foundation",
    expect.stringMatching(/^ {2}high {5}sql-edition-tier: [A-Z]/),
    "           google_sql_database_instance.database",
    expect.stringMatching(/^ {11}settings\[0\]\..*ENTERPRISE.*; /),
    "           declared in: database.tier of environments/trial.ts",
    expect.stringMatching(/^ {11}why: [A-Z]/),
    "",
    "trial-services",
    "  high     socket-request-timeout: A socket service's requests may last an hour",
    "           google_cloud_run_v2_service.websocket-service",
    '           template[0].timeout: "60s" found, "3600s" allowed; set template.timeout to "3600s"',
    '           declared in: services["websocket-service"].requestTimeoutSeconds of environments/trial.ts',
    expect.stringMatching(/^ {11}why: [A-Z]/),
  ]);
  expect(uncoloured(verdictText(findings, estates))).toBe(
    `2 findings in what is declared: ${RULES.length} rules over 217 resources of trial.`,
  );
});

test("the machine's form names the place and what was found, and what each rule says once", () => {
  const report = JSON.parse(renderCheck({ findings, estates }, "json")) as {
    readonly [key: string]: unknown;
    readonly rules: { id: string }[];
    readonly findings: object[];
  };
  expect(Object.keys(report).slice(0, 3)).toEqual(["formatVersion", "verdict", "summary"]);
  expect([report.formatVersion, report.verdict]).toEqual([1, "findings"]);
  const keys = ["rule", "severity", "status", "environment", "stack", "address", "message"];
  expect(report.findings.map((finding) => Object.keys(finding))).toEqual([keys, keys]);
  expect(report.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  for (const rule of report.rules) {
    expect(Object.keys(rule)).toEqual(["id", "kind", "pack", "severity", "title", "why", "fix"]);
  }
});

const NOTHING = { estates, findings: [] };
const waived = { estates, findings: findings.map((finding) => ({ ...finding, status: "waived" as const })) };

test("no findings: it says what that is about, and what it is not about", () => {
  expect(uncoloured(renderCheck(NOTHING, "text")).split("\n")).toEqual([
    `No findings in what is declared: ${RULES.length} rules over 217 resources of trial.`,
    "./netra drift and ./netra verify ask about what is live.",
  ]);
});

test.each(CHECK_FORMATS)("%s names every finding, and says of a waived one that it is", (format) => {
  const [open, excused] = [{ estates, findings }, waived].map((checked) => uncoloured(renderCheck(checked, format)));
  for (const { rule, address } of findings) {
    expect(open).toContain(rule);
    expect(open).toContain(address);
  }
  const mark = /\(waived\)|"status": "waived"|"suppressions"|<skipped /;
  expect(open).not.toMatch(mark);
  expect(excused).toMatch(mark);
});

test("Markdown says the severity as a review does, within GitHub's limit also where everything is broken", () => {
  expect(renderCheck({ estates, findings }, "markdown")).toMatch(
    /^<!-- netra-check:trial -->\n\n### 2 findings in what is declared: .*\n\nseverity \*\*high\*\* · 2 findings · 5 stacks\n/,
  );
  expect(renderCheck(NOTHING, "markdown")).toContain("severity **none** · 0 findings · 5 stacks");
  const many = Array.from({ length: 3000 }, (_, index) => ({ ...findings[0]!, rule: `rule-${index}` }));
  expectWithinLimits(renderCheck({ estates, findings: many }, "markdown"));
});

test("SARIF is what code scanning reads", () => {
  expect(validSarif(renderCheck({ estates, findings }, "sarif"), "netra-check").results).toHaveLength(2);
  expect(validSarif(renderCheck(NOTHING, "sarif"), "netra-check").results).toEqual([]);
  expect(validSarif(renderCheck(waived, "sarif"), "netra-check").results.map(({ level }) => level)).toEqual([
    "note",
    "note",
  ]);
});

test("JUnit has a case for every rule: broken, waived or held", () => {
  for (const [checked, failures, skipped] of [
    [{ estates, findings }, 2, 0],
    [waived, 0, 2],
    [NOTHING, 0, 0],
  ] as const) {
    const xml = renderCheck(checked, "junit");
    expectWellFormed(xml);
    expect(xml).toContain(
      `<testsuite name="trial" tests="${RULES.length}" failures="${failures}" errors="0" skipped="${skipped}">`,
    );
  }
});

test("the summary reads what is declared, also when it is wrong", () => {
  expect(summaryText([broken], estates)).toContain("websocket-service 60s");
});
