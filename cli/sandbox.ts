import { existsSync, mkdirSync, statSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { dataFile, readData, writeData } from "../sandbox/core/data-file";
import { startSandbox, type Sandbox, type SandboxOptions } from "../sandbox/start";
import { sandboxVariables } from "../sandbox/variables";
import type { Clock } from "../verify/clock";
import { CommandLine, CouldNotTell, today, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { executeProgram } from "./shared/executed";
import { interruptionSignal } from "./shared/interruption";
import { callerPath } from "./shared/place";
import { sandboxProjects } from "./shared/sandbox-variables";
import { shellLines } from "./shared/shell-lines";
import { checkUserFile } from "./shared/user-file";

const EXEC = "--exec";

const command = new CommandLine("sandbox")
  .description(
    "Serves Google's APIs on this machine, so that plan, deploy, drift and destroy run with no account. Ends with exit code 0 when it is stopped, 2 when it cannot start, and with --exec as the command does.",
  )
  .option("--port <number>", "port on 127.0.0.1; without it, a free one", port, 0)
  .option("--data <folder>", "keep what is made there between runs; without it, in memory")
  .option("--leave-out-zeros", "answer no zeros, empty texts and empty lists, as Google's newer APIs do")
  .option("--env", "print the variables that lead there, for a shell to read")
  .option(`${EXEC} <command...>`, "run one command with the variables, and stop; must be the last option")
  .addHelpText(
    "after",
    `
A shell in a sandbox, which ends with the shell:
  ./netra sandbox ${EXEC} bash
Or a sandbox of its own in one terminal, and its variables in others:
  ./netra sandbox --env > sandbox.env
  . ./sandbox.env     # and leave_sandbox to leave it`,
  );

interface Options {
  readonly port: number;
  readonly data?: string;
  readonly leaveOutZeros?: true;
  readonly env?: true;
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number;
  throw new InvalidArgumentError("a port is a number from 1 to 65535.");
}

function storage(folder: string | undefined): Pick<SandboxOptions, "snapshot" | "keep"> {
  if (folder === undefined) return {};
  const path = callerPath(folder);
  try {
    // Only the owner may read it, because states of Terraform hold secrets.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    throw new CouldNotTell(`--data ${folder}: no folder can be made there (${(error as NodeJS.ErrnoException).code})`);
  }
  if (existsSync(dataFile(path))) checkUserFile(dataFile(folder), "sandbox");
  const data = readData(path);
  if (data !== undefined && "problem" in data) throw new CouldNotTell(data.problem);
  return {
    ...(data !== undefined && { snapshot: data }),
    keep: (snapshot) => writeData(path, snapshot),
  };
}

async function start({ port: wanted, data, leaveOutZeros }: Options): Promise<Sandbox> {
  const projects = sandboxProjects(environmentsFor(today(), undefined));
  try {
    return await startSandbox({
      port: wanted,
      projects,
      zeros: leaveOutZeros ? "left out" : "answered",
      ...storage(data),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new CouldNotTell(`port ${wanted} is taken; name another one with --port, or none for a free one`);
  }
}

/** Resolves when somebody stops this process. */
const stopped = (): Promise<void> =>
  new Promise((done) => interruptionSignal("").addEventListener("abort", () => done(), { once: true }));

async function serve(_clock: Clock, executed: readonly string[] | undefined): Promise<number> {
  if (executed?.length === 0) throw new CouldNotTell(`${EXEC}: name a command, as in ${EXEC} bash`);
  const options = command.opts<Options>();
  const sandbox = await start(options);
  const variables = sandboxVariables(sandbox.url);
  try {
    if (executed !== undefined) return await executeProgram(executed, { ...process.env, ...variables });
    const isStopped = stopped();
    if (options.env) process.stdout.write(`${shellLines(variables).join("\n")}\n`);
    process.stderr.write(`Serving at ${sandbox.url} until stopped (Ctrl-C); docs/sandbox.md says what it knows.\n`);
    await isStopped;
    return 0;
  } finally {
    await sandbox.close();
  }
}

/** `netra sandbox`. */
export const subcommand: Subcommand = { command, handsOver: EXEC, action: serve };
