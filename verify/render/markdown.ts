import type { CheckReport, Report } from "../report";
import { counted, failureLines, newsLines, recoveryText, singleLined, summaryText, trendText } from "./words";

const ENTITY: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A text as code: nothing in it is a table, a link or a mention. */
export const code = (text: string): string =>
  `<code>${text.replace(/[&<>|`*_~\\[\]$@#]/g, (character) => ENTITY[character] ?? `&#${character.charCodeAt(0)};`)}</code>`;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** With its title, where it has rows. */
export const table = (columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : ["", row(columns), row(columns.map(() => "---")), ...rows.map(row)];

/** Behind a line that unfolds it, where there is anything to unfold. */
export const folded = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", `<details><summary>${title}</summary>`, ...lines, "", "</details>"];

/** A report for a job's summary: failures and what could not be told at once, the rest behind a line. */
export function reportMarkdown(raw: Report): string {
  const report = singleLined(raw);
  const { checks, trends } = report;
  const of = (verdict: CheckReport["verdict"]): readonly CheckReport[] =>
    checks.filter((check) => check.verdict === verdict);
  const quiet = [...of("passed"), ...of("skipped")];
  return [
    `### ${summaryText(report)}`,
    ...newsLines(report).flatMap((line) => ["", code(line)]),
    ...of("failed").flatMap(failureBlock),
    ...table(
      ["Could not tell", "Why"],
      of("unknown").map(({ id, found }) => [code(id), code(found)]),
    ),
    ...folded(`${quiet.length} passed or skipped`, table(["Verdict", "Check", "Found", "Took"], quiet.map(quietRow))),
    ...folded(
      `Trends of ${counted(trends?.runs ?? 0, "run")}`,
      table(
        ["Check", "Trend"],
        (trends?.checks ?? []).map((trend) => [code(trend.id), code(trendText(trend))]),
      ),
    ),
  ].join("\n");
}

function failureBlock(check: CheckReport): readonly string[] {
  const { failure } = check;
  const [kind = "", expected = "", next = ""] = failureLines(check);
  return [
    "",
    `**${code(check.id)}** ${code(check.found)}`,
    "",
    ...[kind, expected, next].map((line) => `- ${code(line)}`),
    ...(failure ? [`- [runbook](${failure.runbook})`] : []),
  ];
}

const quietRow = (check: CheckReport): readonly string[] => [
  recoveryText(check) === undefined ? check.verdict : "passed on a retry",
  code(check.id),
  code(recoveryText(check) ?? check.found),
  check.verdict === "skipped" ? "" : `${check.milliseconds} ms`,
];
