import { PAINT } from "../../../report/colour";
import { oneLine } from "../../../report/text";
import type { E2eReport } from "../report";
import { classTexts, failureTexts, summaryText, targetTexts } from "./words";

/** A report for a terminal. */
export function e2eText(report: E2eReport): string {
  const { failures, transient, execution } = report;
  return [
    (failures.length === 0 ? PAINT.good : PAINT.bad)(summaryText(report)),
    ...targetTexts(report).map((line) => `  ${line}`),
    ...(failures.length === 0 ? [] : ["", `Failed: ${classTexts(report).join(", ")}`]),
    ...failures.flatMap((failure) => {
      const [test, said, next] = failureTexts(failure);
      return [`  ${PAINT.strong(test)}`, `    ${said}`, `    ${next}`];
    }),
    ...(transient.length === 0 ? [] : ["", "Passed when run again:"]),
    ...transient.map((test) => `  ${oneLine(test)}`),
    "",
    PAINT.quiet(execution.link),
  ].join("\n");
}
