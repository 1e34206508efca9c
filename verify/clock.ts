import { setTimeout as delay } from "node:timers/promises";

/**
 * Time as this room reads it and waits for it. The edge of the program passes the machine's clock in; a test passes one
 * that it moves.
 *
 * Pauses and limits are apart because they are apart in a test: a pause may pass at once, and what has a limit must have
 * its time however slow the machine is.
 */
export interface Clock {
  /** Now, for what is written down, and for what is compared with the times of others. */
  readonly date: () => Date;
  /** Milliseconds of a clock that never goes back, for durations. */
  readonly now: () => number;
  /**
   * Waits because time has to pass: before another attempt, or while a socket is held.
   *
   * @returns false where the signal ended it early
   */
  readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<boolean>;
  /**
   * Waits for the moment at which something else is too late. The signal says that nobody waits any more.
   *
   * @returns false where the signal ended it early
   */
  readonly limit: (milliseconds: number, signal: AbortSignal) => Promise<boolean>;
}

const wait = (milliseconds: number, signal?: AbortSignal): Promise<boolean> =>
  delay(milliseconds, true, { ...(signal && { signal }) }).catch(() => false);

/** The machine's clock. */
export const SYSTEM_CLOCK: Clock = { date: () => new Date(), now: () => performance.now(), pause: wait, limit: wait };
