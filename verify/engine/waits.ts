import { ExponentialBackoff, type GeneratorFn } from "cockatiel";
import type { Failed } from "./attempt";

/** Longest wait before the second attempt, milliseconds; each later wait may be twice as long. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;

/** Longest Retry-After that is waited for, seconds. A server that asks for more gets no further attempt. */
export const LONGEST_ASKED_SECONDS = 60;

/** Half of a wait is fixed, so that a failing server has time to recover; the other half is chance, so that runs spread. */
const halfJitter =
  (random: () => number): GeneratorFn<number> =>
  (attempt = 0, { initialDelay, maxDelay, exponent }) => {
    const most = Math.min(maxDelay, initialDelay * exponent ** attempt);
    return [(most / 2) * (1 + random()), attempt + 1];
  };

/**
 * Milliseconds to wait after an attempt. Every call gives the wait before the next attempt.
 *
 * @param random - from 0 to below 1
 */
export function nextWaitOf(random: () => number): (before: Pick<Failed, "retryAfterSeconds">) => number {
  const factory = new ExponentialBackoff({
    generator: halfJitter(random),
    initialDelay: FIRST_WAIT,
    maxDelay: LONGEST_WAIT,
    exponent: 2,
  });
  let wait: ReturnType<typeof factory.next> | undefined;
  return ({ retryAfterSeconds = 0 }) => {
    wait = wait ? wait.next(undefined) : factory.next();
    return Math.max(wait.duration, retryAfterSeconds * 1000);
  };
}
