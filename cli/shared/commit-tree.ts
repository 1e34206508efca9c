import { join } from "node:path";
import { runChild, type ChildOptions } from "./child";
import { childVariables } from "./child-variables";
import { CouldNotTell } from "./command";

const GIT_DEADLINE_SECONDS = 120;

/** A commit as somebody named it, and the option in which they did. */
export interface NamedCommit {
  readonly ref: string;
  /** `--base`. */
  readonly option: string;
}

/**
 * Runs git or npm and returns what it prints.
 *
 * @param silence - what it means where the command fails and says nothing; @default how it ended
 * @throws CouldNotTell
 */
export async function callCommand(
  command: string,
  args: readonly string[],
  options: ChildOptions,
  silence?: string,
): Promise<string> {
  const { failure, status, stdout, stderr } = await runChild(command, args, options);
  if (failure === undefined) return stdout;
  const [said] = stderr.trim().split("\n").slice(-1);
  if (silence !== undefined && status !== null && !said) throw new CouldNotTell(silence);
  throw new CouldNotTell(`${command} ${args[0]}: ${said || failure}`);
}

/**
 * Writes a commit's files to a folder, through an index that stands beside it: a worktree would be registered in the
 * repository, and would stay there when git is killed.
 *
 * @param folder - one that passes, for the index
 * @param tree - where the files go
 * @throws CouldNotTell where git fails
 */
export async function writeTree(
  root: string,
  { ref, option }: NamedCommit,
  folder: string,
  tree: string,
): Promise<void> {
  const env = { ...childVariables("git"), GIT_INDEX_FILE: join(folder, "index") };
  const options = { cwd: root, env, deadlineSeconds: GIT_DEADLINE_SECONDS };
  const commit = await callCommand(
    "git",
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`],
    options,
    `${option} ${ref}: no name of a commit; give a branch, tag or commit`,
  );
  await callCommand("git", ["read-tree", commit.trim()], options);
  await callCommand("git", ["checkout-index", "--all", `--prefix=${tree}/`], options);
}
