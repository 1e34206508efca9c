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

/** What an interruption of this process does to a program, and so does its end. */
export type Stop =
  /** Nothing is lost by killing it. */
  | { readonly how: "kill" }
  /** It is asked, and killed where it still runs some seconds later. An interruption that ends this process does not wait. */
  | { readonly how: "hurry"; readonly graceSeconds: number }
  /** It is asked and waited for, because killed it would leave a lock or a half-written state; people are told so. */
  | { readonly how: "ask"; readonly notice: string };

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
  /** How it is stopped. */
  readonly stop: Stop;
  /**
   * Kills it, whatever an interruption would do.
   *
   * @default nothing but the deadline
   */
  readonly ending?: AbortSignal;
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
  /** It had no time to put anything in order. */
  readonly isKilled: boolean;
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
  // Its supervisor may have been killed with it.
  const isKilled = signal === "SIGKILL" || (status === null && signal === undefined && failure === undefined);
  if (isDeadline) return { status: null, failure: `no answer within ${deadlineSeconds} s`, isKilled };
  if (failure !== undefined) return { status, failure, isKilled };
  if (status === 0) return { status, isKilled };
  if (status !== null) return { status, failure: `ended with status ${status}`, isKilled };
  return { status, failure: signal ? `killed by ${signal}` : "ended, and nobody saw how", isKilled };
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
  const { cwd, env, deadlineSeconds, stdout, stderr, stop, umask, ending, onStart } = options;
  const order = JSON.stringify({ command, args, cwd, stdout, stderr, deadlineSeconds, stop, umask });
  return new Promise((resolve) => {
    let [group, last]: [number?, SupervisorEvent?] = [];
    const send = (word: "interrupt" | "kill"): void => void control()?.write(`${word}\n`);
    const kill = (): void => {
      send("kill");
      if (group !== undefined) killGroup(group);
    };
    // First, so that no signal comes between.
    const release = stopAtInterruption(stop, () => send("interrupt"), kill);
    ending?.addEventListener("abort", kill, { once: true });
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

/** The first interruption asks or kills, a second one kills, and the end of this process kills what was waited for. */
function stopAtInterruption(stop: Stop, ask: () => void, kill: () => void): () => void {
  if (stop.how === "kill") return endAtInterruption(kill);
  if (stop.how === "hurry") {
    let isAsked = false;
    return endAtInterruption(() => {
      if (isAsked) kill();
      else ask();
      isAsked = true;
    });
  }
  const releases = [undoAtInterruption(kill), askAtInterruption({ notice: stop.notice, ask, insist: kill })];
  return () => releases.forEach((release) => release());
}
