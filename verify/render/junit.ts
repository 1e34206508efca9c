import { AREAS } from "../engine/check";
import type { CheckReport, Report } from "../report";
import { failureLines, recoveryText, singleLined } from "./words";

/** JUnit XML: a suite per area. What failed fails, and what nobody could tell is an error: it must not be green. */
export function reportJunit(raw: Report): string {
  const { checks } = singleLined(raw);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "netra-verify", ...totals(checks) })}>`,
    ...AREAS.flatMap((area) =>
      suiteLines(
        area,
        checks.filter((check) => check.area === area),
      ),
    ),
    "</testsuites>",
  ].join("\n");
}

const suiteLines = (area: string, checks: readonly CheckReport[]): readonly string[] =>
  checks.length === 0
    ? []
    : [`  <testsuite${attributes({ name: area, ...totals(checks) })}>`, ...checks.flatMap(caseLines), "  </testsuite>"];

function totals(checks: readonly CheckReport[]): Readonly<Record<string, string>> {
  const count = (verdict: CheckReport["verdict"]): string =>
    `${checks.filter((check) => check.verdict === verdict).length}`;
  return {
    tests: `${checks.length}`,
    failures: count("failed"),
    errors: count("unknown"),
    skipped: count("skipped"),
    time: seconds(checks.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
}

const caseLines = (check: CheckReport): readonly string[] => [
  `    <testcase${attributes({ classname: check.area, name: check.id, time: seconds(check.milliseconds) })}>`,
  `      ${outcomeText(check)}`,
  "    </testcase>",
];

function outcomeText(check: CheckReport): string {
  const { verdict, found, failure } = check;
  switch (verdict) {
    case "passed":
      return `<system-out>${escapeXml(recoveryText(check) ?? found)}</system-out>`;
    case "failed": {
      const type = `${failure?.class ?? ""}.${failure?.symptom ?? ""}`;
      return `<failure${attributes({ type, message: found })}>${escapeXml(failureLines(check).join("\n"))}</failure>`;
    }
    case "unknown":
      return `<error${attributes({ type: "unknown", message: found })}/>`;
    case "skipped":
      return `<skipped${attributes({ message: found })}/>`;
  }
}

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join("");

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

const ENTITY: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 forbids altogether {@link singleLined} has taken out before. */
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITY[character] ?? character);
