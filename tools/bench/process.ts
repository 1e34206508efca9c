import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runChild, type ChildResult } from "../../cli/shared/child";
import { childVariables } from "../../cli/shared/child-variables";
import { CouldNotTell } from "../../cli/shared/command";

/** Where and how often to measure. */
export interface BenchSettings {
  /** The repository's top folder. */
  readonly root: string;
  /** A folder for everything that is written. Whoever creates it removes it. */
  readonly scratch: string;
  /** Measured runs of each process, after one that warms up. */
  readonly runs: number;
  /** Shows a line of progress. */
  readonly progress: (text: string) => void;
}

/** A process that has ended. */
export interface ProcessRun {
  readonly stdout: string;
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Seconds of processors, user and system, with everything that it started: other load hardly changes them. */
  readonly cpuSeconds: number;
}

/** What to measure. */
export interface ProcessCall {
  /** For messages and progress. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Variables besides those of this process. @default none */
  readonly variables?: NodeJS.ProcessEnv;
  /** @default 120 */
  readonly deadlineSeconds?: number;
  /** Exit codes of a run that did what was asked. @default 0 alone */
  readonly statuses?: readonly number[];
  /** `read` where the output is wanted: reading sixty megabytes takes a noticeable share of the time. @default ignored */
  readonly stdout?: "read";
}

const DEADLINE_SECONDS = 120;

/**
 * Runs a command and writes the processor time of itself and of all that it waited for. Node can ask only for its own.
 * This is bash, whose `times` counts milliseconds; other shells count hundredths of a second.
 */
const TIMED = 'report=$1; shift; "$@"; status=$?; times >"$report"; exit $status';

/** `1m2.345s` */
const SHELL_TIME = /(\d+)m([\d.,]+)s/g;

/** Processor seconds of the children of a shell, from what its `times` prints: its own line, then its children's. */
export function childrenSeconds(times: string): number {
  const [, children = ""] = times.split("\n");
  return [...children.matchAll(SHELL_TIME)].reduce(
    (sum, [, minutes, seconds = ""]) => sum + 60 * Number(minutes) + Number(seconds.replace(",", ".")),
    0,
  );
}

/** What a failed process said: Node prints where something was thrown before what was thrown. */
function failureText({ failure, stderr }: ChildResult): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0];
  return [failure, said?.trim()].filter(Boolean).join(": ");
}

/**
 * Runs a process to its end.
 *
 * @throws CouldNotTell where it fails
 */
export async function runProcess({ root, scratch }: BenchSettings, call: ProcessCall): Promise<ProcessRun> {
  const { name, command, args, variables, deadlineSeconds = DEADLINE_SECONDS, statuses = [0], stdout } = call;
  const report = join(scratch, "times");
  const result = await runChild("bash", ["-c", TIMED, "bash", report, command, ...args], {
    cwd: root,
    // What a killed process leaves behind goes with the scratch folder.
    env: { ...childVariables("measured"), TMPDIR: scratch, ...variables },
    deadlineSeconds,
    ...(stdout === undefined && { stdout: "ignore" }),
  });
  const isDone = result.status !== null && statuses.includes(result.status);
  if (!isDone) throw new CouldNotTell(`${name}: ${failureText(result)}`);
  return {
    stdout: result.stdout,
    seconds: result.seconds,
    cpuSeconds: childrenSeconds(readFileSync(report, "utf8")),
  };
}

/** Runs Node, the same as this one. */
export const runNode = (
  settings: BenchSettings,
  name: string,
  args: readonly string[],
  rest: Omit<ProcessCall, "name" | "command" | "args"> = {},
): Promise<ProcessRun> => runProcess(settings, { name, command: process.execPath, args, ...rest });

/** The command of the checkout. */
export const netraPath = (root: string): string => join(root, "netra");

/** A folder of this name in the scratch folder. */
export function outputFolder({ scratch }: Pick<BenchSettings, "scratch">, name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Shows which round of a section is running. */
export const roundProgress =
  ({ progress, runs }: BenchSettings, name: string) =>
  (round: number): void =>
    progress(round === 0 ? `${name}: warming up` : `${name}: run ${round} of ${runs}`);
