import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { readData, writeData } from "../sandbox/core/data-file";
import { startSandbox, type Sandbox, type SandboxOptions } from "../sandbox/start";
import { sandboxVariables } from "../sandbox/variables";
import { CouldNotTell, runCommand, today, type ExitCode } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { sandboxProjects } from "./shared/sandbox-variables";

/** Everything after it is another program's: its options must not be read as ours. */
const EXEC = "--exec";

const command = new Command("sandbox")
  .description(
    "Serves Google's APIs on this machine, so that plan, deploy, drift and destroy run with no account. Ends with exit code 0 when it is stopped, 2 when it cannot start, and with --exec as the command does.",
  )
  .option("--port <number>", "port on 127.0.0.1; without it, a free one", port, 0)
  .option("--data <folder>", "keep what is made there between runs; without it, in memory")
  .option(`${EXEC} <command...>`, "run one command with the variables, and stop; must be the last option");

interface Options {
  readonly port: number;
  readonly data?: string;
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 65_535) return number;
  throw new InvalidArgumentError("a port is a number from 1 to 65535.");
}

/** The command line behind `--exec`, taken off what is parsed; undefined where there is no such option. */
function takeExec(argv: string[]): readonly string[] | undefined {
  const at = argv.indexOf(EXEC);
  return at < 0 ? undefined : argv.splice(at).slice(1);
}

function storage(folder: string | undefined): Pick<SandboxOptions, "snapshot" | "onChange"> {
  if (folder === undefined) return {};
  const path = resolve(folder);
  const data = readData(path);
  if (data !== undefined && "problem" in data) throw new CouldNotTell(data.problem);
  return {
    ...(data !== undefined && { snapshot: data }),
    onChange: (snapshot) => {
      writeData(path, snapshot());
    },
  };
}

async function start({ port: wanted, data }: Options): Promise<Sandbox> {
  const projects = sandboxProjects(environmentsFor(today(), undefined));
  try {
    return await startSandbox({ port: wanted, projects, ...storage(data) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new CouldNotTell(`port ${wanted} is taken; name another one with --port, or none for a free one`);
  }
}

/** Resolves when somebody stops this process. */
const stopped = (): Promise<void> =>
  new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });

/** Runs a command to its end and returns its exit code; what stops this process stops it. */
function execute([program = "", ...args]: readonly string[], url: string): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...sandboxVariables(url) } });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
    child.once("error", ({ message }) => fail(new CouldNotTell(`${program}: ${message}`)));
    // No code means that a signal ended it: nobody can tell what it would have said.
    child.once("close", (code) => done(code ?? 2));
  });
}

const exec = takeExec(process.argv);

async function main(): Promise<ExitCode> {
  if (exec?.length === 0) throw new CouldNotTell(`${EXEC}: name a command, as in ${EXEC} terraform plan`);
  const sandbox = await start(command.opts<Options>());
  try {
    if (exec !== undefined) return (await execute(exec, sandbox.url)) as ExitCode;
    const lines = Object.entries(sandboxVariables(sandbox.url)).map(([name, value]) => `export ${name}='${value}'`);
    process.stdout.write(`${lines.join("\n")}\n`);
    process.stderr.write(`Serving at ${sandbox.url} until stopped (Ctrl-C); docs/sandbox.md says what it knows.\n`);
    await stopped();
    return 0;
  } finally {
    await sandbox.close();
  }
}

void runCommand(command, main);
