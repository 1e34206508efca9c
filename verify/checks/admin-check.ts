import type { Environment } from "../../environments/environment";
import { failed, unknown, type Attempt } from "../engine/attempt";
import type { Area, Check } from "../engine/check";
import { GoogleApiError } from "../google-answers";
import type { LiveReader } from "../live/reader";
import type { SymptomId } from "../symptoms";

/** Seconds for one attempt: one unanswered call of the API client, its repetition and some more. */
const DEADLINE_SECONDS = 60;

/** Attempts of a check whose answer time alone may change: a rollout ends, an instance comes back. */
export const PASSING_ATTEMPTS = 3;

/** What the checks of the Admin APIs share. */
export interface AdminContext {
  readonly environment: Environment;
  /** Reads for the nth attempts, from 0. */
  readonly readerOf: (attempt: number) => LiveReader;
  readonly now: () => Date;
  /** Asks an https host for a path, as any browser would, and says whether it answers with 200. */
  readonly routeAnswer: (host: string, path: string, signal: AbortSignal) => Promise<Attempt>;
}

/** One check of the Admin APIs, as a row of its area's table. */
export interface AdminRow {
  /** `area/…`; the area is its first part. */
  readonly id: `${Area}/${string}`;
  /** What must hold, one line. */
  readonly title: string;
  /** @default 1 */
  readonly attempts?: number;
  /** The symptom where Google does not have the resource itself. */
  readonly gone: SymptomId;
  /** @throws GoogleApiError where the API refuses: nobody can tell then */
  readonly ask: (live: LiveReader, signal: AbortSignal) => Promise<Attempt>;
}

/** Makes a check of each row. What Google refuses to say is unknown; what Google does not have has failed. */
export const adminChecksOf = (context: Pick<AdminContext, "readerOf">, rows: readonly AdminRow[]): readonly Check[] =>
  rows.map((row) => adminCheck(context, row));

function adminCheck({ readerOf }: Pick<AdminContext, "readerOf">, row: AdminRow): Check {
  const { id, title, attempts = 1, gone, ask } = row;
  let made = 0;
  return {
    id,
    area: id.slice(0, id.indexOf("/")) as Area,
    title,
    deadlineSeconds: DEADLINE_SECONDS,
    attempts,
    attempt: async (signal) => {
      const live = readerOf(made);
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
