import { ExponentialBackoff, type GeneratorFn } from "cockatiel";
import type { Failed } from "./attempt";

/** Milliseconds before the second attempt, at most; each later wait may be twice as long. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;

/** Seconds of Retry-After that are waited for. Whoever asks for more is not asked again: sooner would be against its word. */
export const LONGEST_ASKED_SECONDS = 60;

/** Half of a wait is fixed, lest a failing server is asked at once; the other half keeps runs from meeting each other. */
const halfJitter =
  (random: () => number): GeneratorFn<number> =>
  (attempt = 0, { initialDelay, maxDelay, exponent }) => {
    const most = Math.min(maxDelay, initialDelay * exponent ** attempt);
    return [(most / 2) * (1 + random()), attempt + 1];
  };

/**
 * Milliseconds to wait after an attempt; every call is the next attempt's.
 *
 * @param random - 0 to below 1
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
