import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../verify/clock";

/**
 * A clock that tests move: no test waits for time, and none is late because the machine is slow. A pause moves it and
 * passes at the next turn of the event loop. A limit stands until a test says that time is up.
 */
export interface TestClock extends Clock {
  /** Milliseconds of every pause so far. */
  readonly pauses: readonly number[];
  readonly move: (milliseconds: number) => void;
  /** Lets every limit pass, also those to come. */
  readonly expire: () => void;
}

/**
 * @param onPause - what happens elsewhere while somebody pauses
 * @param begun - where it starts
 */
export function testClock(
  onPause: () => void | Promise<void> = () => undefined,
  begun: Date | number = Date.now(),
): TestClock {
  const pauses: number[] = [];
  const standing = new Set<() => void>();
  let [isOver, moved] = [false, 0];
  return {
    pauses,
    date: () => new Date(Number(begun) + moved),
    now: () => moved,
    move: (milliseconds) => void (moved += milliseconds),
    pause: async (milliseconds, signal) => {
      if (signal?.aborted) return false;
      pauses.push(milliseconds);
      moved += milliseconds;
      await onPause();
      await turn();
      return !signal?.aborted;
    },
    limit: async (_milliseconds, signal) => {
      if (signal.aborted) return false;
      if (!isOver) {
        await new Promise<void>((pass) => {
          standing.add(pass);
          signal.addEventListener("abort", () => pass(), { once: true });
        });
      }
      await turn();
      return !signal.aborted;
    },
    expire: () => {
      isOver = true;
      for (const pass of standing) pass();
    },
  };
}
