import { isOpen } from "../../policy/core/finding";
import { severestOf, type Severity } from "../../report/severity";
import { countText } from "../../report/text";
import { entriesOf, type Entry } from "../outline/entries";
import type { StackReport } from "../report";

/** What a report says of what is not of this change of the code. */
export interface PendingWords {
  /** `3 pending from before (worst high)`, for the line of counts; undefined where nothing is. */
  readonly count: string | undefined;
  readonly title: string;
  /** Worst first. */
  readonly entries: readonly Entry[];
}

/** What was pending before this change, of all stacks. */
export function pendingWords(stacks: readonly StackReport[]): PendingWords {
  const waiting = stacks.flatMap((stack) => (stack.pending ? [{ ...stack, ...stack.pending }] : []));
  const items: readonly { readonly severity: Severity }[] = waiting.flatMap(({ changes, drift, findings }) => [
    ...changes,
    ...drift,
    ...findings.filter(isOpen),
  ]);
  const worst = severestOf(items);
  const count = worst && `${items.length} pending from before (worst ${worst})`;
  const changes = waiting.reduce((sum, stack) => sum + stack.changes.length, 0);
  return {
    count,
    title: `Pending from before, not of this change: ${countText(changes, "change")}; the next deploy applies them too, --all counts them`,
    entries: items.length === 0 ? [] : entriesOf(waiting),
  };
}

/** Above what the code changes and the plan leaves. */
export const UNPLANNED_TITLE =
  "Changed by the code, not in the plan: applied already, the same value in other words, or hidden by the provider";

/** What the code changes and the plan leaves, as `action`, address and stack. */
export const unplannedPlaces = (
  stacks: readonly StackReport[],
): readonly { readonly actions: string; readonly address: string; readonly stack: string }[] =>
  stacks.flatMap(({ name, unplanned = [] }) =>
    unplanned.map(({ address, actions }) => ({ actions: actions.join(", "), address, stack: name })),
  );
