import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "../../policy/core/from-synth";
import { codeChange } from "../../review/code-change";
import type { PlanInput } from "../../review/review";
import { runChild } from "./child";
import { CouldNotTell } from "./command";
import { synthesizeApart } from "./plans";
import { progress } from "./progress";

const GIT_DEADLINE_SECONDS = 120;
const INSTALL_DEADLINE_SECONDS = 600;

async function callCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  deadlineSeconds: number,
): Promise<void> {
  const { failure, stderr } = await runChild(command, args, { cwd, env: process.env, deadlineSeconds });
  const [said] = stderr.trim().split("\n").slice(-1);
  if (failure !== undefined) throw new CouldNotTell(`${command} ${args[0]}: ${said ?? failure}`);
}

/**
 * The changes between another commit and the working tree, stack by stack. The commit is checked out into a temporary
 * folder, with this tree's dependencies where the lock files are equal; the folder is removed afterwards.
 *
 * @param root - the repository's top folder
 * @param ref - any name of a commit
 * @throws CouldNotTell where git, npm or the synthesis fails
 */
export async function changesSince(root: string, ref: string): Promise<readonly PlanInput[]> {
  const folder = mkdtempSync(join(tmpdir(), "netra-base-"));
  const tree = join(folder, "tree");
  try {
    progress.showLine(`checking out ${ref}`);
    // Git would read a name that begins with a dash as an option.
    if (ref.startsWith("-")) throw new CouldNotTell(`--base ${ref}: no name of a commit; give a branch, tag or commit`);
    await callCommand("git", ["worktree", "add", "--detach", "--force", tree, ref], root, GIT_DEADLINE_SECONDS);
    await installDependencies(root, tree);
    progress.showLine("synthesizing both");
    const [before, after] = [join(folder, "before"), join(folder, "after")];
    await synthesizeApart(tree, before);
    await synthesizeApart(root, after);
    const [from, to] = [readStacks(before), readStacks(after)];
    const names = [...new Set([...from.keys(), ...to.keys()])].sort();
    return names.map((name) => codeChange(name, from.get(name), to.get(name)));
  } finally {
    progress.clearLine();
    rmSync(folder, { recursive: true, force: true });
    await runChild("git", ["worktree", "prune"], {
      cwd: root,
      env: process.env,
      deadlineSeconds: GIT_DEADLINE_SECONDS,
    });
  }
}

async function installDependencies(root: string, tree: string): Promise<void> {
  const [own, other] = [root, tree].map((folder) => join(folder, "package-lock.json"));
  const isSame = own && other && existsSync(own) && existsSync(other) && readFileSync(own).equals(readFileSync(other));
  if (isSame) symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "dir");
  else await callCommand("npm", ["ci", "--no-audit", "--no-fund"], tree, INSTALL_DEADLINE_SECONDS);
}

function readStacks(output: string): ReadonlyMap<string, SynthesizedStack> {
  const folder = join(output, "stacks");
  return new Map(
    readdirSync(folder).map((name) => [
      name,
      JSON.parse(readFileSync(join(folder, name, "cdk.tf.json"), "utf8")) as SynthesizedStack,
    ]),
  );
}
