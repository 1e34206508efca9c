import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { ROOT } from "./place";

/**
 * Where a program of this user keeps what must outlive it. A path that is not absolute counts as none
 * (https://specifications.freedesktop.org/basedir-spec/latest/).
 */
function stateHome(): string {
  const { XDG_STATE_HOME: given = "" } = process.env;
  return isAbsolute(given) ? given : join(homedir(), ".local", "state");
}

/** Whether a folder is in the checkout, where a commit or an artifact would take along what stands there. */
function isInCheckout(folder: string): boolean {
  const path = relative(realpathSync(ROOT), realpathSync(folder));
  return path === "" || (!path.startsWith("..") && !isAbsolute(path));
}

/** A folder of this user alone, made where it is not there. */
function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/**
 * A folder that outlives the run, for what may hold secrets and must not be lost.
 *
 * @throws where the user has no home that can be written, outside the checkout
 */
function homeFolder(): string {
  const folder = privateFolder(join(stateHome(), "netra"));
  if (isInCheckout(folder)) throw new Error(`${folder} is in the checkout`);
  return folder;
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
  moveInto(() => mkdtempSync(join(homeFolder(), "kept-")), path, name) ?? moveInto(temporaryFolder, path, name);

/** How many errors are kept. */
const MOST_ERRORS = 20;

const ERROR_FILE = /^\d{4}-\d\d-\d\dT[\d-]+Z-[\w-]+\.txt$/;

function errorFolder(): string {
  try {
    return privateFolder(join(homeFolder(), "errors"));
  } catch {
    return privateFolder(join(temporaryFolder(), "errors"));
  }
}

/**
 * Keeps the text of an error where it outlives the run, for this user alone and outside the checkout. Only the newest are
 * kept.
 *
 * @param name - what it is about: `staging-services-apply`
 * @returns its path; undefined where it cannot be written, as on a full disk: the error must not be lost behind that one
 */
export function keepError(name: string, text: string, now: Date): string | undefined {
  try {
    const folder = errorFolder();
    if (isInCheckout(folder)) return undefined;
    const file = `${now.toISOString().replace(/[:.]/g, "-")}-${name}-${process.pid}.txt`;
    const path = join(folder, file);
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    // The clock may have stood in the future when others were written.
    const others = readdirSync(folder).filter((each) => ERROR_FILE.test(each) && each !== file);
    const old = others.sort().slice(0, -(MOST_ERRORS - 1));
    for (const each of old) rmSync(join(folder, each), { force: true });
    return path;
  } catch {
    return undefined;
  }
}
