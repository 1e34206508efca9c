import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./tracked-files";

/**
 * Synthesizes every environment in a process of its own, once for a run: only a whole synthesis wires the references
 * between stacks.
 *
 * @param script - what synthesizes
 * @param preload - a script that the process loads before the program
 * @returns the output folder
 */
export async function synthesizeOnce(script: string, preload?: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "netra-test-"));
  const preloads = [join(ROOT, "tools/register.js"), ...(preload === undefined ? [] : [preload])];
  const args = [...preloads.flatMap((file) => ["--require", file]), script];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...process.env, CDKTF_OUTDIR: folder } });
  return folder;
}
