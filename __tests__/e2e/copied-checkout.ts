import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runChild, type ChildResult } from "../../cli/shared/child";
import { callerEnvironment } from "../../cli/shared/provider";
import { runDirectory } from "./run";
import { ROOT } from "./terraform";

const NOT_COPIED = new Set(["node_modules", "cdktf.out", ".git", ".sandbox", ".providers"]);

/** Seconds until what is typed is killed. */
const DEADLINE_SECONDS = 230;

/** A copy of the checkout, for what writes where it stands, and for a change of the code. */
export interface CopiedCheckout {
  readonly folder: string;
  /** Runs a program in it with the caller's variables and some more. */
  readonly type: (
    words: readonly string[],
    variables?: NodeJS.ProcessEnv,
    deadlineSeconds?: number,
  ) => Promise<ChildResult>;
  /** Puts a text in the place of another one, which a file must hold once. */
  readonly edit: (file: string, from: string | RegExp, to: string) => void;
  /** Makes it a repository with one commit, for what compares with the last one. */
  readonly commit: () => Promise<void>;
  readonly remove: () => void;
}

/** Nobody's own settings decide what a commit looks like. */
const AUTHOR = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];

/**
 * Copies the checkout as it is, without what is made from it.
 *
 * @param packages - a folder whose package.json and packages the copy gets; @default this checkout's
 */
export function copyCheckout(packages = ROOT): CopiedCheckout {
  const folder = mkdtempSync(join(runDirectory(), "checkout-"));
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !NOT_COPIED.has(relative(ROOT, path)) });
  cpSync(join(packages, "package.json"), join(folder, "package.json"));
  symlinkSync(join(packages, "node_modules"), join(folder, "node_modules"));
  const type: CopiedCheckout["type"] = ([program = "", ...args], variables = {}, deadlineSeconds = DEADLINE_SECONDS) =>
    runChild(program, args, {
      cwd: folder,
      env: { ...callerEnvironment(), CI: "true", NO_COLOR: "1", INIT_CWD: "", ...variables },
      deadlineSeconds,
    });
  return {
    folder,
    type,
    commit: async () => {
      const git = async (...args: string[]): Promise<void> => {
        const { status, stderr } = await type(["git", ...AUTHOR, ...args]);
        if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
      };
      await git("init", "-q");
      // The packages are a link here, which .gitignore does not mean.
      writeFileSync(join(folder, ".git/info/exclude"), "node_modules\n");
      await git("add", "-A");
      await git("commit", "-qm", "copy");
    },
    edit: (file, from, to) => {
      const path = join(folder, file);
      const text = readFileSync(path, "utf8");
      const parts = text.split(from);
      if (parts.length !== 2)
        throw new Error(`${file}: ${String(from)} stands there ${parts.length - 1} times, not once`);
      writeFileSync(path, parts.join(to));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
