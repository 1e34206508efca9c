import { staging } from "../../environments/staging";
import { findingsJson, findingsText, verdictText } from "../../cli/shared/findings";
import { summaryText } from "../../cli/shared/summary";
import { RULES } from "../../policy/packs";
import { environmentFindings } from "../../stacks/policy-validation";
import { resolveEnvironments } from "../../stacks/synthesis";

const TODAY = "2026-01-01";

const broken = structuredClone(staging);
(broken.services["websocket-service"] as { requestTimeoutSeconds: number }).requestTimeoutSeconds = 60;
(broken.database as { edition: string }).edition = "ENTERPRISE_PLUS";
const estates = resolveEnvironments([broken], TODAY);
const findings = estates.flatMap((estate) => environmentFindings(estate, TODAY));
// eslint-disable-next-line no-control-regex -- colour codes are what this removes
const uncoloured = (text: string): string => text.replace(/\x1b\[\d+m/g, "");

test("findings of all stacks stand in one report, grouped by stack, not only the first bad one", () => {
  expect(uncoloured(findingsText(findings)).split("\n")).toEqual([
    "staging-foundation",
    expect.stringMatching(/^ {2}high {5}sql-edition-tier: [A-Z]/),
    "           google_sql_database_instance.database",
    expect.stringMatching(/^ {11}settings\[0\]\..*ENTERPRISE.*; /),
    expect.stringMatching(/^ {11}why: [A-Z]/),
    "",
    "staging-services",
    "  high     socket-request-timeout: A socket service's requests may last an hour",
    "           google_cloud_run_v2_service.websocket-service",
    '           template[0].timeout: "60s" found, "3600s" allowed; set template.timeout to "3600s"',
    expect.stringMatching(/^ {11}why: [A-Z]/),
  ]);
  expect(uncoloured(verdictText(findings, estates))).toBe(
    `2 findings: ${RULES.length} rules over 248 resources of staging.`,
  );
});

test("the machine's form names the place and what was found, and what each rule says once", () => {
  const report = JSON.parse(findingsJson(findings, estates)) as { rules: { id: string }[]; findings: object[] };
  const keys = ["rule", "severity", "status", "environment", "stack", "address", "message"];
  expect(report.findings.map((finding) => Object.keys(finding))).toEqual([keys, keys]);
  expect(report.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  for (const rule of report.rules) {
    expect(Object.keys(rule)).toEqual(["id", "kind", "pack", "severity", "title", "why", "fix"]);
  }
});

test("the summary reads what is declared, also when it is wrong", () => {
  expect(summaryText([broken], estates)).toContain("websocket-service 60s");
});
