import { countText } from "../../report/text";
import type { ApplyOutcome, Fate } from "./apply-progress";
import type { TerraformFailed } from "./terraform-failed";

/** Addresses that are named one by one; the rest is counted. */
const MOST_NAMED = 30;

const FATES: Readonly<Record<Fate, string>> = {
  failed: "failed",
  "under way": "was under way when Terraform ended: see whether Google has it",
  "not begun": "not begun",
};

/** What is applied within a stack, and of the rest what became of it. */
function stackLines(stack: string, { total, applied, left }: ApplyOutcome): readonly string[] {
  const rest = left.length - MOST_NAMED;
  return [
    `${stack}: ${applied} of ${countText(total, "change")} ${applied === 1 ? "is" : "are"} applied`,
    ...left.slice(0, MOST_NAMED).map(({ address, fate }) => `${stack}: not applied: ${address} (${FATES[fate]})`),
    ...(rest > 0 ? [`${stack}: not applied: ${rest} more`] : []),
  ];
}

const listText = (title: string, stacks: readonly string[]): string => `${title}: ${stacks.join(", ") || "nothing"}`;

/**
 * Where a deploy stands that did not come to its end, and how it goes on.
 *
 * @param stacks - the names of all, in order, and of those that are applied as a whole
 * @param failed - what ended it, where that was a call of Terraform
 */
export function standingText(
  { names, applied }: { readonly names: readonly string[]; readonly applied: readonly string[] },
  failed: TerraformFailed | undefined,
): readonly string[] {
  const { stackName: stack = "", outcome } = failed ?? {};
  const inPart = outcome !== undefined && outcome.applied > 0 ? [stack] : [];
  const others = names.filter((name) => !applied.includes(name) && !inPart.includes(name));
  return [
    ...(outcome === undefined ? [] : stackLines(stack, outcome)),
    [
      listText("applied", applied),
      ...(inPart.length > 0 ? [listText("in part", inPart)] : []),
      listText("not applied", others),
    ].join("; "),
    "to go on: correct the cause, review again and deploy with the new digest; what is applied stays",
  ];
}
