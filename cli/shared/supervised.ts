import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { killGroup } from "./child";
import { assertNotInterrupted, askAtInterruption, endAtInterruption, undoAtInterruption } from "./interruption";

const SUPERVISOR = join(__dirname, "supervisor.js");

/**
 * Starts the supervisor and ends at once, so that it belongs to nobody's tree of processes. Its standard input has to be
 * named: a shell gives nothing to what it starts in the background.
 */
const APART = '"$@" <&3 3<&- &';

/** How to run a program under supervision. */
export interface SupervisedOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Seconds until it is stopped, as an interruption would stop it. */
  readonly deadlineSeconds: number;
  /** File for its standard output; written anew, for this user alone. */
  readonly stdout: string;
  /** The same for standard error. */
  readonly stderr: string;
  /**
   * What people are told where an interruption asks it to stop and waits for it, because killed it would leave a lock or a
   * half-written state behind. It is asked too when this process dies.
   *
   * @default both kill it
   */
  readonly stopNotice?: string;
  /**
   * Permissions that its files lack.
   *
   * @default those that the caller's files lack
   */
  readonly umask?: number;
  /** Is told the supervisor's process id, which lives as long as the program. */
  readonly onStart?: (supervisor: number) => void;
}

/** How a supervised program has ended; `failure` is absent where it ended with status 0. */
export interface SupervisedResult {
  /** Exit status; null where it was killed or could not be started. */
  readonly status: number | null;
  /** One line: not found, killed, a status, or "no answer within N s". */
  readonly failure?: string;
}

/** A line of what a supervisor tells. */
interface SupervisorEvent {
  readonly pid?: number;
  readonly supervisor?: number;
  readonly status?: number | null;
  readonly signal?: NodeJS.Signals | null;
  readonly failure?: string;
  readonly isDeadline?: boolean;
}

function resultOf(event: SupervisorEvent | undefined, deadlineSeconds: number): SupervisedResult {
  const { status = null, signal, failure, isDeadline } = event ?? {};
  if (isDeadline) return { status: null, failure: `no answer within ${deadlineSeconds} s` };
  if (failure !== undefined) return { status, failure };
  if (status === 0) return { status };
  if (status !== null) return { status, failure: `ended with status ${status}` };
  return { status, failure: signal ? `killed by ${signal}` : "ended, and nobody saw how" };
}

/**
 * Runs a program to its end, under a supervisor that outlives this process: were it killed, the program is still stopped in
 * order. Its output goes to files. It never rejects but for an interruption before it: a failure is in the result.
 */
export function runSupervised(
  command: string,
  args: readonly string[],
  options: SupervisedOptions,
): Promise<SupervisedResult> {
  assertNotInterrupted();
  const { cwd, env, deadlineSeconds, stdout, stderr, stopNotice, umask, onStart } = options;
  const order = JSON.stringify({
    ...{ command, args, cwd, stdout, stderr, deadlineSeconds, umask },
    isAsked: stopNotice !== undefined,
  });
  return new Promise((resolve) => {
    let [group, last]: [number?, SupervisorEvent?] = [];
    const send = (word: "interrupt" | "kill"): void => void control()?.write(`${word}\n`);
    const kill = (): void => {
      send("kill");
      if (group !== undefined) killGroup(group);
    };
    // First, so that no signal comes between.
    const release =
      stopNotice === undefined ? endAtInterruption(kill) : askFirst(stopNotice, () => send("interrupt"), kill);
    const child = spawn("/bin/sh", ["-c", APART, "sh", process.execPath, SUPERVISOR, order], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "ignore", "pipe"],
    });
    const control = (): Writable | undefined => child.stdio[3] as Writable | undefined;
    // What is written to a supervisor that has just ended is of no use.
    control()?.on("error", () => undefined);
    let rest = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = `${rest}${text}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        last = JSON.parse(line) as SupervisorEvent;
        group = last.pid;
        if (last.supervisor !== undefined) onStart?.(last.supervisor);
      }
    });
    const end = (event: SupervisorEvent | undefined): void => {
      control()?.end();
      release();
      resolve(resultOf(event, deadlineSeconds));
    };
    child.once("error", ({ message }) => end({ failure: message }));
    child.stdout?.once("close", () => end(last));
  });
}

/** The first interruption asks, a second one kills, and so does the end of this process. */
function askFirst(notice: string, ask: () => void, kill: () => void): () => void {
  const releases = [undoAtInterruption(kill), askAtInterruption({ notice, ask, insist: kill })];
  return () => releases.forEach((release) => release());
}
