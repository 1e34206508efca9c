import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { CouldNotTell } from "./command";
import { callerPath } from "./place";
import { firstLine } from "../../report/text";

/** The keys of cdktf.json that this program reads; the cdktf command reads the others. */
const ProjectFile = z.object({
  language: z.literal("typescript"),
  app: z.string().min(1),
  output: z.string().min(1).default("cdktf.out"),
});

/** Where the project synthesizes to. */
export interface Project {
  /** Absolute path. */
  readonly output: string;
  /** The same as cdktf.json or its variable has it. */
  readonly shownOutput: string;
}

/**
 * Reads cdktf.json as the cdktf command would; CDKTF_OUTDIR goes first, as there. The variable is the caller's, so it is
 * relative to where they stand.
 *
 * @throws CouldNotTell when the file is missing or broken
 */
export function readProject(root: string): Project {
  const { output } = parseProjectFile(root);
  const { CDKTF_OUTDIR: wanted } = process.env;
  return {
    output: wanted === undefined ? resolve(root, output) : callerPath(wanted),
    shownOutput: wanted ?? output,
  };
}

/**
 * The project's output folder, for a command that writes there.
 *
 * @throws CouldNotTell as {@link readProject}, and where the folder cannot be written
 */
export function writableOutput(root: string): string {
  const { output, shownOutput } = readProject(root);
  assertWritable(output, shownOutput);
  return output;
}

function parseProjectFile(root: string): z.infer<typeof ProjectFile> {
  const path = join(root, "cdktf.json");
  if (!existsSync(path)) {
    throw new CouldNotTell(`cdktf.json: not found in ${root}; restore it from git`);
  }
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CouldNotTell(`cdktf.json: not readable as JSON (${firstLine((error as Error).message)}); repair it`);
  }
  const parsed = ProjectFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CouldNotTell(
    `cdktf.json: ${issue?.path.join(".") || "content"}: ${issue?.message ?? "invalid"}; repair it`,
  );
}

/** Checks the output folder before the work: cdktf would fail after it, with half of the files written. */
function assertWritable(path: string, shown: string): void {
  const target = existsSync(path) ? path : dirname(path);
  const advice = "choose another folder with CDKTF_OUTDIR or output in cdktf.json";
  if (!existsSync(target))
    throw new CouldNotTell(`output folder ${shown}: its parent folder does not exist; ${advice}`);
  if (!statSync(target).isDirectory()) throw new CouldNotTell(`output folder ${shown}: not a folder; ${advice}`);
  try {
    accessSync(target, constants.W_OK | constants.X_OK);
  } catch {
    throw new CouldNotTell(`output folder ${shown}: not writable; ${advice}`);
  }
}
