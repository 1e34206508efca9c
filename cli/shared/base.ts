import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { codeChange } from "../../review/code-change";
import type { PlanInput } from "../../review/review";
import { childVariables } from "./child-variables";
import { callCommand, writeTree } from "./commit-tree";
import { inTemporaryFolder } from "./interruption";
import { synthesizeApart } from "./plans";
import { progress } from "./progress";
import { readStacks } from "./synthesized-stacks";

const INSTALL_DEADLINE_SECONDS = 600;

/**
 * The changes between another commit and the working tree, stack by stack. The commit's files are written to a temporary
 * folder, with this tree's dependencies where the lock files are equal; the folder is removed afterwards.
 *
 * @param root - the repository's top folder
 * @param ref - any name of a commit
 * @throws CouldNotTell where git, npm or the synthesis fails
 */
export const changesSince = (root: string, ref: string): Promise<readonly PlanInput[]> =>
  inTemporaryFolder("netra-base-", async (folder) => {
    try {
      progress.showLine(`checking out ${ref}`);
      const tree = join(folder, "tree");
      await writeTree(root, { ref, option: "--base" }, folder, tree);
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
    }
  });

async function installDependencies(root: string, tree: string): Promise<void> {
  const [own, other] = [root, tree].map((folder) => join(folder, "package-lock.json"));
  const isSame = own && other && existsSync(own) && existsSync(other) && readFileSync(own).equals(readFileSync(other));
  if (isSame) symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "dir");
  else {
    const options = { cwd: tree, env: childVariables("npm"), deadlineSeconds: INSTALL_DEADLINE_SECONDS };
    // The other commit's packages: its own .npmrc may lack the setting.
    await callCommand("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], options);
  }
}
