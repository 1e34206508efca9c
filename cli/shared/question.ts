import { createInterface } from "node:readline";
import { Interrupted } from "./interruption";

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
  const reader = createInterface({ ...terminal, prompt: question });
  const answer = await new Promise<string>((done, fail) => {
    // A terminal that asks takes the keys itself.
    reader.once("SIGINT", () => {
      process.kill(process.pid, "SIGINT");
      fail(new Interrupted());
      reader.close();
    });
    reader.once("line", (line) => {
      done(line);
      reader.close();
    });
    // A question whose input ends would never be answered, and the process would end as if all were well.
    reader.once("close", () => done(""));
    reader.prompt();
  });
  return answer.trim();
}
