import type { PlanJson } from "../../policy/core/plan";
import { countText } from "../../report/text";
import type { Report, StackReport } from "../../review/report";
import { isRefusal } from "../../review/stuck-findings";
import { CouldNotTell, Refused, printLine, today } from "./command";
import { planStacks } from "./plans";
import { reviewAll, stoppedStacks } from "./review-context";
import type { Workplace } from "./run";

/** Changes that a refusal lists; the review has them all. */
const MOST_CHANGES = 20;

/** The reviewed plans, made again, and what they do. */
export interface RemadeReview {
  readonly known: ReadonlyMap<string, StackReport>;
  readonly plans: ReadonlyMap<string, PlanJson>;
}

/** Every digest that a review prints: an HMAC of SHA-256, in hexadecimal digits. */
const DIGEST = /^[0-9a-f]{64}$/;

/** Asks for the form of a digest, before anything is planned. @throws CouldNotTell for another form */
export function assertDigestForm(digest: string): void {
  if (!DIGEST.test(digest)) {
    throw new CouldNotTell(
      `--digest: ${countText(digest.length, "character")} found, 64 of 0-9 and a-f allowed; it is the last line of a review`,
    );
  }
}

/** A digest says that plans differ and not where: whoever reads this has the reviewed ones at hand. */
function printChanges({ stacks }: Report): void {
  const changes = stacks.flatMap(({ name, changes: own }) =>
    own.map(({ actions, address }) => `${name}: planned now: ${actions.join(", ")} ${address}`),
  );
  for (const line of changes.slice(0, MOST_CHANGES)) printLine(line);
  if (changes.length > MOST_CHANGES) printLine(`and ${countText(changes.length - MOST_CHANGES, "more change")}`);
  if (changes.length === 0) printLine("planned now: nothing changes");
}

/**
 * Makes the reviewed plans again, without a lock; the digest says whether they are the same.
 *
 * @param names - stacks, in order
 * @param isWhole - whether a stack that cannot be planned leaves nothing to compare; a first deploy goes on without it
 * @throws Refused where they are others, after a line for each change that is planned now
 * @throws CouldNotTell where a plan is wanted and is not to be had, or is half of one
 */
export async function remakeReview(
  workplace: Workplace,
  names: readonly string[],
  digest: string,
  isWhole: boolean,
): Promise<RemadeReview> {
  const { inputs, problems } = await planStacks(workplace, names);
  const report = reviewAll(inputs, today(), workplace.stacks);
  const untold = isWhole ? [...problems, ...stoppedStacks(report)] : [];
  if (untold.length > 0) throw new CouldNotTell(untold.join("\n"));
  for (const problem of problems) printLine(problem);
  if (report.digest !== digest) {
    printChanges(report);
    throw new Refused(
      `the plans differ from what was reviewed (${report.summary}); review again with ./netra review --environment`,
    );
  }
  return {
    known: new Map(report.stacks.map((stack) => [stack.name, stack])),
    plans: new Map(inputs.map(({ name, plan }) => [name, plan])),
  };
}

/** Refuses before anything is applied where the review knows that an apply will fail. */
export function refuseStuck(reports: Iterable<StackReport>): void {
  const stuck = [...reports].flatMap(({ name, findings }) =>
    findings
      .filter(({ rule, stack }) => isRefusal(rule) && stack === name)
      .map(({ address, message }) => `${name}: ${address}: ${message}`),
  );
  if (stuck.length > 0) throw new Refused(stuck.join("\n"));
}
