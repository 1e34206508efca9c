import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where the lock file is kept: reviewed, at the root, under a name that no `terraform` run there writes to. */
export const KEPT_LOCK_FILE = "terraform.lock.hcl";

/** Where Terraform reads it: beside the configuration. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** What the repository's lock file says; "" where there is none. */
export function keptLock(root: string): string {
  const kept = join(root, KEPT_LOCK_FILE);
  return existsSync(kept) ? readFileSync(kept, "utf8") : "";
}

/**
 * Puts the repository's provider lock file into a stack's folder before `terraform init`. Synthesis owns those folders
 * and removes them, so the file cannot live there, and without it every init would trust whatever it downloads.
 *
 * @returns whether there is one; without it, init makes a new one
 */
export function copyLockFile(root: string, stackDirectory: string): boolean {
  const kept = join(root, KEPT_LOCK_FILE);
  if (!existsSync(kept)) return false;
  copyFileSync(kept, join(stackDirectory, LOCK_FILE));
  return true;
}

/** The same for every stack of a synthesis. */
export function copyLockFiles(root: string, outdir: string): void {
  if (!existsSync(join(root, KEPT_LOCK_FILE))) return;
  for (const stack of readdirSync(join(outdir, "stacks"))) copyLockFile(root, join(outdir, "stacks", stack));
}
