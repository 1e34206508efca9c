import { isAtLeast } from "../report/severity";
import type { ChangeReport, StackReport } from "./report";

/** What a plan does beyond what was reviewed. */
export interface ReviewDifference {
  /** Changes that were not reviewed, do something else, or are more severe: an apply must not make them. */
  readonly worse: readonly string[];
  /** Reviewed changes that are no longer needed. */
  readonly gone: readonly string[];
}

const changeText = ({ actions, address, severity }: ChangeReport): string =>
  `${actions.join(", ")} ${address} (${severity})`;

const pathsOf = ({ paths }: ChangeReport): ReadonlySet<string> => new Set(paths.map(({ path }) => path));

/** Whether a change stays within the reviewed one: no other action, no other attribute, not more severe. */
function isCovered(change: ChangeReport, reviewed: ChangeReport | undefined): boolean {
  if (!reviewed) return false;
  const known = pathsOf(reviewed);
  const isSame = change.actions.every((action) => reviewed.actions.includes(action));
  return (
    isSame && isAtLeast(reviewed.severity, change.severity) && [...pathsOf(change)].every((path) => known.has(path))
  );
}

/**
 * Compares a stack's plan with the reviewed one, where their digests differ. Fewer changes than were reviewed are fine,
 * more are not. Another value at a reviewed attribute counts as more, because nobody has reviewed it.
 */
export function compareStackReports(reviewed: StackReport, now: StackReport): ReviewDifference {
  const before = new Map(reviewed.changes.map((change) => [change.address, change]));
  const after = new Set(now.changes.map(({ address }) => address));
  const beyond = now.changes.filter((change) => !isCovered(change, before.get(change.address))).map(changeText);
  const gone = reviewed.changes.filter(({ address }) => !after.has(address)).map(changeText);
  const isOnlyLess = beyond.length === 0 && now.changes.length < reviewed.changes.length;
  const others = beyond.length === 0 && !isOnlyLess ? ["the same attributes get other values than were reviewed"] : [];
  return { worse: [...beyond, ...others], gone };
}
