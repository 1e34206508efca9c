import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Where a program of this user keeps what must outlive it (https://specifications.freedesktop.org/basedir-spec/latest/). */
const stateHome = (): string => process.env.XDG_STATE_HOME || join(homedir(), ".local", "state");

/** A folder that outlives the run: for this user alone, and outside the checkout, so that no commit and no artifact takes it along. */
function homeFolder(): string {
  const folder = join(stateHome(), "netra");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return mkdtempSync(join(folder, "kept-"));
}

/** For a user without a home that can be written, or whose disk is full. */
const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "netra-kept-"));

/**
 * Moves a file in two ways. A new name needs no space, but a file that moves to another disk has to be copied first. A part
 * of it must not stay.
 */
function moveInto(makeFolder: () => string, path: string, name: string): string | undefined {
  let folder: string | undefined;
  try {
    folder = makeFolder();
    const kept = join(folder, name);
    chmodSync(path, 0o600);
    try {
      renameSync(path, kept);
    } catch {
      copyFileSync(path, kept);
      rmSync(path);
    }
    return kept;
  } catch {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}

/**
 * Moves a file, which may hold secrets and must not be lost, to where it outlives the run.
 *
 * @param name - its new one
 * @returns its new path; undefined where it can be moved nowhere, as on a full disk, so that it stays where it is
 */
export const keepFile = (path: string, name: string): string | undefined =>
  moveInto(homeFolder, path, name) ?? moveInto(temporaryFolder, path, name);
