import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../../cli/child";
import { probe } from "./availability";
import { DIRECTORY_VARIABLE, writeRun, type StackJson } from "./run";
import { ROOT } from "./terraform";

/** Synthesizes every stack as `npm run synth` does, into a folder of this run, and finds out what can be asked here. */
export default async function globalSetup(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "provider-word-"));
  process.env[DIRECTORY_VARIABLE] = directory;
  const stacks = await synthesize(join(directory, "cdktf.out"));
  const availability = await probe(directory);
  if ("reason" in availability) process.stdout.write(`\nThe provider is not asked: ${availability.reason}\n`);
  writeRun({ availability, stacks });
}

async function synthesize(outdir: string): Promise<Readonly<Record<string, StackJson>>> {
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  const args = [require.resolve("ts-node/dist/bin"), "main.ts"];
  const { failure, stderr } = await runChild(process.execPath, args, { cwd: ROOT, env, deadlineSeconds: 60 });
  if (failure !== undefined) throw new Error(`synthesis: ${failure}\n${stderr}`);
  const manifest = readJson(join(outdir, "manifest.json")) as {
    stacks: Record<string, { synthesizedStackPath: string }>;
  };
  return Object.fromEntries(
    Object.entries(manifest.stacks).map(([name, { synthesizedStackPath }]) => [
      name,
      readJson(join(outdir, synthesizedStackPath)) as StackJson,
    ]),
  );
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
