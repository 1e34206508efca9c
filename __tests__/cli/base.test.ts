import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changesSince } from "../../cli/shared/base";
import { commandHere } from "../support/command-here";

/** What `review --base` says where there is nothing to compare with. That it compares is asked in __tests__/e2e. */

test.each(["no-such-branch", "-x", "--output=x", "HEAD:README.md", ""])(
  "--base=%j: exit 2, one line, and git takes it for no option",
  async (ref) => {
    expect(await commandHere("review")([`--base=${ref}`])).toEqual({
      code: 2,
      stdout: "",
      stderr: `--base ${ref}: no name of a commit; give a branch, tag or commit\n`,
    });
  },
);

test("without git, and outside a repository, git's own reason", async () => {
  expect((await commandHere("review")(["--base", "HEAD"], { PATH: "" })).stderr).toMatch(/^git rev-parse: .*ENOENT\n$/);
  const folder = mkdtempSync(join(tmpdir(), "netra-no-repository-"));
  await expect(changesSince(folder, "HEAD")).rejects.toThrow(/^git rev-parse: fatal: not a git repository/);
  rmSync(folder, { recursive: true, force: true });
});
