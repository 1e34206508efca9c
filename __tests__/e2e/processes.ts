import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A variable whose name every child of ours gets: what carries its value was started by the one process that had it. */
export const MARK_VARIABLE = "LC_MARK";

/** Commands of the processes that carry a mark and have not ended. Only Linux tells. */
export const marked = (mark: string): readonly string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isMarked = readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${MARK_VARIABLE}=${mark}`);
        return isMarked ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
      } catch {
        return [];
      }
    });

/**
 * Waits until something is so.
 *
 * @param seconds - at most
 * @throws Error after that, with what was waited for
 */
export async function until(holds: () => boolean, seconds = 20): Promise<void> {
  for (let left = seconds * 100; !holds(); left -= 1) {
    if (left <= 0) throw new Error(`not so within ${seconds} s: ${holds.toString()}`);
    await delay(10);
  }
}
