import { oneLine } from "../../../report/text";
import { SYMPTOMS } from "../../symptoms";
import type { E2eReport, TestFailure } from "../report";

/** `staging passed: 40 passed (1 when run again), 2 skipped, in 85 s`. */
export function summaryText({ environment, passed, failed, skipped, transient, execution }: E2eReport): string {
  const counts = [
    `${passed} passed${transient.length === 0 ? "" : ` (${transient.length} when run again)`}`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return `${environment} ${failed === 0 ? "passed" : "failed"} its end-to-end tests: ${counts.join(", ")}, in ${execution.seconds.toFixed(0)} s`;
}

/** `success above 95 %: 100.0 %, met`. */
export const targetTexts = ({ targets }: E2eReport): readonly string[] =>
  targets.map(({ title, found, isMet }) => `${title}: ${found}, ${isMet ? "met" : "missed"}`);

/** A failure as two lines of somebody else's text, each on one line, and the next step. */
export const failureTexts = ({
  test,
  symptom,
  class: failureClass,
  said,
}: TestFailure): readonly [string, string, string] => [
  oneLine(test),
  `${failureClass}, ${SYMPTOMS[symptom].title}: ${oneLine(said) || "nothing said"}`,
  `next: ${SYMPTOMS[symptom].next}`,
];

/** How many failures are about what, the most first. */
export function classTexts({ failures }: E2eReport): readonly string[] {
  const counts = new Map<string, number>();
  for (const failure of failures) counts.set(failure.class, (counts.get(failure.class) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${count} ${name}`);
}
