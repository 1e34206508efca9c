import { spawn } from "node:child_process";
import { assertNotInterrupted, endAtInterruption } from "./interruption";

/** How to run a child. */
export interface ChildOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Seconds until the child and everything it started is killed. */
  readonly deadlineSeconds: number;
  /**
   * `ignore` where nobody reads the output: reading sixty megabytes takes a noticeable share of the time.
   *
   * @default the output is read
   */
  readonly stdout?: "ignore";
}

/** The result of a child; `failure` is absent where it ended with status 0. */
export interface ChildResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Exit status; null where the child was killed or could not be started. */
  readonly status: number | null;
  /** One line: not found, killed, a status, or "no answer within N s". */
  readonly failure?: string;
}

/** Kills a process with everything that it has started in its group. */
export function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}

/**
 * Runs a program until it ends or the deadline passes. At the deadline it kills the whole process group with SIGKILL,
 * because what it has started would stay. A terminal's Ctrl-C does not reach the group, so an interruption of this process
 * kills it. It never rejects but for an interruption before it: a failure is in the result.
 */
export function runChild(command: string, args: readonly string[], options: ChildOptions): Promise<ChildResult> {
  assertNotInterrupted();
  const started = process.hrtime.bigint();
  const { cwd, env, deadlineSeconds, stdout = "pipe" } = options;
  return new Promise((resolve) => {
    // First, so that no signal comes between.
    const forgetGroup = endAtInterruption(() => {
      if (child.pid !== undefined) killGroup(child.pid);
    });
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", stdout, "pipe"] });
    const { pid } = child;
    let [printed, stderr] = ["", ""];
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (printed += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const end = (failure?: string, status: number | null = null): void => {
      clearTimeout(timer);
      forgetGroup();
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      resolve({ stdout: printed, stderr, seconds, status, ...(failure !== undefined && { failure }) });
    };
    const timer = setTimeout(() => {
      if (pid !== undefined) killGroup(pid);
      // A process that left the group could hold the pipes open for ever.
      child.stdout?.destroy();
      child.stderr?.destroy();
      end(`no answer within ${deadlineSeconds} s`);
    }, deadlineSeconds * 1000);
    child.once("error", ({ message }: NodeJS.ErrnoException) => end(message));
    child.once("close", (status, signal) => {
      if (status === 0) end(undefined, 0);
      else end(signal === null ? `ended with status ${status}` : `killed by ${signal}`, status);
    });
  });
}
