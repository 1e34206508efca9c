import { setImmediate as nextTurn } from "node:timers/promises";
import { createInterface } from "node:readline/promises";
import { assertNotInterrupted } from "./interruption";

/** Where a question is asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks a person.
 *
 * @param terminal - @default this process's streams
 * @returns the answer without spaces around it; empty where the input ends without one
 * @throws Interrupted where the answer is Ctrl-C
 */
export async function askPerson(
  question: string,
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<string> {
  const reader = createInterface(terminal);
  // A terminal that asks takes the keys itself.
  reader.on("SIGINT", () => {
    process.kill(process.pid, "SIGINT");
    reader.close();
  });
  // Without it a question whose input ends is never answered, and the process ends as if all were well.
  const isClosed = new Promise<string>((done) => reader.once("close", () => done("")));
  try {
    const answer = await Promise.race([reader.question(question), isClosed]);
    // A signal is noticed at the next turn of the event loop.
    await nextTurn();
    assertNotInterrupted();
    return answer.trim();
  } finally {
    reader.close();
  }
}
