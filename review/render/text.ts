import pc from "picocolors";
import type { Finding } from "../../policy/core/evaluate";
import type { BudgetReport, ChangeReport, DriftReport, Report, StackReport } from "../report";
import {
  DRIFT_MEANING,
  ERRORED,
  budgetText,
  changedText,
  isExceeded,
  noiseText,
  pathLine,
  singleLined,
  statusMark,
} from "./words";

const COLOUR: Readonly<Record<Report["severity"], (text: string) => string>> = {
  critical: (text) => pc.bold(pc.red(text)),
  high: pc.red,
  medium: pc.yellow,
  low: pc.dim,
  none: pc.green,
};

/** Width of the severity column and of everything that stands below it. */
const COLUMN = 9;

const severityText = (severity: Report["severity"]): string => COLOUR[severity](severity.padEnd(COLUMN - 1));

const indent = (width: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => `${" ".repeat(width)}${line}`);

/** A report for a terminal: the verdict, then every stack, worst first. */
export function reportText(report: Report): string {
  const { summary, severity, stacks, digest } = singleLined(report);
  // Nothing found in half a plan is no good news.
  const isIncomplete = stacks.some(({ errored }) => errored);
  const verdict = COLOUR[severity === "none" && isIncomplete ? "high" : severity](summary);
  const footer = digest === null ? [] : [pc.dim(`digest ${digest}`)];
  return [verdict, ...stacks.map(stackText), ...footer].join("\n\n");
}

function stackText(stack: StackReport): string {
  const noise = noiseText(stack.noise);
  const lines = [
    ...(stack.errored ? [pc.red(ERRORED)] : []),
    ...stack.changes.flatMap(changeLines),
    ...section(
      "outputs",
      stack.outputs.map(({ name, actions }) => `${actions.join(", ")} ${name}`),
    ),
    ...section("drift", driftLines(stack.drift)),
    ...(noise === undefined ? [] : [pc.dim(noise)]),
    ...section("findings", stack.findings.flatMap(findingLines)),
    ...section("budgets", stack.budgets.map(budgetLine)),
    ...(stack.digest === null ? [] : [pc.dim(`digest ${stack.digest}`)]),
  ];
  return [pc.bold(stack.name), ...indent(2, lines.length === 0 ? ["nothing changes"] : lines)].join("\n");
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [pc.bold(title), ...indent(2, lines)];

function changeLines(change: ChangeReport): readonly string[] {
  const { severity, actions, address, previousAddress, consequence, undo, replacePaths, paths } = change;
  return [
    `${severityText(severity)} ${actions.join(", ")} ${pc.bold(address)}`,
    ...indent(COLUMN, [
      ...(previousAddress === undefined ? [] : [`was ${previousAddress}`]),
      `${consequence}; undo: ${undo}`,
      ...(replacePaths.length === 0 ? [] : [`replaced because of ${replacePaths.join(", ")}`]),
      ...indent(2, paths.map(pathLine)),
    ]),
  ];
}

function driftLines(drift: readonly DriftReport[]): readonly string[] {
  return Object.keys(DRIFT_MEANING).flatMap((name) => {
    const own = drift.filter((entry) => entry.class === name);
    return own.length === 0 ? [] : [name, ...indent(2, own.flatMap(driftEntryLines))];
  });
}

function driftEntryLines(entry: DriftReport): readonly string[] {
  const { severity, address, path, consequence } = entry;
  const where = path === "" ? "" : ` ${path}: ${changedText(entry)}`;
  return [`${severityText(severity)} ${pc.bold(address)}${where}`, ...indent(COLUMN, [consequence])];
}

const findingLines = (finding: Finding): readonly string[] => [
  `${severityText(finding.severity)} ${finding.rule}${statusMark(finding)}`,
  ...indent(
    COLUMN,
    [finding.address, finding.message].filter((line) => line !== ""),
  ),
];

const budgetLine = (budget: BudgetReport): string =>
  isExceeded(budget) ? pc.red(budgetText(budget)) : budgetText(budget);
