import type { WriteStream } from "node:tty";
import type { Outcome } from "./engine/check";

/** Back to the line's beginning, and nothing on it. */
const CLEAR = "\r\u001b[2K";

/** A line that counts checks, on a terminal; nothing anywhere else. */
export interface Progress {
  readonly step: (outcome: Outcome) => void;
  /** Takes the line away, before anything else is printed. */
  readonly end: () => void;
}

/** @param total - checks that will run */
export function progressOn(stream: Pick<WriteStream, "isTTY" | "write">, total: number): Progress {
  const isShown = stream.isTTY;
  let done = 0;
  const show = (text: string): void => {
    if (isShown) stream.write(`${CLEAR}${text}`);
  };
  show(`0 of ${total} checks`);
  return {
    step: ({ id }) => show(`${(done += 1)} of ${total} checks, last ${id}`),
    end: () => show(""),
  };
}
