import { COMMANDS, loadSubcommand } from "../../cli/commands";
import { runCommand } from "../../cli/shared/command";
import { SYSTEM_CLOCK, type Clock } from "../../verify/clock";

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Keeps what is written to a stream, and keeps it off the terminal. */
function captureStream(stream: NodeJS.WriteStream): { readonly text: () => string; readonly end: () => void } {
  const parts: string[] = [];
  const write = jest.spyOn(stream, "write").mockImplementation((part) => parts.push(String(part)) > 0);
  return { text: () => parts.join(""), end: () => write.mockRestore() };
}

/** Runs something with variables beside those of the test, and tells how a command in it ended. */
export async function runHere(run: () => Promise<void>, variables: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const outside = { env: process.env, exitCode: process.exitCode };
  const env: NodeJS.ProcessEnv = { ...outside.env, NO_COLOR: "1", ...variables };
  for (const name of Object.keys(variables)) if (variables[name] === undefined) Reflect.deleteProperty(env, name);
  const listeners = process.stdout.listeners("error");
  const [stdout, stderr] = [captureStream(process.stdout), captureStream(process.stderr)];
  try {
    Object.assign(process, { env, exitCode: undefined });
    await run();
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    for (const stream of [stdout, stderr]) stream.end();
    for (const listener of process.stdout.listeners("error")) {
      if (!listeners.includes(listener)) process.stdout.off("error", listener as () => void);
    }
    Object.assign(process, outside);
  }
}

/**
 * A subcommand of netra, run in the process of the test: starting one costs more than most commands do. For what the
 * process itself does (signals, pipes, errors of the system) a test starts one. One run at a time: variables and streams
 * belong to the process.
 *
 * @param name - of the subcommand
 * @param clock - what it waits by
 * @returns runs it with arguments, and with variables beside those of the test; undefined takes one away
 */
export function commandHere(
  name: string,
  clock: Clock = SYSTEM_CLOCK,
): (args: readonly string[], variables?: NodeJS.ProcessEnv) => Promise<Ended> {
  const row = COMMANDS.find((command) => command.name === name);
  if (row === undefined) throw new Error(`netra has no command ${name}`);
  return (args, variables) => runHere(() => runCommand(loadSubcommand(row), args, clock), variables);
}
