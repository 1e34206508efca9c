import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Snapshot } from "./store";

const FILE = "sandbox.json";

const SnapshotFile = z.object({
  entries: z.array(z.tuple([z.string(), z.record(z.string(), z.json())])),
  counter: z.number().int().nonnegative(),
  salt: z.string().min(1),
});

/** The file in which a folder keeps what a sandbox holds. */
export const dataFile = (folder: string): string => join(folder, FILE);

/** The snapshot of an earlier run in a folder; undefined where there is none. */
export function readData(folder: string): Snapshot | { readonly problem: string } | undefined {
  const path = dataFile(folder);
  if (!existsSync(path)) return undefined;
  try {
    const parsed = SnapshotFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.data;
  } catch {
    // The text is not JSON: the problem below says so.
  }
  return { problem: `${path}: not a file of the sandbox; remove it, or name another folder` };
}

/**
 * Writes a snapshot in one step: a reader sees the old or the new one. Only the owner may read it, because states of
 * Terraform hold secrets.
 */
export async function writeData(folder: string, snapshot: Snapshot): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = dataFile(folder);
  // A file that an interrupted write left behind would keep its mode.
  await rm(`${path}.new`, { force: true });
  await writeFile(`${path}.new`, JSON.stringify(snapshot), { mode: 0o600 });
  await rename(`${path}.new`, path);
}
