import type { WriteStream } from "node:tty";
import { countText } from "./text";

/** Moves the cursor to the beginning of the line and erases the line. */
const ERASE_LINE = "\r\u001b[2K";

/** Tells people who wait what is going on. It never becomes part of a report. */
export interface Progress {
  /** Shows a text in place of the one before. */
  readonly showLine: (text: string) => void;
  /** Removes the text, before anything else is printed. */
  readonly clearLine: () => void;
}

/**
 * Progress on a terminal. Anywhere else, and in CI (where `CI` is set), nothing is written: a log would keep every step.
 *
 * @param stream - standard error, so that a report on standard output stays as it is
 * @param environment - `process.env`
 */
export function terminalProgress(
  stream: Pick<WriteStream, "isTTY" | "write">,
  environment: Readonly<Record<string, string | undefined>>,
): Progress {
  const isShown = stream.isTTY && !environment.CI;
  const write = (text: string): void => {
    if (isShown) stream.write(`${ERASE_LINE}${text}`);
  };
  return { showLine: write, clearLine: () => write("") };
}

/**
 * Counts finished pieces of work: `2 of 40 checks, last dns/a`.
 *
 * @returns takes the name of each piece when it is finished
 */
export function countProgress({ showLine }: Progress, total: number, noun: string): (finished: string) => void {
  let done = 0;
  const all = countText(total, noun);
  showLine(`0 of ${all}`);
  return (finished) => showLine(`${(done += 1)} of ${all}, last ${finished}`);
}
