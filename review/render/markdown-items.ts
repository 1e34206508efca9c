import { tableRow } from "../../report/markdown";
import { SEVERITIES, type Severity } from "../../report/severity";
import { countText } from "../../report/text";
import type { ChangeReport, DriftReport, PathReport, Report, StackReport } from "../report";
import { findingRules, type RuleText } from "./finding-rules";
import { fittingLines, nameCode, sentenceText } from "./markdown-text";
import { NOT_SHOWN, budgetText, changedText, isExceeded, noiseText } from "./words";

/** Something that is shown as a whole or left out. */
export interface Item {
  readonly place: "table" | "rules" | "budgets" | "stack";
  readonly stack: string;
  readonly severity: Severity;
  readonly lines: readonly string[];
}

/** How much lighter than its severity something weighs, by its place. */
const LIGHTER: Readonly<Record<Item["place"], number>> = { table: 0, budgets: 0, rules: 1, stack: 1.5 };

/** Bytes that the attributes of one resource may take, so that one resource does not push out the others. */
const ROOM_OF_DETAILS = 4000;

/**
 * Everything but the findings, in the order in which it is given up, last first: a reason counts one severity less than
 * what it explains, and a detail a little less still.
 */
export function reportItems({ stacks }: Report): readonly Item[] {
  const items = stacks.flatMap((stack) => [
    ...stack.changes.flatMap((change) => changeItems(stack.name, change)),
    ...stack.drift.flatMap((drift) => driftItems(stack.name, drift)),
    ...budgetItems(stack),
    ...stackItems(stack),
  ]);
  const reasons = findingRules(stacks.flatMap(({ findings }) => findings)).map(ruleItem);
  // Rows before details where both weigh the same; sorting keeps the worst-first order within.
  const itemRank = ({ severity, place }: Item): number => SEVERITIES.indexOf(severity) + LIGHTER[place];
  return [...items, ...reasons].sort((a, b) => itemRank(a) - itemRank(b));
}

/** What a rule holds, and why, as an entry of a list. */
export const ruleLine = ({ id, title, why }: RuleText): string =>
  `- ${nameCode(id)} **${sentenceText(title)}**: ${sentenceText(why)}`;

const ruleItem = (rule: RuleText): Item => ({
  place: "rules",
  stack: "",
  severity: rule.severity,
  lines: [ruleLine(rule)],
});

function changeItems(stack: string, change: ChangeReport): readonly Item[] {
  const { address, previousAddress, actions, severity, consequence, undo, paths, replacePaths } = change;
  const cells = [
    severityCell(severity),
    actions.join(", "),
    sentenceText(stack),
    nameCode(address),
    sentenceText(consequence),
    undo,
  ];
  const details = [
    ...(previousAddress === undefined ? [] : [`was ${nameCode(previousAddress)}`]),
    ...(replacePaths.length === 0 ? [] : [`replaced because of ${replacePaths.slice(0, 10).map(nameCode).join(", ")}`]),
    ...paths.map(pathItem),
  ];
  return [
    { place: "table", stack, severity, lines: [tableRow(cells)] },
    ...detailItems(stack, severity, `- ${nameCode(address)}`, details),
  ];
}

function driftItems(stack: string, drift: DriftReport): readonly Item[] {
  const { address, path, severity, consequence } = drift;
  const where = [nameCode(address), nameCode(path)].join(" ").trimEnd();
  const cells = [
    severityCell(severity),
    `drift: ${drift.class}`,
    sentenceText(stack),
    where,
    sentenceText(consequence),
    "",
  ];
  const details = path === "" ? [] : [pathItem(drift)];
  return [
    { place: "table", stack, severity, lines: [tableRow(cells)] },
    ...detailItems(stack, severity, `- ${nameCode(address)}, changed outside`, details),
  ];
}

const severityCell = (severity: Severity): string =>
  severity === "critical" || severity === "high" ? `**${severity}**` : severity;

/** `path before → after`, or `path changed` where the values may not be shown. */
function pathItem(change: PathReport): string {
  const { path, before, after } = change;
  const isShown = before !== undefined || after !== undefined;
  const value = (side: string | undefined): string => nameCode(side ?? NOT_SHOWN);
  return `${nameCode(path)} ${isShown ? `${value(before)} → ${value(after)}` : changedText(change)}`;
}

function detailItems(stack: string, severity: Severity, title: string, details: readonly string[]): readonly Item[] {
  if (details.length === 0) return [];
  const { lines, left } = fittingLines(details, ROOM_OF_DETAILS);
  const rest = left === 0 ? [] : [`and ${left} more`];
  return [{ place: "stack", stack, severity, lines: [title, ...[...lines, ...rest].map((line) => `  - ${line}`)] }];
}

const budgetItems = ({ name, budgets }: StackReport): readonly Item[] =>
  budgets.map((budget) => {
    // A text of others never begins a list item: it could be read as a heading or a list.
    const text = `budget of ${sentenceText(name)}: ${sentenceText(budgetText(budget))}`;
    return {
      place: "budgets",
      stack: name,
      severity: isExceeded(budget) ? "critical" : "medium",
      lines: [isExceeded(budget) ? `- **${text}**` : `- ${text}`],
    };
  });

function stackItems({ name, outputs, noise, digest }: StackReport): readonly Item[] {
  const text = noiseText(noise);
  const changed = outputs.map((output) => `${nameCode(output.name)} ${output.actions.join(", ")}`);
  return [
    ...detailItems(name, "low", `- ${countText(outputs.length, "output")}`, changed),
    ...[...(text === undefined ? [] : [text]), ...(digest === null ? [] : [`digest ${nameCode(digest)}`])].map(
      (line): Item => ({ place: "stack", stack: name, severity: "low", lines: [`- ${line}`] }),
    ),
  ];
}
