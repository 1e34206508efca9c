import { DELETION_PROTECTIONS } from "../google/deletion-protection";
import { valueAtPath } from "../policy/core/path";
import type { Change } from "./change";

/** Whether what exists may not be deleted. */
export const isProtected = ({ before }: Pick<Change, "before">): boolean =>
  DELETION_PROTECTIONS.some((path) => valueAtPath(before, path) === true);

/** Whether a change replaces something only because it is tainted, and the protection will refuse that. */
export const isStuck = (change: Pick<Change, "before" | "reason">): boolean =>
  change.reason === "replace_because_tainted" && isProtected(change);
