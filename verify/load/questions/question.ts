import type { StagingEnvironment } from "../../../environments/environment";
import type { Moments } from "../levels";
import type { LoadEvent } from "../messages";
import type { Readings } from "../readings";
import type { Observed } from "../tally";

/** What a load is made for: the remediation plan's questions of its 3.1 and 3.2. */
type QuestionId = "scales" | "answers" | "pools" | "cleans-up";

/** What a question came to. */
export type LoadVerdict = "yes" | "no" | "could not tell";

/** A question and what it came to; texts never hold a token. */
export interface AnsweredQuestion {
  readonly id: QuestionId;
  readonly question: string;
  readonly verdict: LoadVerdict;
  /** The numbers that it rests on, one line each. */
  readonly because: readonly string[];
}

/** All that is known when the questions are asked. */
export interface Evidence {
  readonly environment: StagingEnvironment;
  readonly events: readonly LoadEvent[];
  readonly observed: Observed;
  readonly readings: Readings;
  readonly moments: Moments;
  /** Why the load did not go to its end: stopped, or its engine failed. */
  readonly cutShort?: string;
  /** Whether Monitoring was read for as long as levels may take to come back. */
  readonly waited: boolean;
  /** Log entries that speak of an exhausted pool; a text where the log could not be read. */
  readonly exhausted: number | string;
}

/** One finding of a question; the worst of them decides. */
export interface Observation {
  /** Absent where it decides nothing. */
  readonly verdict?: LoadVerdict;
  readonly text: string;
}

const WORST_FIRST: readonly LoadVerdict[] = ["no", "could not tell", "yes"];

/** Joins findings: one "no" is a no, whatever could not be told besides. Without any, nobody can tell. */
export function answerQuestion(id: QuestionId, question: string, findings: readonly Observation[]): AnsweredQuestion {
  const verdict = WORST_FIRST.find((candidate) => findings.some((finding) => finding.verdict === candidate));
  return { id, question, verdict: verdict ?? "could not tell", because: findings.map(({ text }) => text) };
}

/** Whether every failed handshake was one that asks for a token: the load was not let in, which says nothing of its weight. */
export const isRefusedForToken = ({ refusals }: Observed): boolean =>
  refusals.length > 0 && refusals.every((reason) => /\b(401|403)$/.test(reason));

/** What to do where {@link isRefusedForToken} holds. */
export const NEEDS_TOKEN = "handshakes were refused with 401 or 403: give a token";
