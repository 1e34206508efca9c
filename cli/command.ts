import { Command, CommanderError } from "commander";

/** Exit codes of every command: 0 clean, 1 findings, 2 could not tell. */
export type ExitCode = 0 | 1 | 2;

/** Something that keeps a command from telling: said in one line on stderr, exit code 2. */
export class CouldNotTell extends Error {}

/** Today in UTC, YYYY-MM-DD: the one place where a command looks at the clock. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Characters that are written at once, or one line where it is longer. */
const PART = 2 ** 20;

/** Writes a report and a line break, part by part: as one buffer a large report would stand in memory twice. */
export function print(text: string): void {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start + PART) + 1 || text.length;
    process.stdout.write(text.slice(start, end));
    start = end;
  }
  process.stdout.write("\n");
}

/**
 * Runs a command at the edge of the program: usage errors and anything thrown become one line on stderr and exit
 * code 2, never a stack trace.
 */
export async function run(command: Command, action: () => ExitCode | Promise<ExitCode>): Promise<void> {
  command.exitOverride().configureOutput({ outputError: (text, write) => write(text) });
  try {
    command.parse();
    process.exitCode = await action();
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander has printed its own line; help and version are no errors.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(`${oneLine(error)}\n`);
    process.exitCode = 2;
  }
}

const oneLine = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof CouldNotTell ? text : (text.split("\n")[0] ?? text);
};
