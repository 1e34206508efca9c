import { codeSpan, foldedLines, linesApart, tableLines } from "../../report/markdown";
import { countText, oneLineTexts } from "../../report/text";
import type { CheckReport, Report } from "../report";
import { criterionText, failureLines, newsLines, recoveryText, summaryText, trendText } from "./words";

/** A report for a job's summary: failures and checks without an answer are shown, the rest is folded. */
export function reportMarkdown(raw: Report): string {
  const report = oneLineTexts(raw);
  const { checks, trends } = report;
  const of = (verdict: CheckReport["verdict"]): readonly CheckReport[] =>
    checks.filter((check) => check.verdict === verdict);
  const quiet = [...of("passed"), ...of("skipped")];
  return [
    `### ${summaryText(report)}`,
    ...newsLines(report).flatMap((line) => ["", codeSpan(line)]),
    ...of("failed").flatMap(failureBlock),
    ...linesApart(
      tableLines(
        ["Could not tell", "Why"],
        of("unknown").map(({ id, found }) => [codeSpan(id), codeSpan(found)]),
      ),
    ),
    ...linesApart(
      foldedLines(
        `${quiet.length} passed or skipped`,
        tableLines(["Verdict", "Check", "Found", "Took"], quiet.map(quietCells)),
      ),
    ),
    ...linesApart(
      foldedLines(
        `Trends of ${countText(trends?.runs ?? 0, "run")}`,
        tableLines(
          ["Check", "Trend"],
          (trends?.checks ?? []).map((trend) => [codeSpan(trend.id), codeSpan(trendText(trend))]),
        ),
      ),
    ),
    ...linesApart(
      foldedLines(
        "Last values of the plan's criteria",
        (trends?.criteria ?? []).map((criterion) => `- ${codeSpan(criterionText(criterion, report))}`),
      ),
    ),
  ].join("\n");
}

function failureBlock(check: CheckReport): readonly string[] {
  const { failure } = check;
  const [kind = "", expected = "", next = ""] = failureLines(check);
  return [
    "",
    `**${codeSpan(check.id)}** ${codeSpan(check.found)}`,
    "",
    ...[kind, expected, next].map((line) => `- ${codeSpan(line)}`),
    ...(failure ? [`- [runbook](${failure.runbook})`] : []),
  ];
}

const quietCells = (check: CheckReport): readonly string[] => [
  recoveryText(check) === undefined ? check.verdict : "passed on a retry",
  codeSpan(check.id),
  codeSpan(recoveryText(check) ?? check.found),
  check.verdict === "skipped" ? "" : `${check.milliseconds} ms`,
];
