import { PAINT } from "../../report/colour";
import { indentLines } from "../../report/text";
import type { ExplainedRow, ExplainedRule, ExplainedValue } from "./explained-value";

/** A question with its answers, or a word for none. */
const answerLines = (question: string, answers: readonly string[], none = "none"): readonly string[] => [
  `${question}:`,
  ...indentLines(4, answers.length > 0 ? answers : [none]),
];

const rowLines = ({ name, type, path, value, reason, source, ...row }: ExplainedRow): readonly string[] => [
  `${name} = ${value} (Google's default: ${row.default ?? "not known"}): ${reason}`,
  `    ${path} of ${type}`,
  `    ${source}`,
];

const ruleLines = ({ id, severity, title, why, break: found }: ExplainedRule): readonly string[] => [
  `${id} (${severity}): ${title}. ${why}`,
  ...(found
    ? [`    broken by ${found.path} of ${found.address}: ${found.message.replace(`${found.path}: `, "")}`]
    : []),
];

const reasonLines = ({ rows }: ExplainedValue): readonly string[] =>
  rows.length > 0 ? rows.flatMap(rowLines) : ["that of its rules, below: google/hardened has no row for it"];

/** The lines of a value below its heading. */
const bodyLines = (value: ExplainedValue): readonly string[] => [
  ...Object.entries(value.declared).map(([environment, text]) => `${environment.padEnd(10)} ${text}`),
  ...(value.acts === "" ? [] : [`acts: ${value.acts}`]),
  ...answerLines("reason", reasonLines(value)),
  ...answerLines("rules", value.rules.flatMap(ruleLines)),
  ...answerLines(
    "guard, which breaks it once for each of these rules",
    value.guards.map(({ file, pattern }) => `npx jest ${file} -t '${pattern}'`),
  ),
  ...answerLines("runbook", value.runbook),
  ...answerLines(
    "consequence of a change, by examples, as ./netra review says it of production",
    value.consequences.map(({ path, severity, text, undo }) => `${path} (${severity}; undo: ${undo}): ${text}`),
    "none for the arguments that it is read from",
  ),
  ...answerLines(
    "live check, ./netra verify --environment NAME --only ID",
    value.checks.map(({ id, area, title }) => `${id} (area ${area}): ${title}`),
  ),
];

/** The heading of a value; a title that begins with the id does not repeat it. */
const headingText = ({ id, title }: ExplainedValue): string =>
  title.startsWith(`${id}: `) ? `${PAINT.strong(id)}: ${title.slice(id.length + 2)}` : `${PAINT.strong(id)}: ${title}`;

/** A hardened value for people, question by question. */
export const explainedValueLines = (value: ExplainedValue): readonly string[] => [
  headingText(value),
  ...indentLines(4, bodyLines(value)),
];

/** Hardened values that one word names. */
export const explainedValuesText = (values: readonly ExplainedValue[]): string =>
  values.map((value) => explainedValueLines(value).join("\n")).join("\n\n");
