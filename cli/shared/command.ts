import { Command, CommanderError } from "commander";
import { firstLine } from "../../report/text";

/** Exit codes of every command: 0 clean, 1 findings, 2 could not tell. */
export type ExitCode = 0 | 1 | 2;

/** A reason why a command cannot tell: one line on stderr, exit code 2. */
export class CouldNotTell extends Error {}

/** Today in UTC, YYYY-MM-DD. Commands read the clock only here, and pass the date in. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Writes the parts of a report and a line break. Joined to one text, a large report would be in memory twice. */
export function printReport(parts: Iterable<string>): void {
  for (const part of parts) process.stdout.write(part);
  process.stdout.write("\n");
}

/**
 * Runs a command at the edge of the program: usage errors and anything thrown become one line on stderr and exit
 * code 2, never a stack trace.
 */
export async function runCommand(command: Command, action: () => ExitCode | Promise<ExitCode>): Promise<void> {
  // Where the reader stops reading, as `head` does, the report is incomplete and nobody would see a message.
  process.stdout.on("error", () => process.exit(2));
  command.exitOverride().configureOutput({ outputError: (text, write) => write(text) });
  try {
    command.parse();
    process.exitCode = await action();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its message; for help and version its exit code is 0.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(`${errorLine(error)}\n`);
    process.exitCode = 2;
  }
}

const errorLine = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof CouldNotTell ? text : firstLine(text);
};
