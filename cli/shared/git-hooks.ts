import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { runChild } from "./child";
import { childVariables } from "./child-variables";
import { CouldNotTell } from "./command";

/** The tracked folder with the hooks. Git takes a relative one from the top of each worktree. */
export const HOOKS_FOLDER = ".githooks";

const SETTING = "core.hooksPath";
const GIT_DEADLINE_SECONDS = 20;

/** What became of the setting. */
export interface HooksOutcome {
  /** False where other hooks are in use, and stay. */
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const done = (...lines: string[]): HooksOutcome => ({ ok: true, lines });
const refused = (line: string): HooksOutcome => ({ ok: false, lines: [line] });

/** What git prints, or undefined where it ends with status 1, which says that something is not set. */
async function callGit(root: string, ...args: string[]): Promise<string | undefined> {
  const options = { cwd: root, env: childVariables("git"), deadlineSeconds: GIT_DEADLINE_SECONDS };
  const { stdout, stderr, status, failure = "" } = await runChild("git", args, options);
  if (status === 0) return stdout.trim();
  if (status === 1) return undefined;
  throw new CouldNotTell(`git ${args[0]}: ${stderr.trim().split("\n")[0] || failure}`);
}

/** The value in use; first asks for the repository, because outside of one git would read the person's own settings. */
async function hooksPath(root: string): Promise<string | undefined> {
  if ((await callGit(root, "rev-parse", "--show-prefix")) !== "") {
    throw new CouldNotTell(`${root}: not the top folder of a git repository, where git looks for ${HOOKS_FOLDER}`);
  }
  return callGit(root, "config", "--get", SETTING);
}

/** Hooks in git's own folder, which it would not run any more; without the samples that git puts there. */
async function hooksOfGit(root: string): Promise<readonly string[]> {
  const folder = resolve(root, (await callGit(root, "rev-parse", "--git-path", "hooks")) ?? "");
  try {
    return readdirSync(folder)
      .filter((name) => !name.endsWith(".sample"))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/**
 * Lets git run the tracked hooks, in every worktree of the repository.
 *
 * @param root - the checkout's top folder
 * @throws CouldNotTell where git cannot be asked, or there is no repository
 */
export async function setHooks(root: string): Promise<HooksOutcome> {
  const current = await hooksPath(root);
  if (current === HOOKS_FOLDER) return done(`git runs the hooks of ${HOOKS_FOLDER} already`);
  if (current !== undefined) {
    return refused(`${SETTING} is ${current}; call ./netra check from its pre-commit hook, or unset it first`);
  }
  const own = await hooksOfGit(root);
  if (own.length > 0) {
    return refused(
      `${own.join(", ")}: would not run any more; move it to ${HOOKS_FOLDER} or remove it, then try again`,
    );
  }
  await callGit(root, "config", "--local", SETTING, HOOKS_FOLDER);
  return done(
    `git runs ./netra check before every commit: ${SETTING} is ${HOOKS_FOLDER} for every worktree of this repository`,
    "./netra hooks --remove takes it back; git commit --no-verify passes it by once",
  );
}

/**
 * Takes back what {@link setHooks} has set.
 *
 * @throws CouldNotTell as that does
 */
export async function removeHooks(root: string): Promise<HooksOutcome> {
  const current = await hooksPath(root);
  if (current === undefined) return done(`git runs no hooks of this repository: ${SETTING} is not set`);
  if (current !== HOOKS_FOLDER) return refused(`${SETTING} is ${current}, which this command has not set; it stays`);
  await callGit(root, "config", "--local", "--unset", SETTING);
  return done(`git runs no hooks of this repository any more: ${SETTING} is unset`);
}
