import type { Environment } from "../../../environments/environment";
import { failed, unknown } from "../../engine/attempt";
import type { Area, Attempt, Check } from "../../engine/check";
import { GoogleApiError } from "../../google-api";
import type { SymptomId } from "../../symptoms";
import type { Live } from "../../live/live";

/** Seconds: one unanswered call of the API client, its repetition and some more. */
const DEADLINE_SECONDS = 60;

/** Attempts where time alone may change the answer: a rollout comes to its end, an instance comes back. */
export const PASSING_ATTEMPTS = 3;

/** What a check of the Admin APIs is made with. */
export interface AdminContext {
  readonly environment: Environment;
  /** The shared memory of the nth attempts, from 0. */
  readonly round: (attempt: number) => Live;
  readonly now: () => Date;
  /** Asks an https host for a path, as anybody would, and tells whether it answers with 200. */
  readonly answers: (host: string, path: string, signal: AbortSignal) => Promise<Attempt>;
}

/** A question to Google's Admin APIs. */
export interface Question {
  /** `area/…`; the area is its first part. */
  readonly id: `${Area}/${string}`;
  readonly title: string;
  /** 1 where left out. */
  readonly attempts?: number;
  /** What it means that the thing itself is not there. */
  readonly gone: SymptomId;
  /** @throws GoogleApiError where the API refuses, which makes the check unknown */
  readonly ask: (live: Live, signal: AbortSignal) => Promise<Attempt>;
}

/** The check that asks a question; what Google refuses is unknown, what it does not have has failed. */
export function adminCheck({ round }: Pick<AdminContext, "round">, question: Question): Check {
  const { id, title, attempts = 1, gone, ask } = question;
  let made = 0;
  return {
    id,
    area: id.slice(0, id.indexOf("/")) as Area,
    title,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts,
    attempt: async (signal) => {
      const live = round(made);
      made += 1;
      try {
        return await ask(live, signal);
      } catch (error) {
        if (!(error instanceof GoogleApiError)) throw error;
        return error.status === 404 ? failed(gone, error.message, "it is there") : unknown(error.message);
      }
    },
  };
}
