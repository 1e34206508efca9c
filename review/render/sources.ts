import { environmentFile } from "../../environments/environment-file";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SarifPlace } from "../../report/sarif";
import { causeOf, type DataChanges } from "../cause";
import { addressParts } from "../outline/address";
import { sourceFileOf } from "../source-files";

/** What a report needs to find its results in files; without it, it knows our constructs alone. */
export interface Sources {
  /** By stack, the file that its plan was read from, relative to the repository's root. */
  readonly plans?: ReadonlyMap<string, string>;
  /** The data that differ from the commit that the code was compared with. */
  readonly data?: DataChanges;
}

/** The resource, or the stack, that a result is about. */
export interface Located {
  readonly stack: string;
  /** The environment of ours; absent for somebody else's. */
  readonly environment?: string;
  readonly address: string;
  /** Attributes of it that change. */
  readonly paths: readonly string[];
}

const ROOT = join(__dirname, "..", "..");

const readLines = new Map<string, readonly string[]>();

function linesOf(file: string): readonly string[] {
  const known = readLines.get(file);
  if (known) return known;
  const path = join(ROOT, file);
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  readLines.set(file, lines);
  return lines;
}

/** `google_compute_url_map` → `ComputeUrlMap`, as cdktf names its classes. */
const className = (type: string): string =>
  type
    .replace(/^google_/, "")
    .split("_")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("");

/** Line of a file that makes a resource of a type, or else of the class that makes it; 1 where there is neither. */
function declarationLine(file: string, type: string): number {
  const lines = linesOf(file);
  const made = type === "" ? -1 : lines.findIndex((line) => line.includes(`new ${className(type)}(`));
  return made === -1 ? lineLike(file, /^export (abstract )?class /) : made + 1;
}

/** The first line of a file that matches; 1 where none does. */
const lineLike = (file: string, pattern: RegExp): number =>
  Math.max(
    linesOf(file).findIndex((line) => pattern.test(line)),
    0,
  ) + 1;

/** Where an environment declares its waivers. */
export function waiverPlace(environment: string): SarifPlace {
  const file = environmentFile(environment);
  return { file, line: lineLike(file, /^ *waivers:/) };
}

/**
 * Where a result is found: at the field of the environment's file that it comes from, or at its construct, or in the plan's
 * file. Undefined where nothing is known but the address.
 */
export function placeOf({ plans, data }: Sources, located: Located): SarifPlace | undefined {
  const { stack, environment, address, paths } = located;
  if (environment === undefined || environment === "") {
    const file = plans?.get(stack);
    return file === undefined ? undefined : { file, line: 1 };
  }
  const cause = data && causeOf(data, environment, address, paths);
  if (cause) return { file: environmentFile(environment), line: cause.line };
  const file = sourceFileOf(stack, address);
  return { file, line: declarationLine(file, addressParts(address).type) };
}
