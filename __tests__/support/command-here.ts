import type { Command } from "commander";
import type { ExitCode } from "../../cli/shared/command";
import type * as Shared from "../../cli/shared/command";

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Loaded {
  readonly command: Command;
  readonly action: () => ExitCode | Promise<ExitCode>;
}

/** What a script of cli/ would run when a process starts it; it is loaded once for a test file. */
function loadCommand(script: string): Loaded {
  const commands: Loaded[] = [];
  jest.doMock("../../cli/shared/command", () => ({
    ...jest.requireActual<typeof Shared>("../../cli/shared/command"),
    runCommand: (command: Command, action: Loaded["action"]) => commands.push({ command, action }),
  }));
  jest.requireActual(`../../cli/${script}`);
  const [loaded] = commands;
  if (loaded === undefined) throw new Error(`cli/${script} runs no command`);
  return loaded;
}

/** Keeps what is written to a stream, and keeps it off the terminal. */
function captureStream(stream: NodeJS.WriteStream): { readonly text: () => string; readonly end: () => void } {
  const parts: string[] = [];
  const write = jest.spyOn(stream, "write").mockImplementation((part) => parts.push(String(part)) > 0);
  return { text: () => parts.join(""), end: () => write.mockRestore() };
}

/**
 * A command of cli/, run in the process of the test: starting one costs more than most commands do. For what the
 * process itself does (signals, pipes, errors of the system) a test starts one. One run at a time: arguments,
 * variables and streams belong to the process.
 *
 * @param script - file name in cli/
 * @returns runs it with arguments, and with variables beside those of the test; undefined takes one away
 */
export function commandHere(
  script: string,
): (args: readonly string[], variables?: NodeJS.ProcessEnv) => Promise<Ended> {
  let loaded: Loaded | undefined;
  return async (args, variables = {}) => {
    const outside = { argv: process.argv, env: process.env, exitCode: process.exitCode };
    const env: NodeJS.ProcessEnv = { ...outside.env, NO_COLOR: "1", ...variables };
    for (const name of Object.keys(variables)) if (variables[name] === undefined) Reflect.deleteProperty(env, name);
    process.env = env;
    const { runCommand } = jest.requireActual<typeof Shared>("../../cli/shared/command");
    loaded ??= loadCommand(script);
    const { command, action } = loaded;
    const listeners = process.stdout.listeners("error");
    const [stdout, stderr] = [captureStream(process.stdout), captureStream(process.stderr)];
    try {
      Object.assign(process, { argv: [process.execPath, script, ...args], exitCode: undefined });
      await runCommand(command, action);
      return { code: Number(process.exitCode), stdout: stdout.text(), stderr: stderr.text() };
    } finally {
      for (const stream of [stdout, stderr]) stream.end();
      for (const listener of process.stdout.listeners("error")) {
        if (!listeners.includes(listener)) process.stdout.off("error", listener as () => void);
      }
      Object.assign(process, outside);
    }
  };
}
