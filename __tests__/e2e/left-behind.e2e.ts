import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MARK_VARIABLE, marked, until } from "./processes";
import { ROOT } from "./terraform";

/**
 * Ctrl-C, and a workflow that is cancelled, at several moments of every command that makes something: no folder, no
 * worktree, no plan and no process is left. None of it needs Terraform: where one is called it is a stand-in that waits.
 */

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "netra-interrupted-"))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const inHome = (...names: string[]): string => join(home, ...names);

/** Folders in the command's own temporary folder whose names begin so. */
const temporary = (prefix: string): readonly string[] =>
  readdirSync(inHome("tmp"))
    .filter((name) => name.startsWith(prefix))
    .map((name) => inHome("tmp", name));

/** A program that does something first, and then waits for ever, deaf to signals. */
function standInFor(program: string, ...first: readonly string[]): void {
  mkdirSync(inHome("bin"));
  const lines = ["#!/bin/sh", "trap '' INT TERM", ...first, `touch "${inHome("called")}"`, "sleep 600 &", "wait"];
  writeFileSync(inHome("bin", program), lines.join("\n"));
  chmodSync(inHome("bin", program), 0o755);
}

/** A `terraform` that writes a plan when it is asked for one. */
const standInForTerraform = (): void =>
  standInFor(
    "terraform",
    'if [ "$1" = plan ]; then echo secret > reviewed.tfplan; fi',
    'if [ "$1" = init ]; then exit 0; fi',
  );

interface Started {
  readonly child: ChildProcess;
  /** In the environment of the process and of everything that it starts: of such a name every child gets it. */
  readonly mark: string;
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
}

const netra = (args: readonly string[]): Started => start([join(ROOT, "netra"), ...args]);

/** Starts Node with arguments. */
function start(args: readonly string[]): Started {
  mkdirSync(inHome("tmp"), { recursive: true });
  const mark = randomUUID();
  const child = spawn(process.execPath, args, {
    cwd: home,
    stdio: ["ignore", openSync(inHome("stdout"), "w"), "ignore"],
    env: {
      ...process.env,
      [MARK_VARIABLE]: mark,
      TMPDIR: inHome("tmp"),
      CDKTF_OUTDIR: inHome("out"),
      PATH: [inHome("bin"), process.env.PATH].join(delimiter),
    },
  });
  return { child, mark, ended: new Promise((done) => child.once("close", (code, signal) => done([code, signal]))) };
}

const printed = (): string => readFileSync(inHome("stdout"), "utf8");

const worktrees = (): string => execFileSync("git", ["worktree", "list"], { cwd: ROOT, encoding: "utf8" });

/** What is left in the output folder of a synthesis that is neither whole nor from before. */
function halfWritten(): readonly string[] {
  if (!existsSync(inHome("out"))) return [];
  const files = readdirSync(inHome("out"), { recursive: true, encoding: "utf8" });
  return files.filter((file) => {
    if (file.includes(".unfinished-") || file.endsWith(".tfplan")) return true;
    if (!file.endsWith(".json")) return false;
    try {
      return JSON.parse(readFileSync(inHome("out", file), "utf8")) === null;
    } catch {
      return true;
    }
  });
}

/** Interrupts a command at a moment, and holds what is left against nothing. */
async function interrupted(
  args: readonly string[],
  moment: number | (() => boolean),
  signal: NodeJS.Signals,
): Promise<readonly [code: number | null, signal: NodeJS.Signals | null]> {
  const { child, mark, ended } = netra(args);
  if (typeof moment === "number") await delay(moment);
  else await until(moment);
  child.kill(signal);
  const end = await ended;
  // A killed child may take a moment to be gone.
  await until(() => marked(mark).length === 0);
  expect(readdirSync(inHome("tmp"))).toEqual([]);
  expect(halfWritten()).toEqual([]);
  expect(worktrees()).not.toContain(home);
  return end;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

describe.each(SIGNALS)("%s", (signal) => {
  const BASE = ["review", "--base", "HEAD"];
  const inBase = (name: string) => () => temporary("netra-base-").some((folder) => existsSync(join(folder, name)));

  test.each<[when: string, moment: () => boolean]>([
    ["has its folder", () => temporary("netra-base-").length > 0],
    ["writes the commit's files", inBase("tree")],
    ["synthesizes the commit", inBase("before")],
    ["synthesizes the working tree", inBase("after")],
  ])("review --base when it %s", async (_when, moment) => {
    expect(await interrupted(BASE, moment, signal)).toEqual([null, signal]);
  });

  test("review of a stack while Terraform plans: the plan, which holds secrets, is gone", async () => {
    standInForTerraform();
    const end = await interrupted(
      ["review", "--stack", "staging-foundation"],
      () => existsSync(inHome("called")),
      signal,
    );
    expect(end).toEqual([null, signal]);
  });

  test("start while it looks for a provider", async () => {
    standInForTerraform();
    expect(await interrupted(["start"], () => existsSync(inHome("called")), signal)).toEqual([null, signal]);
  });

  test("bench while the tests run", async () => {
    const moment = (): boolean => temporary("netra-bench-").some((folder) => readdirSync(folder).length > 0);
    expect(await interrupted(["bench", "--only", "tests"], moment, signal)).toEqual([null, signal]);
  });

  test("bench while checkov runs", async () => {
    standInFor("checkov", 'if [ "$1" = --version ]; then echo 9.9.9; exit; fi');
    const isCalled = (): boolean => existsSync(inHome("called"));
    expect(await interrupted(["bench", "--only", "checkov"], isCalled, signal)).toEqual([null, signal]);
  });
});

// What makes nothing, or makes it at once, at any time.
test.each(
  ["check", "synth", "docs", "adopt --environment staging"].flatMap((line) =>
    [250, 500, 750, 1000].map((moment) => [line, moment] as const),
  ),
)("%s after %i ms", async (line, moment) => {
  const runbook = (): string => readFileSync(join(ROOT, "docs/runbooks/production/reference.md"), "utf8");
  const before = runbook();
  const [code, by] = await interrupted(line.split(" "), moment, "SIGINT");
  // On a fast machine it may have ended by then.
  expect(by ?? code).toEqual(code === null ? "SIGINT" : 0);
  expect(runbook()).toBe(before);
});

test.each([
  ["is asked to stop, and gives its lock back", "ask", [2, null], "asked\n"],
  ["is killed in a sandbox, where nothing is kept", "kill", [null, "SIGINT"], ""],
] as const)("an apply %s", async (_what, atInterruption, end, said) => {
  mkdirSync(inHome("bin"));
  writeFileSync(
    inHome("bin", "terraform"),
    `#!/bin/sh\ntrap 'echo asked > "${inHome("asked")}"; exit 1' INT\ntouch "${inHome("called")}"\nwhile :; do sleep 0.1; done\n`,
    { mode: 0o755 },
  );
  const script = `const { Terraform } = require(${JSON.stringify(join(ROOT, "cli/shared/terraform.ts"))});
    new Terraform("stack", ".", { atInterruption: "${atInterruption}" }).apply([]).catch(() => (process.exitCode = 2));`;
  const { child, mark, ended } = start(["--require", join(ROOT, "tools/register.js"), "-e", script]);
  await until(() => existsSync(inHome("called")));
  child.kill("SIGINT");
  expect(await ended).toEqual(end);
  expect(existsSync(inHome("asked")) ? readFileSync(inHome("asked"), "utf8") : "").toBe(said);
  await until(() => marked(mark).length === 0);
});

test("a sandbox that is stopped ends with 0", async () => {
  const args = ["sandbox", "--env", "--data", "data"];
  expect(await interrupted(args, () => printed().includes("leave_sandbox"), "SIGINT")).toEqual([0, null]);
});

test("a sandbox passes the signal to its command, and ends as that does", async () => {
  const script = `trap 'exit 9' TERM; touch "${inHome("called")}"; sleep 600 & wait`;
  const { child, mark, ended } = netra(["sandbox", "--exec", "sh", "-c", script]);
  await until(() => existsSync(inHome("called")));
  child.kill("SIGTERM");
  expect(await ended).toEqual([9, null]);
  // What a shell has started in the background is the shell's.
  for (const command of marked(mark)) expect(command).toBe("sleep 600 ");
  execFileSync("sh", [
    "-c",
    `for p in /proc/[0-9]*; do grep -q ${MARK_VARIABLE}=${mark} $p/environ 2>/dev/null && kill \${p#/proc/}; done; true`,
  ]);
});
