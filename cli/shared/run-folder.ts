import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { CouldNotTell } from "./command";
import { ERRORED_STATE, rescueState, rescueText } from "./errored-state";
import { inPassingFolder, removeFolder } from "./interruption";
import { identityOf, isRunning, readRemembered } from "./process-identity";
import { ROOT } from "./place";
import { readProject } from "./project";
import { PLAN_FILE } from "./terraform";
import { RUNNING_FILE } from "./terraform-call";

/**
 * The folder of one run: what it has synthesized, its plans, and what Terraform says. No other command knows its name, and
 * no other user may look into it. It stands outside the checkout, which may be read-only.
 */

const PREFIX = "netra-run";

/** Processes of another host, as of another container with the same temporary folder, cannot be asked for. */
const HOST = hostname().replace(/[^A-Za-z0-9-]/g, "-");

/** `netra-run.HOST.PID.START.XXXXXX` */
const NAME = new RegExp(`^${PREFIX}\\.([A-Za-z0-9-]+)\\.(\\d+)\\.(\\w+)\\.\\w+$`);

const namesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Whether Terraform still runs in a folder whose owner has died: it may be about to save its state. */
const hasTerraform = (stacks: string): boolean =>
  namesOf(stacks).some((stack) => {
    const identity = readRemembered(join(stacks, stack, RUNNING_FILE));
    return identity !== undefined && isRunning(identity);
  });

/** Folder of the synthesized stacks in a run's folder. */
export const stacksOf = (folder: string): string => join(folder, "stacks");

/** Removes a run's folder, but no state that stands nowhere else: what cannot be moved now, a later run moves. */
function removeRun(folder: string): void {
  const stacks = stacksOf(folder);
  let isStaying = false;
  for (const stack of namesOf(stacks)) {
    const kept = rescueState(join(stacks, stack), stack);
    if (kept === undefined) continue;
    process.stderr.write(`${rescueText(stack, kept)}\n`);
    isStaying ||= kept.startsWith(folder);
  }
  if (isStaying) removeAllButStates(folder);
  else removeFolder(folder);
}

function removeAllButStates(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory() && entry.name !== ERRORED_STATE) rmSync(join(entry.parentPath, entry.name));
  }
}

function isLeftover(name: string): boolean {
  const [, host, pid, start = ""] = NAME.exec(name) ?? [];
  if (host !== HOST) return false;
  const path = join(tmpdir(), name);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory() || found.uid !== process.getuid?.()) return false;
  return !isRunning({ pid: Number(pid), start }) && !hasTerraform(stacksOf(path));
}

/**
 * Removes what dead runs of this user have left, and plans that versions before this folder have left in the project's
 * output folder.
 */
function sweepLeftovers(): void {
  for (const name of namesOf(tmpdir()).filter(isLeftover)) removeRun(join(tmpdir(), name));
  const stacks = stacksOf(readProject(ROOT).output);
  for (const stack of namesOf(stacks)) {
    try {
      rmSync(join(stacks, stack, PLAN_FILE), { force: true });
    } catch {
      // The checkout is read-only, so no plan was written there.
    }
  }
}

function makeFolder(): string {
  const { pid, start } = identityOf(process.pid);
  try {
    return mkdtempSync(join(tmpdir(), `${PREFIX}.${HOST}.${pid}.${start}.`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CouldNotTell(
      `temporary folder ${tmpdir()}: no folder can be made there (${code}); name another with TMPDIR`,
    );
  }
}

/** Runs with a folder for it alone, which is gone afterwards, whatever happens. */
export function inRunFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  sweepLeftovers();
  return inPassingFolder({ make: makeFolder, remove: removeRun }, run);
}
