import { oneLine } from "../../../report/text";
import { SYMPTOMS } from "../../symptoms";
import type { DeadRun } from "../dead-run";
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
  next,
}: TestFailure): readonly [string, string, string] => [
  oneLine(test),
  `${failureClass}, ${SYMPTOMS[symptom].title}: ${oneLine(said) || "nothing said"}`,
  `next: ${next}`,
];

/** How many failures are about what, and who is told: `2 test-dependencies (QA team)`. */
export const classTexts = ({ classes }: E2eReport): readonly string[] =>
  classes.map(({ name, count, team }) => `${count} ${name} (${team})`);

/** A run that died, its title first. */
export const deadRunTexts = ({ environment, reason, team }: DeadRun): readonly [string, string, string] => [
  `${environment}: the run of the end-to-end tests died, and nothing is known of its tests`,
  oneLine(reason),
  `next: read what the execution logged last, and tell ${team}`,
];
