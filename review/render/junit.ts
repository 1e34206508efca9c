import { isOpen, type Finding } from "../../policy/core/evaluate";
import type { Severity } from "../../policy/core/rule";
import type { ChangeReport, DriftReport, Report, StackReport } from "../report";
import { ERRORED, pathLine, singleLined } from "./words";

/** A test case; without an outcome it is a success. */
interface Case {
  readonly kind: "plan" | "change" | "finding" | "drift";
  readonly name: string;
  readonly outcome?: {
    readonly element: "failure" | "skipped" | "error";
    readonly type: string;
    readonly text: string;
  };
  readonly output: readonly string[];
}

/** JUnit XML: a suite per stack; what is critical or high fails. */
export function reportJunit(report: Report): string {
  const suites = singleLined(report).stacks.map((stack) => ({ name: stack.name, cases: casesOf(stack) }));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="netra-review" ${counts(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${escapeXml(name)}" ${counts(cases)}>`,
      ...cases.flatMap((entry) => caseLines(name, entry)),
      "  </testsuite>",
    ]),
    "</testsuites>",
  ].join("\n");
}

const casesOf = (stack: StackReport): readonly Case[] => [
  ...(stack.errored ? [ERRORED_CASE] : []),
  ...stack.changes.map(changeCase),
  ...stack.findings.map(findingCase),
  ...stack.drift.map(driftCase),
];

/** A plan that is not complete must not be green. */
const ERRORED_CASE: Case = {
  kind: "plan",
  name: "complete",
  outcome: { element: "error", type: "errored", text: ERRORED },
  output: [],
};

const failure = (severity: Severity, text: string): Pick<Case, "outcome"> =>
  severity === "critical" || severity === "high" ? { outcome: { element: "failure", type: severity, text } } : {};

const changeCase = (change: ChangeReport): Case => ({
  kind: "change",
  name: `${change.actions.join(", ")} ${change.address}`,
  ...failure(change.severity, `${change.consequence}; undo: ${change.undo}`),
  output: [
    ...(change.previousAddress === undefined ? [] : [`was ${change.previousAddress}`]),
    ...(change.replacePaths.length === 0 ? [] : [`replaced because of ${change.replacePaths.join(", ")}`]),
    ...change.paths.map(pathLine),
  ],
});

const findingCase = (finding: Finding): Case => ({
  kind: "finding",
  name: `${finding.rule} ${finding.address}`.trimEnd(),
  ...(isOpen(finding)
    ? failure(finding.severity, finding.message)
    : { outcome: { element: "skipped", type: finding.severity, text: finding.message } }),
  output: [],
});

const driftCase = (drift: DriftReport): Case => ({
  kind: "drift",
  name: `${drift.class} ${drift.address} ${drift.path}`.trimEnd(),
  ...failure(drift.severity, drift.consequence),
  output: drift.path === "" ? [] : [pathLine(drift)],
});

function counts(cases: readonly Case[]): string {
  const count = (element: string): number => cases.filter(({ outcome }) => outcome?.element === element).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

function caseLines(stack: string, { kind, name, outcome, output }: Case): readonly string[] {
  const children = [
    ...(outcome ? [outcomeLine(outcome)] : []),
    ...(output.length === 0 ? [] : [`      <system-out>${output.map(escapeXml).join("\n")}</system-out>`]),
  ];
  const start = `    <testcase classname="${escapeXml(`${stack}.${kind}`)}" name="${escapeXml(name)}"`;
  return children.length === 0 ? [`${start}/>`] : [`${start}>`, ...children, "    </testcase>"];
}

/** A skipped case has no type in JUnit's schema. */
const outcomeLine = ({ element, type, text }: NonNullable<Case["outcome"]>): string =>
  `      <${element}${element === "skipped" ? "" : ` type="${type}"`} message="${escapeXml(text)}"/>`;

const ENTITY: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 forbids altogether {@link singleLined} has taken out before. */
const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITY[character] ?? character);
