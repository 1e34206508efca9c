import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { COMMANDS, loadSubcommand } from "../../cli/commands";
import { main } from "../../cli/netra";
import { callerFolder } from "../../cli/shared/place";
import { REGISTRY } from "../../environments/registry";
import { allStacks } from "../../environments/stack-names";
import { runHere, type Ended } from "../support/command-here";
import { ROOT } from "../support/tracked-files";

/** One command: its index, what it says to a slip, and that it works from wherever it is called. */

const netra = (...args: string[]): Promise<Ended> => runHere(() => main(args));

const INDEX = /^Usage: netra COMMAND \[options\]\n/;

describe("the index", () => {
  test("without a command: on stderr, exit 2", async () => {
    expect(await netra()).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(INDEX) as string });
  });

  test.each(["--help", "-h", "help"])("%s: on stdout, exit 0", async (word) => {
    expect(await netra(word)).toEqual({ code: 0, stdout: expect.stringMatching(INDEX) as string, stderr: "" });
  });

  test("has one line for every command, none wider than a terminal of 120", async () => {
    const lines = (await netra("--help")).stdout.split("\n");
    for (const { name, summary } of COMMANDS) {
      expect(lines.filter((line) => line.startsWith(`  ${name} `))).toEqual([expect.stringContaining(`  ${summary}`)]);
    }
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  test("every file of cli/ is a command, and every command's help has its name", () => {
    const files = readdirSync(join(ROOT, "cli")).flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? []);
    expect(files.filter((file) => !["commands", "netra"].includes(file)).sort()).toEqual(
      COMMANDS.map(({ name }) => name).sort(),
    );
    for (const row of COMMANDS) expect(loadSubcommand(row).command.name()).toBe(`netra ${row.name}`);
  });

  test("npm run has an alias for each", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const { name } of COMMANDS) expect(scripts[name]).toBe(`./netra ${name}`);
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(await netra("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

test.each([
  ["chek", 'unknown command "chek"; did you mean check?'],
  ["verfy", 'unknown command "verfy"; did you mean verify?'],
  ["drfit", 'unknown command "drfit"; did you mean drift?'],
  ["deploy-all", 'unknown command "deploy-all"; netra --help lists all commands'],
  ["--bogus", 'unknown option "--bogus"; netra --help lists all commands'],
  ["", 'unknown command ""; netra --help lists all commands'],
])("%j: exit 2, one line with what was meant", async (word, line) => {
  expect(await netra(word)).toEqual({ code: 2, stdout: "", stderr: `${line}\n` });
});

describe.each(COMMANDS.map(({ name }) => name))("%s", (name) => {
  test("--help: exit 0, and help says the same", async () => {
    const { code, stdout, stderr } = await netra(name, "--help");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Usage: netra ${name} [options]`);
    expect(await netra("help", name)).toEqual({ code, stdout, stderr });
  });

  test("an option that there is not is named, and not one that is missing", async () => {
    const { code, stdout, stderr } = await netra(name, "--bogus");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe("error: unknown option '--bogus'\n");
  });

  test("too many arguments: exit 2", async () => {
    const { code, stderr } = await netra(name, "one", "two");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: too many arguments/);
  });
});

describe("where the caller stands", () => {
  const caller = (env: NodeJS.ProcessEnv, cwd: string, subcommand = "review"): string =>
    callerFolder({ argv: ["node", "netra", subcommand], env, cwd: () => cwd });

  test("is the working folder, also below something that npm has started", () => {
    expect(caller({}, "/here")).toBe("/here");
    expect(caller({ INIT_CWD: "/there" }, ROOT)).toBe(ROOT);
    expect(caller({ INIT_CWD: "/there", npm_lifecycle_event: "test" }, ROOT)).toBe(ROOT);
    expect(caller({ INIT_CWD: "/there", npm_lifecycle_event: "review" }, "/here")).toBe("/here");
  });

  test("is npm's INIT_CWD where npm has started this command: its own folder is the checkout's", () => {
    expect(caller({ INIT_CWD: "/there", npm_lifecycle_event: "review" }, ROOT)).toBe("/there");
  });
});

test("environments as JSON: one line with what a workflow's matrix needs", async () => {
  const { code, stdout } = await netra("environments", "--format", "json");
  expect([code, stdout.trim().split("\n")]).toEqual([0, [expect.any(String)]]);
  const list = JSON.parse(stdout) as { formatVersion: number; environments: { name: string }[] };
  expect(Object.keys(list)).toEqual(["formatVersion", "environments"]);
  expect(list.environments).toEqual(
    REGISTRY.map(({ name, kind, project, region }) => ({ name, kind, project, region, stacks: allStacks({ name }) })),
  );
});

test("without its packages, as a fresh clone is, it says what to run", () => {
  const checkout = mkdtempSync(join(tmpdir(), "netra-fresh-"));
  for (const file of ["netra", "package.json", "tools/require-node.js", "tools/require-packages.js"]) {
    cpSync(join(ROOT, file), join(checkout, file));
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkout, "netra"), "check"], {
    encoding: "utf8",
  });
  rmSync(checkout, { recursive: true, force: true });
  expect([status, stdout, stderr]).toEqual([2, "", `The packages are not installed; run npm ci in ${checkout}.\n`]);
});

test("only the files of the command that is asked for are loaded", () => {
  const program = `require("./tools/register.js");
    require("./cli/netra.ts").main(["settings", "--help"]).then(() =>
      console.error(Object.keys(require.cache).flatMap((path) => /\\/cli\\/([\\w-]+)\\.ts$/.exec(path)?.[1] ?? []).join()));`;
  const { stderr } = spawnSync(process.execPath, ["-e", program], { cwd: ROOT, encoding: "utf8" });
  expect(stderr).toBe("netra,commands,settings\n");
});

/** A plan without changes, as `terraform show -json` prints it. */
const PLAN = JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", resource_changes: [] });

test("as a process: found on PATH through a link, from another folder, with a path relative to that", async () => {
  const folder = mkdtempSync(join(tmpdir(), "netra-elsewhere-"));
  symlinkSync(join(ROOT, "netra"), join(folder, "netra"));
  writeFileSync(join(folder, "plan.json"), PLAN);
  const env = { ...process.env, NO_COLOR: "1", PATH: [folder, process.env.PATH].join(delimiter) };
  const { stdout, stderr } = await promisify(execFile)("netra", ["review", "--plan", "plan.json"], {
    cwd: folder,
    env,
  });
  expect([stdout, stderr]).toEqual([expect.stringContaining("Nothing changes"), ""]);
  rmSync(folder, { recursive: true, force: true });
});
