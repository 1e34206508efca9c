import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/** Where the system does not tell when a process was started. */
const UNTOLD = "untold";

/**
 * When a process was started, in the system's own words; undefined where there is no such process. A process id is given
 * away again, a start is not.
 */
export function startOf(pid: number): string | undefined {
  try {
    return process.platform === "linux" ? startInProc(pid) : startFromPs(pid);
  } catch {
    return hasProcess(pid) ? UNTOLD : undefined;
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: field 22, in ticks since the system's start. */
function startInProc(pid: number): string | undefined {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name, which may hold blanks and parentheses.
  const [state, ...others] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // It has ended, and nobody has asked how.
  if (state === "Z") return undefined;
  return others[18];
}

function startFromPs(pid: number): string | undefined {
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  return stdout.replace(/\W/g, "") || undefined;
}

function hasProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A process that a file or a folder's name remembers. */
export interface ProcessIdentity {
  readonly pid: number;
  /** As {@link startOf} told it. */
  readonly start: string;
}

/** This process, or another one that runs. */
export const identityOf = (pid: number): ProcessIdentity => ({ pid, start: startOf(pid) ?? UNTOLD });

/** Whether that very process still runs. */
export const isRunning = ({ pid, start }: ProcessIdentity): boolean => startOf(pid) === start;

/** Writes a process into a file. A full disk ends nothing: without the file a later run only knows less of this one. */
export function rememberProcess(path: string, pid: number): void {
  try {
    writeFileSync(path, JSON.stringify(identityOf(pid)));
  } catch {
    // As said.
  }
}

/** The process that a file remembers; undefined where there is no such file, or none that was written whole. */
export function readRemembered(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
