import { DELETION_PROTECTIONS, PREVENTED } from "../google/deletion-protection";
import { valueAtPath } from "../policy/core/path";
import { isRemoval, type Change } from "./change";

/** Whether what exists may not be deleted. */
export const isProtected = ({ before }: Pick<Change, "before">): boolean =>
  DELETION_PROTECTIONS.some((path) => valueAtPath(before, path) === true);

/** Whether a change replaces something only because it is tainted, and the protection will refuse that. */
export const isStuck = (change: Pick<Change, "before" | "reason">): boolean =>
  change.reason === "replace_because_tainted" && isProtected(change);

/** Whether a change deletes or replaces what its `deletion_policy` in the state keeps from that: the apply will stop there. */
export const isPrevented = (change: Pick<Change, "actions" | "before" | "deposed">): boolean =>
  change.deposed === undefined && isRemoval(change) && valueAtPath(change.before, PREVENTED.path) === PREVENTED.value;
