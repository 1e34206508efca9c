import { isOpen, type Finding } from "../../policy/core/finding";
import { SEVERITIES } from "../../report/severity";
import { countText } from "../../report/text";
import type { DriftClass } from "../drift";
import { NOT_SET } from "../printable";
import type { BudgetReport, PathReport, StackReport } from "../report";

/** What each class of outside change means, in the order in which people should look at them. */
export const DRIFT_MEANING: Readonly<Record<DriftClass, string>> = {
  "deleted outside": "deleted outside: applying makes a new one",
  reverted: "changed outside: applying takes it back",
  overwritten: "changed outside: applying replaces it by something new",
  "accepted silently": "changed outside: it stays, and no plan will show it again",
  "accepted in the ledger": "changed outside: accepted for a while",
  ignored: "changed outside: another owner's field",
  adopted: "changed outside: the code now says the same",
  "code not applied yet": "not changed outside: the code is ahead",
  noise: "changed by Google itself",
};

const ERRORED = "Terraform stopped half-way: there may be more than is listed";

const PARTIAL =
  "the plan is partial: it was limited to targets, or puts something off; what it leaves out is not judged";

/** Why a stack's plan is not the whole truth; undefined where it is. */
export function incompleteText({ errored, partial }: Pick<StackReport, "errored" | "partial">): string | undefined {
  if (errored) return ERRORED;
  return partial ? PARTIAL : undefined;
}

/** A side without a value: it may not be printed, or nobody knows it yet. */
export const NOT_SHOWN = "(not shown)";

/** What is said beside an attribute that waits for a deploy already, on a resource that this change touches too; "" otherwise. */
export const pendingMark = ({ isPending }: PathReport): string => (isPending ? " (pending from before)" : "");

/** `3 → 10`; where neither value may be shown, what happens to it: `changed`, `set` or `taken away`. */
export const changedText = (change: PathReport): string => `${sidesText(change)}${pendingMark(change)}`;

function sidesText({ before, after }: PathReport): string {
  if (before === undefined && after === undefined) return "changed";
  if (before === NOT_SET && after === undefined) return "set";
  if (before === undefined && after === NOT_SET) return "taken away";
  return `${before ?? NOT_SHOWN} → ${after ?? NOT_SHOWN}`;
}

/** Whether a value of a change is shown. */
export const hasShownValue = ({ before, after }: PathReport): boolean =>
  [before, after].some((side) => side !== undefined && side !== NOT_SET);

/** `template[0].timeout: 3600s → 60s`. */
export const pathLine = (change: PathReport): string => `${change.path}: ${changedText(change)}`;

/** How many attributes Google changed by itself; undefined where there are none. Listed, they would hide what matters. */
export const noiseText = (noise: number): string | undefined =>
  noise === 0 ? undefined : `${countText(noise, "attribute")} changed by Google itself, not shown`;

/** The status of a finding in brackets; "" for a violation, which most are. */
export const statusMark = ({ status }: Finding): string => (status === "violation" ? "" : ` (${status})`);

type Sides = NonNullable<BudgetReport["after"]>;

/** `database connections 395 → 425 of 400, 25 too many`. */
export function budgetText({ name, before, after }: BudgetReport): string {
  if (!after) return `${name} ${before ? usageText(before) : "not known"} → not known`;
  return `${name} ${beforeText(before, after)}${usageText(after)}, ${headroomText(after)}`;
}

const usageText = ({ demand, supply }: Sides): string => `${demand} of ${supply}`;

function beforeText(before: Sides | undefined, after: Sides): string {
  if (!before) return "not known → ";
  if (before.supply !== after.supply) return `${usageText(before)} → `;
  return before.demand === after.demand ? "" : `${before.demand} → `;
}

function headroomText({ demand, supply }: Sides): string {
  if (demand > supply) return `${demand - supply} too many`;
  return demand === supply ? "none left" : `${supply - demand} left`;
}

/** Whether demand is above supply after the change. */
export const isExceeded = ({ after }: BudgetReport): boolean => after !== undefined && after.demand > after.supply;

/** Whether a budget is worth a word: it changes, or is exceeded. */
export const isNews = (budget: BudgetReport): boolean =>
  isExceeded(budget) ||
  budget.before?.demand !== budget.after?.demand ||
  budget.before?.supply !== budget.after?.supply;

/** How many findings were there before, in one line; none where there are none. */
export function earlierLines(earlier: readonly Finding[]): readonly string[] {
  const open = earlier.filter(isOpen);
  if (open.length === 0) return [];
  const counts = SEVERITIES.flatMap((severity) => {
    const count = open.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const verb = open.length === 1 ? "was" : "were";
  return [
    `${countText(open.length, "finding")} ${verb} so before, on what this plan does not touch (${counts.join(", ")}); --all lists them`,
  ];
}
