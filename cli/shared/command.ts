import { Command, CommanderError, Option } from "commander";
import { errorReason } from "../../report/text";
import { SYSTEM_CLOCK, type Clock } from "../../verify/clock";
import { ownSecretsMask, withoutUserinfo } from "../../verify/own-secrets";

/** Exit codes of every command: 0 clean, 1 findings or refused, 2 could not tell. */
export type ExitCode = 0 | 1 | 2;

/** A reason why a command cannot tell: one line on stderr, exit code 2. */
export class CouldNotTell extends Error {}

/** A refusal: one line on stderr, exit code 1, because it is an answer and no failure. */
export class Refused extends Error {}

/** Today in UTC, YYYY-MM-DD. */
export const today = (): string => SYSTEM_CLOCK.date().toISOString().slice(0, 10);

/** Writes a line to standard output. */
export const printLine = (text: string): void => void process.stdout.write(`${text}\n`);

/** Writes the parts of a report and a line break. Joined to one text, a large report would be in memory twice. */
export function printReport(parts: Iterable<string>): void {
  for (const part of parts) process.stdout.write(part);
  process.stdout.write("\n");
}

/** The command line of a subcommand. */
export class CommandLine extends Command {
  private readonly needed: Option[] = [];

  /** @param subcommand - its name, as the table of commands has it */
  constructor(subcommand: string) {
    super(`netra ${subcommand}`);
  }

  /**
   * Adds an option that has to be given. Commander's own required options are asked for before a misspelt one is named,
   * and then nobody sees the slip.
   */
  neededOption(flags: string, description: string): this {
    const option = new Option(flags, description);
    this.needed.push(option);
    return this.addOption(option);
  }

  /** Reports the first needed option that is missing. Call it after parsing. */
  checkNeeded(): void {
    const missing = this.needed.find((option) => this.getOptionValue(option.attributeName()) === undefined);
    if (missing) this.error(`error: required option '${missing.flags}' not specified`);
  }
}

/** What a file of cli/ exports: its command line and what it does. */
export interface Subcommand {
  readonly command: CommandLine;
  /**
   * An option that ends our command line: everything behind it is another program's, whose options must not be read as
   * ours.
   *
   * @default none
   */
  readonly handsOver?: string;
  /**
   * @param clock - what it waits by; a command reads no other
   * @param handedOver - what stands behind the option that hands over; undefined where there is no such option
   */
  readonly action: (clock: Clock, handedOver: readonly string[] | undefined) => number | Promise<number>;
}

/** A problem without secrets of this process: whoever says it may say an argument or a variable back. */
const secretless = (text: string): string => withoutUserinfo(ownSecretsMask(process.env).text(text));

/**
 * Runs a subcommand at the edge of the program: usage errors and anything thrown become one line on stderr and exit
 * code 2, never a stack trace.
 */
export async function runCommand(subcommand: Subcommand, args: readonly string[], clock: Clock): Promise<void> {
  const { command, handsOver, action } = subcommand;
  command.exitOverride().configureOutput({ outputError: (text, write) => write(secretless(text)) });
  const at = handsOver === undefined ? -1 : args.indexOf(handsOver);
  try {
    command.parse(at < 0 ? args : args.slice(0, at), { from: "user" });
    command.checkNeeded();
    process.exitCode = await action(clock, at < 0 ? undefined : args.slice(at + 1));
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its message; for help and version its exit code is 0.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.stderr.write(`${secretless(errorLine(error))}\n`);
    process.exitCode = error instanceof Refused ? 1 : 2;
  }
}

/**
 * Ends with 2 where standard output cannot be written: the report is incomplete. Where its reader stops reading, as `head`
 * does, nobody would see a message.
 */
export function endUnread({ code, message }: NodeJS.ErrnoException): never {
  if (code !== "EPIPE") process.stderr.write(`the report could not be written: ${message}\n`);
  process.exit(2);
}

/** What people are told of an error: of an unexpected one only the first line, because the rest is a stack trace. */
export const errorLine = (error: unknown): string =>
  error instanceof CouldNotTell || error instanceof Refused ? error.message : errorReason(error);
