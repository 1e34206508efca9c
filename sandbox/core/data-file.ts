import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Snapshot } from "./store";

const FILE = "sandbox.json";

const SnapshotFile = z.object({
  entries: z.array(z.tuple([z.string(), z.record(z.string(), z.json())])),
  counter: z.number().int().nonnegative(),
  salt: z.string().min(1),
});

/** What a folder holds of an earlier run; undefined where it holds nothing. */
export function readData(folder: string): Snapshot | { readonly problem: string } | undefined {
  const path = join(folder, FILE);
  if (!existsSync(path)) return undefined;
  try {
    const parsed = SnapshotFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.data;
  } catch {
    // Said below, as for a file of another form.
  }
  return { problem: `${path}: not a file of the sandbox; remove it, or name another folder` };
}

/**
 * Writes a snapshot in one step: a reader sees the old or the new one. Only the owner may read it, because the states
 * of Terraform in it hold what states hold.
 */
export function writeData(folder: string, snapshot: Snapshot): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, FILE);
  // One that was left behind keeps its mode when it is written again.
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, JSON.stringify(snapshot), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
