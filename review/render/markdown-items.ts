import type { Severity } from "../../policy/core/rule";
import type { ChangeReport, DriftReport, PathReport, Report, StackReport } from "../report";
import { code, fitting, prose, row } from "./markdown-text";
import { NOT_SHOWN, SEVERITIES, budgetText, changedText, counted, isExceeded, noiseText } from "./words";

/** Something that is shown as a whole or left out. */
export interface Item {
  readonly place: "table" | "budgets" | "stack";
  readonly stack: string;
  readonly severity: Severity;
  readonly lines: readonly string[];
}

/** Bytes that the attributes of one resource may take, lest one resource push out the others. */
const ROOM_OF_DETAILS = 4000;

/** Everything but the findings, in the order in which it is given up, last first: a detail counts one severity less. */
export function itemsOf({ stacks }: Report): readonly Item[] {
  const items = stacks.flatMap((stack) => [
    ...stack.changes.flatMap((change) => changeItems(stack.name, change)),
    ...stack.drift.flatMap((drift) => driftItems(stack.name, drift)),
    ...budgetItems(stack),
    ...stackItems(stack),
  ]);
  // Rows before details where both weigh the same; sorting keeps the worst-first order within.
  const rank = ({ severity, place }: Item): number => SEVERITIES.indexOf(severity) + (place === "stack" ? 1.5 : 0);
  return items.sort((a, b) => rank(a) - rank(b));
}

function changeItems(stack: string, change: ChangeReport): readonly Item[] {
  const { address, previousAddress, actions, severity, consequence, undo, paths, replacePaths } = change;
  const cells = [severityCell(severity), actions.join(", "), prose(stack), code(address), prose(consequence), undo];
  const details = [
    ...(previousAddress === undefined ? [] : [`was ${code(previousAddress)}`]),
    ...(replacePaths.length === 0 ? [] : [`replaced because of ${replacePaths.slice(0, 10).map(code).join(", ")}`]),
    ...paths.map(pathItem),
  ];
  return [
    { place: "table", stack, severity, lines: [row(cells)] },
    ...detailItems(stack, severity, `- ${code(address)}`, details),
  ];
}

function driftItems(stack: string, drift: DriftReport): readonly Item[] {
  const { address, path, severity, consequence } = drift;
  const where = [code(address), code(path)].join(" ").trimEnd();
  const cells = [severityCell(severity), `drift: ${drift.class}`, prose(stack), where, prose(consequence), ""];
  const details = path === "" ? [] : [pathItem(drift)];
  return [
    { place: "table", stack, severity, lines: [row(cells)] },
    ...detailItems(stack, severity, `- ${code(address)}, changed outside`, details),
  ];
}

const severityCell = (severity: Severity): string =>
  severity === "critical" || severity === "high" ? `**${severity}**` : severity;

/** Values stand apart from the arrow; without values it is the word alone. */
function pathItem(change: PathReport): string {
  const { path, before, after } = change;
  const isShown = before !== undefined || after !== undefined;
  const value = (side: string | undefined): string => code(side ?? NOT_SHOWN);
  return `${code(path)} ${isShown ? `${value(before)} → ${value(after)}` : changedText(change)}`;
}

function detailItems(stack: string, severity: Severity, title: string, details: readonly string[]): readonly Item[] {
  if (details.length === 0) return [];
  const { lines, left } = fitting(details, ROOM_OF_DETAILS);
  const rest = left === 0 ? [] : [`and ${left} more`];
  return [{ place: "stack", stack, severity, lines: [title, ...[...lines, ...rest].map((line) => `  - ${line}`)] }];
}

const budgetItems = ({ name, budgets }: StackReport): readonly Item[] =>
  budgets.map((budget) => {
    // A text of others never begins a list item: it could be read as a heading or a list.
    const text = `budget of ${prose(name)}: ${prose(budgetText(budget))}`;
    return {
      place: "budgets",
      stack: name,
      severity: isExceeded(budget) ? "critical" : "medium",
      lines: [isExceeded(budget) ? `- **${text}**` : `- ${text}`],
    };
  });

function stackItems({ name, outputs, noise, digest }: StackReport): readonly Item[] {
  const text = noiseText(noise);
  const changed = outputs.map((output) => `${code(output.name)} ${output.actions.join(", ")}`);
  return [
    ...detailItems(name, "low", `- ${counted(outputs.length, "output")}`, changed),
    ...[...(text === undefined ? [] : [text]), ...(digest === null ? [] : [`digest ${code(digest)}`])].map(
      (line): Item => ({ place: "stack", stack: name, severity: "low", lines: [`- ${line}`] }),
    ),
  ];
}
