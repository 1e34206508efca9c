import { join, relative, resolve } from "node:path";

/** The checkout that this program belongs to, wherever it is called from. */
export const ROOT = join(__dirname, "..", "..");

/**
 * The folder in which the caller stands. npm starts its scripts in the checkout's top folder and keeps the caller's in
 * INIT_CWD. The variable is inherited by whatever such a script starts, so it counts only for the command that npm started.
 *
 * @param process - the running process
 */
export function callerFolder({ argv, env, cwd }: Pick<NodeJS.Process, "argv" | "env" | "cwd">): string {
  const here = cwd();
  const isNpms = here === ROOT && env.npm_lifecycle_event !== undefined && env.npm_lifecycle_event === argv[2];
  return isNpms ? (env.INIT_CWD ?? here) : here;
}

/** A path as the caller would write it: relative to where they stand, if it is below that. */
export function callerView(path: string): string {
  const shown = relative(callerFolder(process), path);
  return shown === "" || shown.startsWith("..") ? path : shown;
}

/** A path that the caller gave, as an absolute one. Messages show it as it was given. */
export const callerPath = (path: string): string => resolve(callerFolder(process), path);
