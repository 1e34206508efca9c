import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOOKS_FOLDER, removeHooks, setHooks } from "../../cli/shared/git-hooks";
import { ROOT } from "../support/tracked-files";

/** The setting, in repositories of the test's own, and that git runs what it names. */

let home: string;
let root: string;

/** Git without the settings of this machine or of a hook that runs these tests. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@b.example",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@b.example",
};
const git = (...args: string[]): string =>
  execFileSync("git", args, {
    cwd: root,
    env: ENVIRONMENT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();

const outside = process.env;
beforeEach(() => {
  process.env = ENVIRONMENT;
  home = mkdtempSync(join(tmpdir(), "netra-hooks-"));
  root = join(home, "repository");
  mkdirSync(join(root, HOOKS_FOLDER), { recursive: true });
  git("init", "--quiet");
  copyFileSync(join(ROOT, HOOKS_FOLDER, "pre-commit"), join(root, HOOKS_FOLDER, "pre-commit"));
});
afterEach(() => {
  process.env = outside;
  rmSync(home, { recursive: true, force: true });
});

test("set, set again, taken back, taken back again", async () => {
  expect(await setHooks(root)).toEqual({
    ok: true,
    lines: [
      "git runs ./netra check before every commit: core.hooksPath is .githooks for every worktree of this repository",
      "./netra hooks --remove takes it back; git commit --no-verify passes it by once",
    ],
  });
  expect(git("config", "--get", "core.hooksPath")).toBe(".githooks");
  expect((await setHooks(root)).lines).toEqual(["git runs the hooks of .githooks already"]);
  expect((await removeHooks(root)).lines).toEqual([
    "git runs no hooks of this repository any more: core.hooksPath is unset",
  ]);
  expect(spawnSync("git", ["config", "--get", "core.hooksPath"], { cwd: root, env: ENVIRONMENT }).status).toBe(1);
  expect((await removeHooks(root)).ok).toBe(true);
});

test("git runs it in the repository and in a worktree, and refuses the commit where the check fails", async () => {
  const stand = (code: number): void =>
    writeFileSync(join(root, "netra"), `#!/bin/sh\necho "$PWD netra $*" >>"${home}/calls"\nexit ${code}\n`, {
      mode: 0o755,
    });
  stand(0);
  git("add", ".");
  git("commit", "--quiet", "--message", "before");
  await setHooks(root);
  git("commit", "--quiet", "--allow-empty", "--message", "checked");
  git("worktree", "add", "--quiet", join(home, "other"));
  git("-C", join(home, "other"), "commit", "--quiet", "--allow-empty", "--message", "checked");
  expect(readFileSync(join(home, "calls"), "utf8")).toBe(`${root} netra check\n${join(home, "other")} netra check\n`);
  stand(1);
  expect(() => git("commit", "--quiet", "--allow-empty", "--message", "refused")).toThrow();
  expect(git("log", "-1", "--format=%s")).toBe("checked");
});

test("hooks that are in use stay: a setting, and what stands in git's own folder", async () => {
  git("config", "core.hooksPath", ".husky");
  expect(await setHooks(root)).toEqual({
    ok: false,
    lines: ["core.hooksPath is .husky; call ./netra check from its pre-commit hook, or unset it first"],
  });
  expect(await removeHooks(root)).toEqual({
    ok: false,
    lines: ["core.hooksPath is .husky, which this command has not set; it stays"],
  });
  git("config", "--unset", "core.hooksPath");
  const own = join(root, ".git", "hooks", "pre-push");
  mkdirSync(join(root, ".git", "hooks"), { recursive: true });
  writeFileSync(own, "");
  expect((await setHooks(root)).lines).toEqual([
    `${own}: would not run any more; move it to .githooks or remove it, then try again`,
  ]);
});

test.each([
  ["no repository", () => home, /^git rev-parse: fatal: not a git repository/],
  ["a folder within one", () => join(root, HOOKS_FOLDER), /\.githooks: not the top folder of a git repository/],
])("%s: one line", async (_what, folder, said) => {
  await expect(setHooks(folder())).rejects.toThrow(said);
});

test("the hook that is tracked can be run", () => {
  expect(statSync(join(ROOT, HOOKS_FOLDER, "pre-commit")).mode & 0o111).toBe(0o111);
});
