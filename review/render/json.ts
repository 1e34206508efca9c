import type { Finding } from "../../policy/core/finding";
import type { BudgetReport, ChangeReport, DriftReport, PathReport, Report, StackReport } from "../report";
import { findingRules, type RuleText } from "./finding-rules";

/** How many findings one part holds. */
const PART = 1000;

/** How an empty list of findings is written. Texts in JSON have no line breaks, so nothing else in a report looks like it. */
const NO_FINDINGS = '\n      "findings": [],\n';

/** Most addresses have nothing to escape. */
const quoteText = (text: string): string => (/^[\w.-]*$/.test(text) ? `"${text}"` : JSON.stringify(text));

/** The members of a finding before its address, as {@link findingJson} orders them, indented as in a report. */
const headText = ({ rule, severity, status, environment, stack }: Finding): string =>
  Object.entries({ rule, severity, status, environment, stack }).reduce(
    (text, [name, value]) => `${text}          "${name}": ${quoteText(value)},\n`,
    "        {\n",
  );

const tailText = ({ message }: Finding): string => `,\n          "message": ${quoteText(message)}\n        }`;

const isSameHead = (a: Finding, b: Finding): boolean =>
  a.rule === b.rule &&
  a.severity === b.severity &&
  a.status === b.status &&
  a.environment === b.environment &&
  a.stack === b.stack;

/**
 * Writes findings as JSON. A rule often says the same of thousands of resources in a row, so everything but the address
 * is reused. The pieces are joined once, so that no texts in between are left to the garbage collector.
 */
function findingsWriter(): (findings: readonly Finding[]) => string {
  let last: Finding | undefined;
  let [head, tail] = ["", ""];
  return (findings) => {
    const pieces: string[] = [];
    for (const finding of findings) {
      if (!last || !isSameHead(finding, last)) head = `${headText(finding)}          "address": `;
      if (finding.message !== last?.message) tail = tailText(finding);
      last = finding;
      if (pieces.length > 0) pieces.push(",\n");
      pieces.push(head, quoteText(finding.address), tail);
    }
    return pieces.join("");
  };
}

function* findingsParts(findings: readonly Finding[]): Iterable<string> {
  if (findings.length === 0) {
    yield NO_FINDINGS;
    return;
  }
  const itemsText = findingsWriter();
  yield '\n      "findings": [\n';
  for (let start = 0; start < findings.length; start += PART) {
    yield (start === 0 ? "" : ",\n") + itemsText(findings.slice(start, start + PART));
  }
  yield "\n      ],\n";
}

/**
 * The report as JSON, in parts that together are {@link reportJson}. A hundred thousand findings as one text would take
 * as much memory as everything else, and twice that where one of them holds a character beyond Latin-1.
 */
export function* reportJsonParts(report: Report): Iterable<string> {
  const [head = "", ...tails] = wholeJson(
    { ...report, stacks: report.stacks.map((stack) => ({ ...stack, findings: [] })) },
    findingRules(report.stacks.flatMap(({ findings, pending }) => [...findings, ...(pending?.findings ?? [])])),
  ).split(NO_FINDINGS);
  yield head;
  for (const [index, tail] of tails.entries()) {
    yield* findingsParts(report.stacks[index]?.findings ?? []);
    yield tail;
  }
}

/** The report as JSON. Its keys and their order are a contract, whatever their order in the report that is given. */
export const reportJson = (report: Report): string => [...reportJsonParts(report)].join("");

const wholeJson = (report: Report, rules: readonly RuleText[]): string =>
  JSON.stringify(
    {
      formatVersion: report.formatVersion,
      summary: report.summary,
      sentence: report.sentence,
      severity: report.severity,
      rules,
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
  earlier: stack.earlier.length > 0 ? stack.earlier.map(findingJson) : undefined,
  pending: stack.pending && {
    changes: stack.pending.changes.map(changeJson),
    drift: stack.pending.drift.map(driftJson),
    findings: stack.pending.findings.map(findingJson),
  },
  unplanned: stack.unplanned?.map(({ address, actions }) => ({ address, actions })),
  budgets: stack.budgets.map(budgetJson),
  capacity: stack.capacity?.map(({ name, before, after }) => ({ name, before, after })),
  outputs: stack.outputs.map(({ name, actions }) => ({ name, actions })),
  noise: stack.noise,
  errored: stack.errored,
  partial: stack.partial,
  digest: stack.digest,
});

const changeJson = (change: ChangeReport) => ({
  address: change.address,
  previousAddress: change.previousAddress,
  actions: change.actions,
  severity: change.severity,
  consequence: change.consequence,
  undo: change.undo,
  fails: change.fails,
  partOf: change.partOf,
  facts: change.facts,
  paths: change.paths.map(pathJson),
  replacePaths: change.replacePaths,
});

const pathJson = ({ path, before, after, isPending }: PathReport) => ({ path, before, after, isPending });

const driftJson = (drift: DriftReport) => ({
  address: drift.address,
  class: drift.class,
  severity: drift.severity,
  consequence: drift.consequence,
  ...pathJson(drift),
});

/** What was found and where; what its rule says stands once, with the rules. */
export const findingJson = (finding: Finding) => ({
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
