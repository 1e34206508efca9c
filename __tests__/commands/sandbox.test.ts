import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { commandHere } from "../support/command-here";
import { NETRA } from "../support/program";

/** The command as people run it: what it prints, how it ends, and that it takes nothing of a caller's account along. */

const ROOT = resolve(__dirname, "../..");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [...NETRA, "sandbox", ...args], {
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
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netra-sandbox-"));
  mkdirSync(join(folder, "broken"));
  writeFileSync(join(folder, "broken", "sandbox.json"), '{"entries": "no');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that asks the sandbox for its buckets, makes one more, and prints what its own variables say. */
const CLIENT = `
(async () => {
  const base = process.env.GOOGLE_STORAGE_CUSTOM_ENDPOINT;
  const names = async () => (await (await fetch(base + "b?project=example-trial")).json()).items.map(({ name }) => name);
  const before = await names();
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ name: "made-here", location: "US" });
  await fetch(base + "b?project=example-trial", { method: "POST", headers, body });
  console.log(JSON.stringify({ before, credentials: process.env.GOOGLE_CREDENTIALS, proxy: process.env.HTTPS_PROXY }));
  process.exit(7);
})();
`;

/** Ends with 3 where the sandbox has the bucket that the client made. */
const IS_KEPT = `
fetch(process.env.GOOGLE_STORAGE_CUSTOM_ENDPOINT + "b/made-here").then(({ status }) => process.exit(status === 200 ? 3 : 4));
`;

const sandboxHere = commandHere("sandbox");

test("--exec runs a command with the variables, and ends with its exit code; --data keeps what it made", async () => {
  const data = join(folder, "data");
  const line = ["--data", data, "--exec", process.execPath, "-e", CLIENT];
  const first = await run(line, { GOOGLE_CREDENTIALS: "a person's own" });
  expect([first.code, first.stderr]).toEqual([7, ""]);
  const said = JSON.parse(first.stdout) as { before: string[]; credentials: string; proxy: string };
  expect(said.before).toEqual(["netra-trial-tfstate"]);
  expect(said.credentials).toBe("");
  expect(said.proxy).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await sandboxHere(["--data", data, "--exec", process.execPath, "-e", IS_KEPT])).toMatchObject({ code: 3 });
  expect(readFileSync(join(data, "sandbox.json"), "utf8")).toContain("made-here");
}, 60_000);

test("--env > FILE is read by a shell, which can leave again; it serves until it is stopped, and ends with 0", async () => {
  const file = join(folder, "sandbox.env");
  const child = spawn(process.execPath, [...NETRA, "sandbox", "--env"], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", openSync(file, "w"), "pipe"],
  });
  const ended = new Promise<number | null>((done) => child.once("close", done));
  await new Promise<void>((serving) =>
    child.stderr!.on("data", (text: Buffer) => {
      if (text.toString().startsWith("Serving at")) serving();
    }),
  );
  const shell =
    '. "$0"; echo "$GOOGLE_STORAGE_CUSTOM_ENDPOINT"; echo "$HTTPS_PROXY"; leave_sandbox; echo "[$HTTPS_PROXY]"; command -v leave_sandbox || echo left';
  const said = execFileSync("sh", ["-e", "-c", shell, file], { cwd: folder, encoding: "utf8" }).trim().split("\n");
  const [, url = ""] = /^(http:\/\/127\.0\.0\.1:\d+)\/storage\/v1\/$/.exec(said[0]!) ?? [];
  expect(said.slice(1)).toEqual([url, "[]", "left"]);
  expect((await fetch(`${url}/_sandbox/health`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  // A line that a shell would take for a redirection makes files where it is read.
  expect(readdirSync(folder).sort()).toEqual(["broken", "data", "sandbox.env"]);
}, 60_000);

test.each<[what: string, args: () => readonly string[], said: RegExp]>([
  ["a port that is none", () => ["--port", "0"], /a port is a number from 1 to 65535/],
  ["no command behind --exec", () => ["--exec"], /^--exec: name a command/],
  ["a command that is not there", () => ["--exec", "no-such-program"], /^no-such-program: .*ENOENT/],
  [
    "a file that is not the sandbox's",
    () => ["--data", join(folder, "broken")],
    /sandbox\.json: not a file of the sandbox; remove it, or name another folder$/,
  ],
  [
    "a file in the folder's place",
    () => ["--data", join(folder, "broken", "sandbox.json")],
    /^--data .*sandbox\.json: no folder can be made there \(EEXIST\)$/,
  ],
])("%s: exit code 2, and one line that says what to do", async (_what, args, said) => {
  const { code, stdout, stderr } = await sandboxHere(args());
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trim()).toMatch(said);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a port that is taken: exit code 2, and one line that says what to do", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as AddressInfo;
  expect(await sandboxHere(["--port", String(port)])).toEqual({
    code: 2,
    stdout: "",
    stderr: `port ${port} is taken; name another one with --port, or none for a free one\n`,
  });
  await new Promise((closed) => other.close(closed));
});
