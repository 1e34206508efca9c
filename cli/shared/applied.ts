import { symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments/environment";
import { runChild } from "./child";
import { childVariables } from "./child-variables";
import { CouldNotTell } from "./command";
import { writeTree } from "./commit-tree";
import { inTemporaryFolder } from "./interruption";

const READ_DEADLINE_SECONDS = 60;

/** Prints an environment of the checkout in which it runs. */
const PRINT = `
const { selectEnvironments } = require("./environments");
const [today, name] = process.argv.slice(1);
const selection = selectEnvironments(today, name);
if (!selection.ok) { console.error(selection.problems.join("; ")); process.exit(1); }
process.stdout.write(JSON.stringify(selection.environments[0]));
`;

/**
 * An environment as another commit declares it. Its files are written to a temporary folder and read with this tree's
 * packages: an environment is data, and needs few of them.
 *
 * @param root - the repository's top folder
 * @param ref - any name of a commit
 * @param today - YYYY-MM-DD
 * @throws CouldNotTell where the commit is not here, or its environment cannot be read
 */
export const environmentAt = (root: string, ref: string, name: string, today: string): Promise<Environment> =>
  inTemporaryFolder("netra-applied-", async (folder) => {
    const tree = join(folder, "tree");
    await writeTree(root, { ref, option: "--applied" }, folder, tree);
    symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "dir");
    const args = ["--require", join(tree, "tools", "register.js"), "-e", PRINT, "--", today, name];
    const options = { cwd: tree, env: childVariables("synth"), deadlineSeconds: READ_DEADLINE_SECONDS };
    const { failure, stdout, stderr } = await runChild(process.execPath, args, options);
    if (failure === undefined) return JSON.parse(stdout) as Environment;
    const [said = failure] = stderr.trim().split("\n").slice(-1);
    throw new CouldNotTell(`--applied ${ref}: its environment could not be read (${said})`);
  });
