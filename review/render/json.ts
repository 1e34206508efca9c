import type { Finding } from "../../policy/evaluate";
import type { BudgetReport, ChangeReport, DriftReport, PathReport, Report, StackReport } from "../report";

/** Findings that are written at once. */
const PART = 1000;

/** How an empty list of findings stands in a report; a text inside it has no line breaks, so nothing else does. */
const NO_FINDINGS = '\n      "findings": [],\n';

/** The brackets around {@link itemsText}'s items: as many as around a finding of a report, which indents them alike. */
const [OPENING, CLOSING] = ["[\n  [\n    [\n      [\n", "\n      ]\n    ]\n  ]\n]"];

const itemsText = (findings: readonly Finding[]): string =>
  JSON.stringify([[[findings.map(findingJson)]]], undefined, 2).slice(OPENING.length, -CLOSING.length);

function* findingsParts(findings: readonly Finding[]): Iterable<string> {
  if (findings.length === 0) {
    yield NO_FINDINGS;
    return;
  }
  yield '\n      "findings": [\n';
  for (let start = 0; start < findings.length; start += PART) {
    yield (start === 0 ? "" : ",\n") + itemsText(findings.slice(start, start + PART));
  }
  yield "\n      ],\n";
}

/**
 * The machine's form in parts, which together are {@link reportJson}: a hundred thousand findings as one text would take
 * as much memory as everything else, and twice that where one of them holds a sign beyond Latin.
 */
export function* reportJsonParts(report: Report): Iterable<string> {
  const [head = "", ...tails] = wholeJson({
    ...report,
    stacks: report.stacks.map((stack) => ({ ...stack, findings: [] })),
  }).split(NO_FINDINGS);
  yield head;
  for (const [index, tail] of tails.entries()) {
    yield* findingsParts(report.stacks[index]?.findings ?? []);
    yield tail;
  }
}

/** The machine's form; its keys and their order are a contract, whatever the order in the report given. */
export const reportJson = (report: Report): string => [...reportJsonParts(report)].join("");

const wholeJson = (report: Report): string =>
  JSON.stringify(
    {
      formatVersion: report.formatVersion,
      summary: report.summary,
      severity: report.severity,
      stacks: report.stacks.map(stackJson),
      digest: report.digest,
    },
    undefined,
    2,
  );

// Absent members are undefined here, which JSON leaves out.

const stackJson = (stack: StackReport) => ({
  name: stack.name,
  changes: stack.changes.map(changeJson),
  drift: stack.drift.map(driftJson),
  findings: stack.findings.map(findingJson),
  budgets: stack.budgets.map(budgetJson),
  outputs: stack.outputs.map(({ name, actions }) => ({ name, actions })),
  noise: stack.noise,
  errored: stack.errored,
  digest: stack.digest,
});

const changeJson = (change: ChangeReport) => ({
  address: change.address,
  previousAddress: change.previousAddress,
  actions: change.actions,
  severity: change.severity,
  consequence: change.consequence,
  undo: change.undo,
  paths: change.paths.map(pathJson),
  replacePaths: change.replacePaths,
});

const pathJson = ({ path, before, after }: PathReport) => ({ path, before, after });

const driftJson = (drift: DriftReport) => ({
  address: drift.address,
  class: drift.class,
  severity: drift.severity,
  consequence: drift.consequence,
  ...pathJson(drift),
});

const findingJson = (finding: Finding) => ({
  rule: finding.rule,
  severity: finding.severity,
  status: finding.status,
  environment: finding.environment,
  stack: finding.stack,
  address: finding.address,
  message: finding.message,
});

const sideJson = (side: BudgetReport["after"]) => side && { demand: side.demand, supply: side.supply };

const budgetJson = ({ name, before, after }: BudgetReport) => ({
  name,
  before: sideJson(before),
  after: sideJson(after),
});
