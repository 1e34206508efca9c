import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Puts a disk of its own on a folder.
 *
 * @param size - as `64k`
 * @param more - options of the mount, as `,ro`
 * @returns whether that is allowed here
 */
export const mountTiny = (folder: string, size = "64k", more = ""): boolean =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}${more}`, "tmpfs", folder]).status === 0;

/** Nobody may write to a folder's disk any more. */
export const makeReadOnly = (folder: string): void => void execFileSync("mount", ["-o", "remount,ro", folder]);

/** Takes a folder's disk away. */
export const unmount = (folder: string): void => void execFileSync("umount", [folder]);

/** Only an administrator may mount, and not in every container. */
function mayMount(): boolean {
  const target = mkdtempSync(join(tmpdir(), "netra-mount-"));
  try {
    return mountTiny(target) && spawnSync("umount", [target]).status === 0;
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/** A test with a disk of its own, and what its name says where it is skipped. */
export const [onTinyDisk, skipReason] = mayMount() ? [test, ""] : [test.skip, ": skipped, no disk may be mounted here"];
