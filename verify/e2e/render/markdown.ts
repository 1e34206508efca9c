import { code, folded, table } from "../../render/markdown";
import { oneLine } from "../../render/words";
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
    ...table(
      ["Test", "What it was about", "Next"],
      failures.slice(0, MOST_FAILURES).map((failure) => failureTexts(failure).map(code)),
    ),
    ...(left > 0 ? ["", `${left} more failed; the report that is kept with the run names them.`] : []),
    ...folded(
      `${transient.length} passed when run again`,
      transient.flatMap((test) => ["", `- ${code(oneLine(test))}`]),
    ),
  ].join("\n");
}
