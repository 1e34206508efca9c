import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { runChild } from "./shared/child";
import { CommandLine, CouldNotTell, type ExitCode, type Subcommand } from "./shared/command";
import { ROOT } from "./shared/place";

/** The tracked folder with the hooks. Git takes a relative one from the top of each worktree. */
const FOLDER = ".githooks";
const SETTING = "core.hooksPath";
const GIT_DEADLINE_SECONDS = 20;

const command = new CommandLine("hooks")
  .description(
    `Lets git run netra check before every commit, through ${SETTING}. Exit 0, 1 other hooks are in use and stay, 2 could not tell.`,
  )
  .option("--remove", "take it back");

/** What git prints, or undefined where it ends with another status than 0. */
async function callGit(...args: string[]): Promise<string | undefined> {
  const options = { cwd: ROOT, env: process.env, deadlineSeconds: GIT_DEADLINE_SECONDS };
  const { stdout, stderr, status, failure = "" } = await runChild("git", args, options);
  if (status === 0) return stdout.trim();
  if (status === 1) return undefined;
  throw new CouldNotTell(`git ${args[0]}: ${stderr.trim().split("\n")[0] || failure}`);
}

/** Hooks that git would not run any more: those in its own folder, without the samples that git puts there. */
async function ownHooks(): Promise<readonly string[]> {
  const folder = resolve(ROOT, (await callGit("rev-parse", "--git-path", "hooks")) ?? "");
  try {
    return readdirSync(folder)
      .filter((name) => !name.endsWith(".sample"))
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

const printLine = (text: string): void => void process.stdout.write(`${text}\n`);

function refuse(text: string): ExitCode {
  process.stderr.write(`${text}\n`);
  return 1;
}

async function set(current: string | undefined): Promise<ExitCode> {
  if (current === FOLDER) {
    printLine(`git runs the hooks of ${FOLDER} already`);
    return 0;
  }
  if (current !== undefined) {
    return refuse(`${SETTING} is ${current}; call ./netra check from its pre-commit hook, or unset it first`);
  }
  const own = await ownHooks();
  if (own.length > 0) {
    return refuse(`${own.join(", ")} would not run any more; move it to ${FOLDER}, or remove it, and run this again`);
  }
  await callGit("config", "--local", SETTING, FOLDER);
  printLine(
    `git runs ./netra check before every commit: ${SETTING} is ${FOLDER} for every worktree of this repository`,
  );
  printLine("./netra hooks --remove takes it back; git commit --no-verify passes it by once");
  return 0;
}

async function remove(current: string | undefined): Promise<ExitCode> {
  if (current === undefined) {
    printLine("git runs no hooks of this repository");
    return 0;
  }
  if (current !== FOLDER) return refuse(`${SETTING} is ${current}, which this command has not set; it stays`);
  await callGit("config", "--local", "--unset", SETTING);
  printLine(`git runs no hooks of this repository any more: ${SETTING} is unset`);
  return 0;
}

async function hooks(): Promise<ExitCode> {
  const isRemoved = command.opts<{ remove?: true }>().remove === true;
  // First, because outside a repository git would read the person's own settings.
  if ((await callGit("rev-parse", "--show-prefix")) !== "") {
    throw new CouldNotTell(`${ROOT}: not the top folder of a git repository, where git looks for ${FOLDER}`);
  }
  const current = await callGit("config", "--get", SETTING);
  return isRemoved ? remove(current) : set(current);
}

/** `netra hooks`. */
export const subcommand: Subcommand = { command, action: hooks };
