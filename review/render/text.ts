import { PAINT, SEVERITY_PAINT } from "../../report/colour";
import { indentLines, oneLineTexts } from "../../report/text";
import type { BudgetReport, ChangeReport, DriftReport, Report, StackReport } from "../report";
import { SEVERITY_COLUMN, findingLines, severityText } from "./finding-lines";
import {
  DRIFT_MEANING,
  budgetText,
  earlierLines,
  changedText,
  incompleteText,
  isExceeded,
  noiseText,
  pathLine,
} from "./words";

/** A report for a terminal: the verdict, then every stack, worst first. */
export function reportText(report: Report): string {
  const { summary, severity, stacks, digest } = oneLineTexts(report);
  // Nothing found in half a plan is no good news.
  const isIncomplete = stacks.some((stack) => incompleteText(stack) !== undefined);
  const verdict = SEVERITY_PAINT[severity === "none" && isIncomplete ? "high" : severity](summary);
  const footer = digest === null ? [] : [PAINT.quiet(`digest ${digest}`)];
  return [verdict, ...stacks.map(stackText), ...footer].join("\n\n");
}

function stackText(stack: StackReport): string {
  const noise = noiseText(stack.noise);
  const incomplete = incompleteText(stack);
  const lines = [
    ...(incomplete === undefined ? [] : [SEVERITY_PAINT.high(incomplete)]),
    ...stack.changes.flatMap(changeLines),
    ...section(
      "outputs",
      stack.outputs.map(({ name, actions }) => `${actions.join(", ")} ${name}`),
    ),
    ...section("drift", driftLines(stack.drift)),
    ...(noise === undefined ? [] : [PAINT.quiet(noise)]),
    ...section("findings", findingLines(stack.findings)),
    ...earlierLines(stack.earlier).map(PAINT.quiet),
    ...section("budgets", stack.budgets.map(budgetLine)),
    ...(stack.digest === null ? [] : [PAINT.quiet(`digest ${stack.digest}`)]),
  ];
  return [PAINT.strong(stack.name), ...indentLines(2, lines.length === 0 ? ["nothing changes"] : lines)].join("\n");
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [PAINT.strong(title), ...indentLines(2, lines)];

function changeLines(change: ChangeReport): readonly string[] {
  const { severity, actions, address, previousAddress, consequence, undo, replacePaths, paths } = change;
  return [
    `${severityText(severity)} ${actions.join(", ")} ${PAINT.strong(address)}`,
    ...indentLines(SEVERITY_COLUMN, [
      ...(previousAddress === undefined ? [] : [`was ${previousAddress}`]),
      `${consequence}; undo: ${undo}`,
      ...(replacePaths.length === 0 ? [] : [`replaced because of ${replacePaths.join(", ")}`]),
      ...indentLines(2, paths.map(pathLine)),
    ]),
  ];
}

function driftLines(drift: readonly DriftReport[]): readonly string[] {
  return Object.keys(DRIFT_MEANING).flatMap((name) => {
    const own = drift.filter((entry) => entry.class === name);
    return own.length === 0 ? [] : [name, ...indentLines(2, own.flatMap(driftEntryLines))];
  });
}

function driftEntryLines(entry: DriftReport): readonly string[] {
  const { severity, address, path, consequence } = entry;
  const where = path === "" ? "" : ` ${path}: ${changedText(entry)}`;
  return [`${severityText(severity)} ${PAINT.strong(address)}${where}`, ...indentLines(SEVERITY_COLUMN, [consequence])];
}

const budgetLine = (budget: BudgetReport): string =>
  isExceeded(budget) ? SEVERITY_PAINT.high(budgetText(budget)) : budgetText(budget);
