import type { Check } from "./check";
import { GRACE_SECONDS, type CheckEngine } from "./run";
import { LONGEST_ASKED_SECONDS } from "./waits";

const SECONDS_OF_A_MINUTE = 60;

/** Longest time of a check: every attempt takes its whole time, and every answer asks for the longest wait. */
const longestSeconds = ({ attempts, deadlineSeconds }: Pick<Check, "attempts" | "deadlineSeconds">): number =>
  attempts * (deadlineSeconds + GRACE_SECONDS) + (attempts - 1) * LONGEST_ASKED_SECONDS;

/**
 * Minutes within which a run ends, whatever answers: work in order on several places takes no longer than its sum shared
 * among them, and the longest piece that may be begun last.
 */
export function longestRunMinutes(
  checks: readonly Pick<Check, "attempts" | "deadlineSeconds">[],
  { parallel, mostSeconds = Infinity }: Pick<CheckEngine, "parallel" | "mostSeconds">,
): number {
  const each = checks.map(longestSeconds);
  const sum = each.reduce((total, seconds) => total + seconds, 0);
  const inOrder = sum / parallel + Math.max(0, ...each) * (1 - 1 / parallel);
  const lastBegun = mostSeconds + Math.max(0, ...checks.map(({ deadlineSeconds }) => deadlineSeconds + GRACE_SECONDS));
  return Math.ceil(Math.min(inOrder, lastBegun) / SECONDS_OF_A_MINUTE);
}
