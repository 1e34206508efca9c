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

/** Milliseconds between two lines of a log: seldom enough to be read, often enough to show that something goes on. */
const LOG_EVERY = 30_000;

/**
 * Progress of work that takes minutes: on a terminal as above, and anywhere else a line now and then, so that a log shows
 * that it goes on.
 *
 * @param now - milliseconds of a clock that never goes back
 */
export function loggedProgressOn(
  stream: Pick<WriteStream, "isTTY" | "write">,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number,
): Progress {
  if (stream.isTTY && !environment.CI) return terminalProgress(stream, environment);
  let last = now();
  return {
    showLine: (text) => {
      if (now() - last < LOG_EVERY) return;
      last = now();
      stream.write(`${text}\n`);
    },
    clearLine: () => undefined,
  };
}

/**
 * Counts finished pieces of work: `2 of 40 checks, last dns/a`.
 *
 * @param more - said behind every count; @default nothing
 * @returns takes the name of each piece when it is finished
 */
export function countProgress(
  { showLine }: Progress,
  total: number,
  noun: string,
  more = "",
): (finished: string) => void {
  let done = 0;
  const all = `${countText(total, noun)}${more === "" ? "" : `, ${more}`}`;
  showLine(`0 of ${all}`);
  return (finished) => showLine(`${(done += 1)} of ${all}, last ${finished}`);
}
