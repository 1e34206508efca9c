import { codeSpan, foldedLines, linesApart, tableLines } from "../../../report/markdown";
import { oneLine } from "../../../report/text";
import type { E2eReport } from "../report";
import { classTexts, failureTexts, summaryText, targetTexts } from "./words";

/** Failures that are shown; GitHub takes a mebibyte of summary, and nobody reads that far. */
const MOST_FAILURES = 100;

/** A report for a job's summary. */
export function e2eMarkdown(report: E2eReport): string {
  const { failures, transient, execution } = report;
  const left = failures.length - MOST_FAILURES;
  return [
    `### ${summaryText(report)}`,
    "",
    ...targetTexts(report).map((line) => `- ${line}`),
    ...(failures.length === 0 ? [] : [`- failed: ${classTexts(report).join(", ")}`]),
    `- [execution](${execution.link})`,
    ...linesApart(
      tableLines(
        ["Test", "What it was about", "Next"],
        failures.slice(0, MOST_FAILURES).map((failure) => failureTexts(failure).map(codeSpan)),
      ),
    ),
    ...(left > 0 ? ["", `${left} more failed; the report that is kept with the run names them.`] : []),
    ...linesApart(
      foldedLines(
        `${transient.length} passed when run again`,
        transient.map((test) => `- ${codeSpan(oneLine(test))}`),
      ),
    ),
  ].join("\n");
}
