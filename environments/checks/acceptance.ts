import { problemUnless, type Problem } from "./problem";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A finding that is accepted for a while. */
interface Acceptance {
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
}

/** Whether a text is a day, YYYY-MM-DD. Days are compared as texts, and "never" would come after all of them. */
export function isDay(text: string): boolean {
  const time = DAY.test(text) ? Date.parse(text) : Number.NaN;
  // The 30th of February parses, as a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Problems of a waiver or of an entry of the drift ledger: both need an owner, a reason and a last day. */
export const acceptanceProblems = ({ owner, reason, expires }: Acceptance, path: string): Problem[] => [
  ...problemUnless(owner.trim() !== "", `${path}.owner`, "empty; name the team that answers for it"),
  ...problemUnless(reason.trim() !== "", `${path}.reason`, "empty; say why it is accepted"),
  ...problemUnless(isDay(expires), `${path}.expires`, `"${expires}" found, a day YYYY-MM-DD allowed`),
];
