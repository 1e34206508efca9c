import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The command as people run it: what it prints, how it ends, and that it takes nothing of a caller's account along. */

const ROOT = resolve(__dirname, "../..");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, ["--require", "./tools/register.js", "cli/sandbox.ts", ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1", ...env },
  });

function collect(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout!.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr!.on("data", (text: Buffer) => (stderr += text.toString()));
  return new Promise((done) => child.once("close", (code) => done({ code, stdout, stderr })));
}

const run = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> => collect(start(args, env));

let folder: string;
let ended: Readonly<Record<string, Ended>>;

/** Wrong in one way each, started together: most of a run is the start of a process. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-sandbox-"));
  mkdirSync(join(folder, "broken"));
  writeFileSync(join(folder, "broken", "sandbox.json"), '{"entries": "no');
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as AddressInfo;
  const runs: Readonly<Record<string, readonly string[]>> = {
    "a port that is none": ["--port", "0"],
    "a port that is taken": ["--port", String(port)],
    "no command behind --exec": ["--exec"],
    "a command that is not there": ["--exec", "no-such-program"],
    "a file that is not the sandbox's": ["--data", join(folder, "broken")],
  };
  ended = Object.fromEntries(
    await Promise.all(Object.entries(runs).map(async ([name, args]) => [name, await run(args)] as const)),
  );
  other.close();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that asks the sandbox for its buckets, makes one more, and prints what its own variables say. */
const CLIENT = `
(async () => {
  const base = process.env.GOOGLE_STORAGE_CUSTOM_ENDPOINT;
  const names = async () => (await (await fetch(base + "b?project=netra-staging")).json()).items.map(({ name }) => name);
  const before = await names();
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ name: "made-here", location: "US" });
  await fetch(base + "b?project=netra-staging", { method: "POST", headers, body });
  console.log(JSON.stringify({ before, credentials: process.env.GOOGLE_CREDENTIALS, proxy: process.env.HTTPS_PROXY }));
  process.exit(7);
})();
`;

test("--exec runs a command with the variables, and ends with its exit code; --data keeps what it made", async () => {
  const data = join(folder, "data");
  const line = ["--data", data, "--exec", process.execPath, "-e", CLIENT];
  const first = await run(line, { GOOGLE_CREDENTIALS: "a person's own" });
  expect([first.code, first.stderr]).toEqual([7, ""]);
  const said = JSON.parse(first.stdout) as { before: string[]; credentials: string; proxy: string };
  expect(said.before).toEqual(["netra-production-tfstate", "netra-staging-tfstate"]);
  expect(said.credentials).toBe("");
  expect(said.proxy).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const second = await run(line);
  expect((JSON.parse(second.stdout) as { before: string[] }).before).toContain("made-here");
  expect(readFileSync(join(data, "sandbox.json"), "utf8")).toContain("made-here");
}, 60_000);

test("without a command it prints export lines, serves until it is stopped, and ends with 0", async () => {
  const child = start([]);
  const done = collect(child);
  const lines = await new Promise<string>((whole) => {
    let text = "";
    child.stdout!.on("data", (more: Buffer) => {
      text += more.toString();
      if (text.includes("CHECKPOINT_DISABLE")) whole(text);
    });
  });
  expect(lines.trim().split("\n")).toEqual(
    lines
      .trim()
      .split("\n")
      .filter((line) => /^export [A-Z0-9_]+='[^']*'$/.test(line)),
  );
  const [, url = ""] = /GOOGLE_COMPUTE_CUSTOM_ENDPOINT='(.*)compute\/v1\/'/.exec(lines) ?? [];
  expect((await fetch(`${url}_sandbox/health`)).status).toBe(200);
  child.kill("SIGTERM");
  expect((await done).code).toBe(0);
}, 60_000);

test.each([
  ["a port that is none", /a port is a number from 1 to 65535/],
  ["a port that is taken", /^port \d+ is taken; name another one with --port, or none for a free one$/],
  ["no command behind --exec", /^--exec: name a command/],
  ["a command that is not there", /^no-such-program: .*ENOENT/],
  ["a file that is not the sandbox's", /sandbox\.json: not a file of the sandbox; remove it, or name another folder$/],
])("%s: exit code 2, and one line that says what to do", (name, said) => {
  const { code, stdout, stderr } = ended[name]!;
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trim()).toMatch(said);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});
