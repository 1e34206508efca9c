import { fork } from "node:child_process";
import { join } from "node:path";
import type { LoadEvent, LoadOrder } from "./messages";

/** A load under way. */
export interface LoadEngine {
  /** Resolves when its process has ended, with a text where it failed or was killed. */
  readonly ended: Promise<string | undefined>;
  /** Closes every socket, then ends; the process is killed where it does not. */
  readonly stop: () => void;
}

/** How to run the engine. */
interface EngineOptions {
  /** File with certificates of authorities to trust besides the known ones. */
  readonly ca?: string;
  /** Seconds until the process is killed. */
  readonly deadlineSeconds: number;
  readonly onEvent: (event: LoadEvent) => void;
}

const PROGRAM = join(__dirname, "engine-process.ts");
const REGISTER = join(__dirname, "..", "..", "tools", "register.js");

/** Seconds that a stopped engine has to close its sockets: more than three times its own wait for the other side. */
const STOP_SECONDS = 10;

/**
 * Starts Artillery's engine in a process of its own. It inherits no variables: one could lead it through a proxy, turn on
 * its debugging output, or be read by a script.
 */
export function startEngine(order: LoadOrder, { ca, deadlineSeconds, onEvent }: EngineOptions): LoadEngine {
  const child = fork(PROGRAM, [], {
    execArgv: ["--require", REGISTER],
    env: ca === undefined ? {} : { NODE_EXTRA_CA_CERTS: ca },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const kill = (): void => void child.kill("SIGKILL");
  const deadline = setTimeout(kill, deadlineSeconds * 1000);
  let isDone = false;
  child.on("message", (event: LoadEvent) => {
    isDone ||= event.kind === "done";
    onEvent(event);
  });
  child.send(order);
  const ended = new Promise<string | undefined>((resolve) => {
    child.once("error", ({ message }) => resolve(`the load engine did not start: ${message}`));
    child.once("close", (status, signal) => {
      clearTimeout(deadline);
      const how = signal === null ? `status ${String(status)}` : signal;
      resolve(isDone ? undefined : `the load engine ended early (${errorLine(stderr) ?? how})`);
    });
  });
  const stop = (): void => {
    if (child.connected) child.send("stop");
    setTimeout(kill, STOP_SECONDS * 1000).unref();
  };
  return { ended, stop };
}

/** The line of a stack trace that says what happened. */
const errorLine = (stderr: string): string | undefined =>
  stderr
    .split("\n")
    .find((line) => /^\w*Error\b/.test(line.trim()))
    ?.trim();
