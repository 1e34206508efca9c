import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { environmentNames } from "../../environments";
import { allStacks } from "../../environments/stack-names";
import { ROOT } from "./terraform";

/** The other ways in which people start the command. They take npm's own seconds, and no provider. */

const call = promisify(execFile);

let cache: string;
beforeAll(() => (cache = mkdtempSync(join(tmpdir(), "netra-npm-"))));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** npm without anything of this machine, and without a registry. */
const withoutRegistry = (): NodeJS.ProcessEnv => ({
  ...process.env,
  NO_COLOR: "1",
  // Whoever runs these tests by npm has set it.
  INIT_CWD: "",
  npm_config_cache: cache,
  npm_config_registry: "http://127.0.0.1:9/",
  npm_config_fetch_retries: "0",
});

test("npm run takes a path from where the caller stands", async () => {
  const plan = join(cache, "plan.json");
  writeFileSync(plan, JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", resource_changes: [] }));
  const cwd = join(ROOT, "docs");
  const { stdout } = await call("npm", ["run", "--silent", "review", "--", "--plan", relative(cwd, plan)], {
    cwd,
    env: withoutRegistry(),
  });
  expect(stdout).toContain("Nothing changes");
});

test("review --base compares the code with a commit's, stack by stack", async () => {
  const args = ["review", "--base", "HEAD", "--format", "json", "--fail-on", "critical"];
  const { stdout } = await call(join(ROOT, "netra"), args, { cwd: cache, env: withoutRegistry(), maxBuffer: 2 ** 26 });
  const { stacks } = JSON.parse(stdout) as { stacks: { name: string }[] };
  const declared = environmentNames().flatMap((name) => allStacks({ name }));
  expect(stacks.map(({ name }) => name).sort()).toEqual([...declared].sort());
});

test("npx --no netra runs this checkout's, and asks no registry for a stranger's", async () => {
  const { stdout } = await call("npx", ["--no", "netra", "environments"], {
    cwd: join(ROOT, "docs"),
    env: withoutRegistry(),
  });
  expect(stdout).toMatch(new RegExp(`^${environmentNames()[0]}: `));
});
