import type { StagingEnvironment } from "../../environments/environment";
import { GoogleApiError, type GoogleFiles } from "../google-api";
import {
  deployInTheWay,
  executionInTheWay,
  releaseLock,
  runInTheWay,
  takeLock,
  unlockCommand,
  type TakenLock,
} from "./lock";

/** What came of it, or who is in the way and what to do. */
type AloneResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** With what went wrong beside it: it stands all the same. One line each. */
type AloneOutcome<T> = AloneResult<T> & { readonly notes: readonly string[] };

/** On what terms something is done alone. */
export interface AloneTerms {
  readonly now: () => Date;
  /** Somebody interrupts: nothing is begun any more. */
  readonly signal: AbortSignal;
  /** That the work takes at most; the lock counts as left behind some time after them. */
  readonly mostSeconds: number;
}

const failureFrom = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** What Google refused, as a reason. @throws anything else: a mistake of ours */
function failureFromError(error: unknown): { readonly ok: false; readonly reason: string } {
  if (error instanceof GoogleApiError) return failureFrom(error.message);
  throw error;
}

/**
 * Does something while neither a deploy nor a run of the end-to-end tests goes on: each would be measured with the other.
 *
 * @throws whatever `work` throws, but what Google refuses: that is a reason
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
  const reason = (await runInTheWay(api, environment, terms.now())) ?? interruptionReason(environment, terms);
  return reason === undefined ? takeLock(api, environment, terms) : failureFrom(reason);
}

/** Looked at after the lock: whoever deploys or runs tests from now on finds it. */
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

/** What was done stands, whether or not its lock goes. */
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
