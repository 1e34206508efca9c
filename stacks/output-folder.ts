import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Beginning of the name of a folder in the output folder that a synthesis has not finished. */
const UNFINISHED = ".unfinished-";

/** Removes what a killed synthesis has left in an output folder. */
export function removeUnfinished(outdir: string): void {
  for (const name of readdirSync(outdir)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(outdir, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Writes a synthesis as a whole: into a new folder first, from where its files are moved in place when all of them are
 * there. Where writing fails, as on a full disk, what was synthesized before stays as it is.
 *
 * @param outdir - the output folder, whose stacks keep what Terraform has put beside their configuration
 * @param write - writes everything into the folder that it is given
 */
export function writeWhole(outdir: string, write: (folder: string) => void): void {
  makeFolder(outdir);
  const unfinished = mkdtempSync(join(outdir, UNFINISHED));
  try {
    write(unfinished);
    moveFiles(unfinished, outdir);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Makes a folder in one that is there. Node's own way to make both tries for ever where the system allows none. */
function makeFolder(path: string): void {
  if (!existsSync(path)) mkdirSync(path);
}

/** Moves every file; folders that exist already keep what else they hold. */
function moveFiles(from: string, to: string): void {
  makeFolder(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) moveFiles(source, target);
    else renameSync(source, target);
  }
}
