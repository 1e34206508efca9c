import { countText, firstOf } from "../../report/text";
import type { ApplyOutcome, Fate } from "./apply-progress";
import { isInterrupted } from "./interruption";
import type { TerraformFailed } from "./terraform-failed";

/** Addresses that are named one by one; the rest is counted. */
const MOST_NAMED = 30;

const FATES: Readonly<Record<Fate, string>> = {
  failed: "failed",
  "under way": "was under way when Terraform ended: see whether Google has it",
  "not begun": "not begun",
};

/** Words of a command that goes through stacks one by one. */
export interface StandingWords {
  /** What has become of a change, and of a stack with all of them. */
  readonly done: string;
  /** What goes on with it, after the cause is corrected. */
  readonly advice: string;
}

/** Words of a deploy. */
export const DEPLOY_WORDS: StandingWords = {
  done: "applied",
  advice: "review again and deploy with the new digest; what is applied stays",
};

/** What is done within a stack, and of the rest what became of it. */
function stackLines(
  done: string,
  stack: string,
  { total, applied, left, unsaved, isCut }: ApplyOutcome,
): readonly string[] {
  const count = `${applied} of ${countText(total, "change")} ${applied === 1 ? "is" : "are"} ${done}`;
  if (isCut) {
    return [
      `${stack}: at least ${count}`,
      `${stack}: what became of the others could not be written down; is the disk full? The next review shows what is left`,
    ];
  }
  const leftTexts = left.map(({ address, fate }) => `${address} (${FATES[fate]})`);
  return [`${stack}: ${count}`, ...named(`${stack}: not ${done}`, leftTexts), ...unsavedLines(stack, unsaved)];
}

/** One line each, and one for those that are too many. */
const named = (title: string, texts: readonly string[]): readonly string[] =>
  firstOf(texts, MOST_NAMED).map((text) => `${title}: ${text}`);

/** A killed Terraform has not written down what it made last. */
const unsavedLines = (stack: string, unsaved: readonly string[]): readonly string[] =>
  unsaved.length === 0
    ? []
    : [
        `${stack}: Terraform was killed, so what it made last may be missing in its state`,
        ...named(`${stack}: perhaps not in the state`, unsaved),
        `${stack}: what the next review creates although Google has it is taken into the state first; ./netra adopt prints how`,
      ];

const listText = (title: string, stacks: readonly string[]): string => `${title}: ${stacks.join(", ") || "nothing"}`;

/**
 * Where a command stands that did not come to its end, and how it goes on.
 *
 * @param stacks - the names of all, in order, and of those that are done as a whole
 * @param failed - what ended it, where that was a call of Terraform
 */
export function standingText(
  { names, finished }: { readonly names: readonly string[]; readonly finished: readonly string[] },
  failed: TerraformFailed | undefined,
  { done, advice }: StandingWords,
): readonly string[] {
  const { stackName: stack = "", outcome } = failed ?? {};
  const inPart = outcome !== undefined && (outcome.applied > 0 || outcome.isCut) ? [stack] : [];
  const others = names.filter((name) => !finished.includes(name) && !inPart.includes(name));
  return [
    ...(outcome === undefined ? [] : stackLines(done, stack, outcome)),
    [
      listText(done, finished),
      ...(inPart.length > 0 ? [listText("in part", inPart)] : []),
      listText(`not ${done}`, others),
    ].join("; "),
    `to go on: ${isInterrupted() ? "" : "correct the cause, "}${advice}`,
  ];
}
