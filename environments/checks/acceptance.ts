import { unless, type Problem } from "./problem";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Something that is wrong and accepted for a while. */
interface Acceptance {
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
}

/** Whether a text is a day, YYYY-MM-DD. Days are compared as texts, so that "never" would outlast every one of them. */
export function isDay(text: string): boolean {
  const time = DAY.test(text) ? Date.parse(text) : Number.NaN;
  // The 30th of February parses, as a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What a waiver and an entry of the drift ledger both owe: whose it is, why, and a last day. */
export const acceptanceProblems = ({ owner, reason, expires }: Acceptance, path: string): Problem[] => [
  ...unless(owner.trim() !== "", `${path}.owner`, "empty; name the team that answers for it"),
  ...unless(reason.trim() !== "", `${path}.reason`, "empty; say why it is accepted"),
  ...unless(isDay(expires), `${path}.expires`, `"${expires}" found, a day YYYY-MM-DD allowed`),
];
