import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The repository's root. */
export const ROOT = resolve(__dirname, "../..");

/** Folders that hold nothing written by hand. */
const SKIPPED: ReadonlySet<string> = new Set([".git", "node_modules", "cdktf.out", "coverage", "golden", "plans"]);

/** Paths of the files whose name matches, relative to the root: what people write, as far as a walk without git can tell. */
export function trackedFiles(name: RegExp, folder = ""): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : trackedFiles(name, path);
    return name.test(entry.name) ? [path] : [];
  });
}
