import type { Clock } from "../verify/clock";
import { googleApi } from "../verify/google-api";
import { refuseBesideTests } from "./shared/beside-tests";
import { CommandLine, CouldNotTell, Refused, printLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { DESTROY_WORDS, destroyEnvironment, stacksToDestroy, type Destruction } from "./shared/destroy-environment";
import { callerRefusal, kindRefusal } from "./shared/destroy-refusals";
import { oneEnvironment } from "./shared/environments";
import { interruptionSignal } from "./shared/interruption";
import { comeBackLine } from "./shared/kept-text";
import { leftLockText } from "./shared/left-lock";
import { askPerson } from "./shared/question";
import { inOwnRun } from "./shared/run";
import { leadsToSandbox } from "./shared/sandbox-place";
import { standingText } from "./shared/standing-text";
import { TerraformFailed } from "./shared/terraform-failed";

const command = new CommandLine("destroy")
  .description(
    "Destroys an environment: all of it in a sandbox; at Google staging only, and only for a person at a terminal. Exit 0 destroyed, 1 refused, 2 could not tell or stopped half-way.",
  )
  .neededOption("--environment <name>", "the environment; production is refused")
  .addHelpText(
    "after",
    `
At Google it needs a final backup of the database, shows what is lost, and asks for the
project's id. It never touches bootstrap or the states. docs/destroying.md has the steps.`,
  );

interface Options {
  readonly environment: string;
}

function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw new Refused(reason);
}

async function main(clock: Clock): Promise<ExitCode> {
  const environment = oneEnvironment(today(), command.opts<Options>().environment);
  refuse(kindRefusal(environment));
  const isSandbox = await leadsToSandbox(process.env);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (!isSandbox) refuse(callerRefusal({ variables: process.env, isTerminal }));
  // It says where it stands before it ends, at whatever moment it is interrupted.
  interruptionSignal("");
  const google = googleApi(process.env, clock);
  const names = stacksToDestroy(environment, isSandbox);
  const destruction: Destruction = { environment, isSandbox, names, finished: [] };
  try {
    await refuseBesideTests(environment, google, clock);
    await inOwnRun((workplace) => destroyEnvironment(workplace, destruction, { google, clock, ask: askPerson }));
    return 0;
  } catch (error) {
    if (error instanceof Refused && destruction.finished.length === 0) throw error;
    const failed = error instanceof TerraformFailed ? error : undefined;
    for (const line of standingText(destruction, failed, DESTROY_WORDS)) printLine(line);
    const comeBack = comeBackLine(failed?.outcome?.left.map(({ address }) => address) ?? [], clock.date());
    if (comeBack !== undefined) printLine(comeBack);
    if (failed?.leavesLock) printLine(await leftLockText(environment, failed.stackName, clock));
    // What is half done is no answer.
    throw error instanceof Refused ? new CouldNotTell(error.message) : error;
  }
}

/** `netra destroy`. */
export const subcommand: Subcommand = { command, action: main };
