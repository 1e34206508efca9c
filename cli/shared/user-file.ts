import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { CouldNotTell } from "./command";
import { callerPath } from "./place";

const MIB = 1024 * 1024;

/** The largest file of each sort that is read, in MiB. */
export const MOST_MIB = {
  /** Plans and states: ten thousand resources take some 50. */
  terraform: 256,
  /** Reports that our own commands have printed. */
  report: 64,
  /** Runs of a verification: a run every half hour takes some 100 a year. */
  history: 512,
  /** Certificates. */
  certificates: 4,
  /** What a sandbox holds. */
  sandbox: 256,
} as const;

/** A sort of file that users name. */
export type UserFile = keyof typeof MOST_MIB;

function sortProblem(stats: Stats, sort: UserFile): string | undefined {
  if (stats.isDirectory()) return "a folder; name a file in it";
  if (!stats.isFile()) return "a pipe or a device; write its content to a file and name that";
  if (stats.size > MOST_MIB[sort] * MIB) {
    return `${Math.ceil(stats.size / MIB)} MiB found, at most ${MOST_MIB[sort]} MiB allowed; name another file`;
  }
  return undefined;
}

/** Opens a user's file for reading, and asks for its type and size before anything is read. */
function openUserFile<T>(file: string, sort: UserFile, read: (descriptor: number) => T): T {
  let descriptor: number;
  try {
    // Without this flag, opening a pipe would wait until somebody writes to it.
    descriptor = openSync(callerPath(file), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new CouldNotTell(`${file}: not readable (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`);
  }
  try {
    const problem = sortProblem(fstatSync(descriptor), sort);
    if (problem !== undefined) throw new CouldNotTell(`${file}: ${problem}`);
    return read(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a file that the user has named.
 *
 * @param file - relative to where the caller stands
 * @throws CouldNotTell where it is not readable, no regular file or too large
 */
export const readUserFile = (file: string, sort: UserFile): string =>
  openUserFile(file, sort, (descriptor) => readFileSync(descriptor, "utf8"));

/**
 * The same without reading it, for a file that is read piece by piece later.
 *
 * @throws CouldNotTell as {@link readUserFile} does
 */
export const checkUserFile = (file: string, sort: UserFile): void => openUserFile(file, sort, () => undefined);
