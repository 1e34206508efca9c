import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CouldNotTell } from "./command";
import { callerPath } from "./place";
import { isRecord } from "../../policy/core/json";
import { errorReason } from "../../report/text";

/** cdktf's own default. */
const DEFAULT_OUTPUT = "cdktf.out";

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
  const output = readOutput(root);
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

/** The output folder as cdktf.json has it. */
function readOutput(root: string): string {
  const path = join(root, "cdktf.json");
  if (!existsSync(path)) {
    throw new CouldNotTell(`cdktf.json: not found in ${root}; restore it from git`);
  }
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CouldNotTell(`cdktf.json: not readable as JSON (${errorReason(error)}); repair it`);
  }
  return outputOf(json);
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/**
 * Reads the keys that this program needs; the cdktf command reads the others. By hand, because loading a library for
 * three keys would be a twentieth of a check.
 */
function outputOf(json: unknown): string {
  const wrong = (key: string, found: unknown, allowed: string): CouldNotTell => {
    const text = found === undefined ? "nothing" : JSON.stringify(found);
    return new CouldNotTell(`cdktf.json: ${key}: ${text} found, ${allowed} expected; repair it`);
  };
  if (!isRecord(json)) throw wrong("content", json, "an object");
  const { language, app, output = DEFAULT_OUTPUT } = json;
  if (language !== "typescript") throw wrong("language", language, '"typescript"');
  if (!isText(app)) throw wrong("app", app, "a text");
  if (!isText(output)) throw wrong("output", output, "a text");
  return output;
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
