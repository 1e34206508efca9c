import { createReadStream, existsSync } from "node:fs";
import { appendFile, open } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { parseRecord, type RunRecord } from "./record";

/** Most runs that are read back. One every five minutes makes more than half a day; one a night, half a year. */
export const RUNS_READ = 200;

/** Earlier runs, or why the file is not a history of this environment. */
export type History =
  { readonly ok: true; readonly runs: readonly RunRecord[] } | { readonly ok: false; readonly problem: string };

/** The file's last runs, oldest first; none where the file does not exist yet. */
export async function readHistory(file: string, environment: string): Promise<History> {
  let lines: readonly NumberedLine[];
  try {
    lines = await lastLines(file);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    // The file can be made if its folder exists. Otherwise the user hears it now, not after the run.
    if (code === "ENOENT" && existsSync(dirname(file))) return { ok: true, runs: [] };
    return { ok: false, problem: `${file}: not readable (${code})` };
  }
  const runs: RunRecord[] = [];
  for (const { number, text } of lines) {
    const run = parseRecord(text);
    if (!run)
      return {
        ok: false,
        problem: `${file}:${number}: no run of this command; take the line out, or begin a new file`,
      };
    if (run.environment !== environment) {
      const problem = `${file}:${number}: a run of ${run.environment}, not of ${environment}; name another file`;
      return { ok: false, problem };
    }
    runs.push(run);
  }
  return { ok: true, runs };
}

interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** Reads line by line: the file may hold years of runs. */
async function lastLines(file: string): Promise<readonly NumberedLine[]> {
  const last: NumberedLine[] = [];
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (text === "") continue;
    last.push({ number, text });
    if (last.length > RUNS_READ) last.shift();
  }
  return last;
}

/** Adds a run at the file's end, in one write. @throws where the file cannot be written */
export async function appendRun(file: string, run: RunRecord): Promise<void> {
  // Someone who edited the file may have removed its last line break; two runs on one line could not be read.
  const separator = (await endsWithLineBreak(file)) ? "" : "\n";
  await appendFile(file, `${separator}${JSON.stringify(run)}\n`);
}

async function endsWithLineBreak(file: string): Promise<boolean> {
  const handle = await open(file, "a+");
  try {
    const { size } = await handle.stat();
    if (size === 0) return true;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() === "\n";
  } finally {
    await handle.close();
  }
}
