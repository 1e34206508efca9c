import type { StagingEnvironment } from "../../environments/environment";
import type { Clock } from "../clock";
import { GoogleApiError } from "../google-answers";
import type { GoogleFiles } from "../google-api";
import {
  deployInTheWay,
  executionInTheWay,
  releaseLock,
  runInTheWay,
  takeLock,
  unlockCommand,
  type TakenLock,
} from "./lock";

/** What the work returned, or who is in the way and what to do. */
type AloneResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** The same, with what went wrong besides, one line each; that does not change the result. */
type AloneOutcome<T> = AloneResult<T> & { readonly notes: readonly string[] };

/** The terms of work that must be alone. */
export interface AloneTerms {
  readonly clock: Clock;
  /** Aborts when somebody interrupts: nothing more is started then. */
  readonly signal: AbortSignal;
  /** Longest time that the work takes; some time after it, the lock counts as left behind. */
  readonly mostSeconds: number;
}

const failureFrom = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** A refusal of Google's as a reason. @throws any other error: it is a mistake of ours */
function failureFromError(error: unknown): { readonly ok: false; readonly reason: string } {
  if (error instanceof GoogleApiError) return failureFrom(error.message);
  throw error;
}

/**
 * Works while neither a deploy nor a run of the end-to-end tests is under way: each would disturb what the other measures.
 *
 * @throws whatever `work` throws, except a refusal of Google's, which becomes a reason
 */
export async function runAlone<T>(
  api: GoogleFiles,
  environment: StagingEnvironment,
  terms: AloneTerms,
  work: () => Promise<T>,
): Promise<AloneOutcome<T>> {
  const lock = await takeFreeLock(api, environment, terms).catch(failureFromError);
  if (!lock.ok) return { ...lock, notes: [] };
  const [done] = await Promise.allSettled([workUnderLock(api, environment, terms, work)]);
  const notes = await removeLock(api, environment, lock.generation);
  return done.status === "fulfilled" ? { ...done.value, notes } : { ...failureFromError(done.reason), notes };
}

const interruptionReason = ({ name }: StagingEnvironment, { signal }: AloneTerms): string | undefined =>
  signal.aborted ? `${name}: interrupted, and nothing was started` : undefined;

async function takeFreeLock(api: GoogleFiles, environment: StagingEnvironment, terms: AloneTerms): Promise<TakenLock> {
  const reason = (await runInTheWay(api, environment, terms.clock.date())) ?? interruptionReason(environment, terms);
  return reason === undefined ? takeLock(api, environment, terms) : failureFrom(reason);
}

/** Looks again once it holds the lock: whoever deploys or runs tests from now on finds the lock. */
async function workUnderLock<T>(
  api: GoogleFiles,
  environment: StagingEnvironment,
  terms: AloneTerms,
  work: () => Promise<T>,
): Promise<AloneResult<T>> {
  const reason =
    (await executionInTheWay(api, environment)) ??
    (await deployInTheWay(api, environment)) ??
    interruptionReason(environment, terms);
  return reason === undefined ? { ok: true, value: await work() } : failureFrom(reason);
}

/** A lock that cannot be removed does not change the result; it is a note. */
async function removeLock(
  api: GoogleFiles,
  environment: StagingEnvironment,
  generation: string,
): Promise<readonly string[]> {
  try {
    await releaseLock(api, environment, generation);
    return [];
  } catch (error) {
    const { reason } = failureFromError(error);
    return [
      `The lock could not be removed (${reason}) and keeps deploys and tests out; remove it: ${unlockCommand(environment)}`,
    ];
  }
}
