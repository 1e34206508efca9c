import type { Finding } from "../../policy/core/finding";
import { countText } from "../../report/text";
import type { DriftClass } from "../drift";
import type { BudgetReport, PathReport } from "../report";

/** What people make of an outside change, by class; in the order in which they should look. */
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

/** For a stack whose plan is not complete. */
export const ERRORED = "Terraform stopped half-way: there may be more than is listed";

/** A side without a value: it may not be printed, or nobody knows it yet. */
export const NOT_SHOWN = "(not shown)";

/** `3 → 10`, or just `changed` where the values may not be shown. */
export const changedText = ({ before, after }: PathReport): string =>
  before === undefined && after === undefined ? "changed" : `${before ?? NOT_SHOWN} → ${after ?? NOT_SHOWN}`;

/** `template[0].timeout: 3600s → 60s`. */
export const pathLine = (change: PathReport): string => `${change.path}: ${changedText(change)}`;

/** Counted in one line, because a detector that always alarms is none; undefined where there is nothing to count. */
export const noiseText = (noise: number): string | undefined =>
  noise === 0 ? undefined : `${countText(noise, "attribute")} changed by Google itself, not shown`;

/** `violation` goes without saying. */
export const statusMark = ({ status }: Finding): string => (status === "violation" ? "" : ` (${status})`);

type Sides = NonNullable<BudgetReport["after"]>;

/** `database connections 395 → 425 of 400, 25 too many`. */
export function budgetText({ name, before, after }: BudgetReport): string {
  if (!after) return `${name} ${before ? usage(before) : "not known"} → not known`;
  return `${name} ${beforeText(before, after)}${usage(after)}, ${headroomText(after)}`;
}

const usage = ({ demand, supply }: Sides): string => `${demand} of ${supply}`;

function beforeText(before: Sides | undefined, after: Sides): string {
  if (!before) return "not known → ";
  if (before.supply !== after.supply) return `${usage(before)} → `;
  return before.demand === after.demand ? "" : `${before.demand} → `;
}

function headroomText({ demand, supply }: Sides): string {
  if (demand > supply) return `${demand - supply} too many`;
  return demand === supply ? "none left" : `${supply - demand} left`;
}

/** Whether it does not fit after the change. */
export const isExceeded = ({ after }: BudgetReport): boolean => after !== undefined && after.demand > after.supply;
