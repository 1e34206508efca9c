import type { StagingEnvironment } from "../../../environments/environment";
import type { Moments } from "../levels";
import type { LoadEvent } from "../messages";
import type { Readings } from "../readings";
import type { Observed } from "../tally";

/** The questions that a load answers, from 3.1 and 3.2 of the remediation plan. */
type QuestionId = "scales" | "answers" | "pools" | "cleans-up";

/** The answer to a question of the load. */
export type LoadVerdict = "yes" | "no" | "could not tell";

/** A question with its answer; texts never hold a token. */
export interface AnsweredQuestion {
  readonly id: QuestionId;
  readonly question: string;
  readonly verdict: LoadVerdict;
  /** The numbers that the answer rests on, one line each. */
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

/** One thing that was seen for a question; the worst verdict decides the answer. */
export interface Observation {
  /** Absent where it decides nothing. */
  readonly verdict?: LoadVerdict;
  readonly text: string;
}

const WORST_FIRST: readonly LoadVerdict[] = ["no", "could not tell", "yes"];

/** Joins observations: a single "no" makes the answer no, whatever else is unclear. Without any, nobody can tell. */
export function answerQuestion(id: QuestionId, question: string, findings: readonly Observation[]): AnsweredQuestion {
  const verdict = WORST_FIRST.find((candidate) => findings.some((finding) => finding.verdict === candidate));
  return { id, question, verdict: verdict ?? "could not tell", because: findings.map(({ text }) => text) };
}

/** Whether every failed handshake was refused for want of a token: then the failures say nothing about the load. */
export const isRefusedForToken = ({ refusals }: Observed): boolean =>
  refusals.length > 0 && refusals.every((reason) => /\b(401|403)$/.test(reason));

/** What to do where {@link isRefusedForToken} holds. */
export const NEEDS_TOKEN = "handshakes were refused with 401 or 403: give a token";
