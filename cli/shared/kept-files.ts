import { chmodSync, copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Where a program of this user keeps what must outlive it (https://specifications.freedesktop.org/basedir-spec/latest/). */
const stateHome = (): string => process.env.XDG_STATE_HOME || join(homedir(), ".local", "state");

/**
 * A folder that outlives the run, for what may hold secrets and must not be lost: for this user alone, and outside the
 * checkout, so that no commit and no artifact takes it along. Where the user has no home that can be written, it is one of
 * the temporary folder's.
 */
function keptFolder(): string {
  const folder = join(stateHome(), "netra");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    return mkdtempSync(join(folder, "kept-"));
  } catch {
    return mkdtempSync(join(tmpdir(), "netra-kept-"));
  }
}

/**
 * Copies a file where it outlives the run.
 *
 * @param name - of the copy
 * @returns its path
 */
export function keepFile(path: string, name: string): string {
  const kept = join(keptFolder(), name);
  copyFileSync(path, kept);
  chmodSync(kept, 0o600);
  return kept;
}
