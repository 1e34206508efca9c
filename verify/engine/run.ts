import { ConstantBackoff, bulkhead, handleWhenResult, retry } from "cockatiel";
import type { Clock } from "../clock";
import { unknown, type Attempt } from "./attempt";
import type { Check, Outcome, Setback } from "./check";
import type { Mask } from "../masking";
import { SYMPTOMS } from "../symptoms";
import { LONGEST_ASKED_SECONDS, nextWaitOf } from "./waits";
import { errorReason } from "../../report/text";

/** Clock, chance and limits of a run; a test gives its own. */
export interface CheckEngine {
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Every text of an attempt goes through it, thrown errors' texts too. */
  readonly mask: Pick<Mask, "text">;
  /** Checks at once. More would come near Cloud Armor's limit for one address, and slow each other down. */
  readonly parallel: number;
  /**
   * Seconds from the run's beginning after which no attempt begins; one that runs then goes on to its own end.
   *
   * @default none
   */
  readonly mostSeconds?: number;
}

/** A held socket occupies a place until its end; an environment has few of them, so the other checks go on. */
const PARALLEL = 8;

/** Seconds for a run in which nothing answers; one that holds sockets has the time for two tries more. */
const MOST_SECONDS = 1200;

/**
 * Real chance, and the limits of a real run.
 *
 * @param holdSeconds - for which each socket is held; @default 0
 */
export const liveEngine = (mask: Pick<Mask, "text">, clock: Clock, holdSeconds = 0): CheckEngine => ({
  clock,
  random: Math.random,
  mask,
  parallel: PARALLEL,
  mostSeconds: MOST_SECONDS + 2 * holdSeconds,
});

/** How many seconds after its deadline an attempt is given up. Until then it can still say what it was waiting for. */
export const GRACE_SECONDS = 1;

/**
 * Runs checks; outcomes have the checks' order. Never rejects: a check that throws is unknown, and repeated like an
 * unknown one.
 */
export function runChecks(
  checks: readonly Check[],
  engine: CheckEngine,
  onOutcome: (outcome: Outcome) => void = () => undefined,
): Promise<readonly Outcome[]> {
  const places = bulkhead(engine.parallel, checks.length);
  const begun = engine.clock.now();
  const isOver = (): boolean => engine.clock.now() - begun >= (engine.mostSeconds ?? Infinity) * 1000;
  return Promise.all(
    checks.map((check) =>
      places.execute(async () => {
        const outcome = await runCheck(check, engine, isOver);
        onOutcome(outcome);
        return outcome;
      }),
    ),
  );
}

async function runCheck(check: Check, engine: CheckEngine, isOver: () => boolean): Promise<Outcome> {
  const { clock } = engine;
  const setbacks: Setback[] = [];
  const nextWait = nextWaitOf(engine.random);
  let before: Attempt | undefined;
  let attempts = 0;
  let milliseconds = 0;
  const attempt = async (): Promise<Attempt> => {
    if (isOver()) return before ?? unknown(`not asked: the run's ${engine.mostSeconds} s are over`);
    // cockatiel's own wait cannot be replaced in a test, and does not know Retry-After.
    if (before) await clock.pause(nextWait(before.verdict === "failed" ? before : {}));
    const started = clock.now();
    const made = maskAttempt(await attemptWithinDeadline(check, clock), engine.mask);
    milliseconds = clock.now() - started;
    attempts += 1;
    if (made.verdict === "failed") setbacks.push(made.symptom);
    if (made.verdict === "unknown") setbacks.push("unknown");
    before = made;
    return made;
  };
  const policy = retry(
    handleWhenResult((result) => !isOver() && isWorthRepeating(result)),
    {
      maxAttempts: check.attempts - 1,
      backoff: new ConstantBackoff(0),
    },
  );
  const last = await policy.execute(attempt);
  const { id, area, title } = check;
  const recoveredFrom = last.verdict === "passed" ? setbacks : [];
  return { id, area, title, last, attempts, recoveredFrom, milliseconds };
}

/** Whether another attempt may end differently: after an unknown, and after a failure of a kind that passes. */
function isWorthRepeating(result: unknown): boolean {
  const attempt = result as Attempt;
  if (attempt.verdict === "unknown") return true;
  return (
    attempt.verdict === "failed" &&
    SYMPTOMS[attempt.symptom].retry &&
    (attempt.retryAfterSeconds ?? 0) <= LONGEST_ASKED_SECONDS
  );
}

async function attemptWithinDeadline({ attempt, deadlineSeconds }: Check, clock: Clock): Promise<Attempt> {
  const [deadline, over] = [new AbortController(), new AbortController()];
  const endPatience = async (): Promise<Attempt> => {
    if (await clock.limit(deadlineSeconds * 1000, over.signal)) deadline.abort();
    await clock.limit(GRACE_SECONDS * 1000, over.signal);
    return unknown(`no verdict within ${deadlineSeconds} s`);
  };
  try {
    return await Promise.race([attempt(deadline.signal), endPatience()]);
  } catch (error) {
    return unknown(errorReason(error));
  } finally {
    over.abort();
  }
}

/** Longest text of an attempt: a server may send any length. */
const LONGEST_TEXT = 400;

/** Texts come from servers and errors. They are masked before they are cut: half a key would not be recognised. */
function maskAttempt(attempt: Attempt, mask: Pick<Mask, "text">): Attempt {
  const text = (given: string): string => {
    const whole = mask.text(given);
    return whole.length > LONGEST_TEXT ? `${whole.slice(0, LONGEST_TEXT)}…` : whole;
  };
  switch (attempt.verdict) {
    case "passed":
      return { ...attempt, found: text(attempt.found) };
    case "failed":
      return { ...attempt, found: text(attempt.found), expected: text(attempt.expected) };
    default:
      return { ...attempt, reason: text(attempt.reason) };
  }
}
