import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";

import { stackNames, stackText } from "../support/synthesized";

/** The commands as people run them: exit code, one clear line on stderr, and never a stack trace. */

const ROOT = resolve(__dirname, "../..");
/** As npm scripts start TypeScript, and as the cdktf command does. */
const REGISTER = ["--require", join(ROOT, "tools/register.js")];
const TS_NODE = [join(ROOT, "node_modules/ts-node/dist/bin.js")];

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const command = (
  script: string,
  args: readonly string[],
  cwd = ROOT,
  env: NodeJS.ProcessEnv = {},
  runner = REGISTER,
): Promise<Ended> =>
  new Promise((done) => {
    const options = { cwd, env: { ...process.env, NO_COLOR: "1", ...env }, timeout: 60_000 };
    execFile(process.execPath, [...runner, join(ROOT, script), ...args], options, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

let folder: string;
let ended: Readonly<Record<string, Ended>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-cli-"));
  const project = (name: string, text: string | undefined): string => {
    mkdirSync(join(folder, name));
    if (text !== undefined) writeFileSync(join(folder, name, "cdktf.json"), text);
    return join(folder, name);
  };
  const valid = '{"language":"typescript","app":"ts-node main.ts","output":"out"}';
  const started = project("started", valid);
  writeFileSync(join(project("blocked", valid), "out"), "a file where a folder should be");
  const runs: Readonly<Record<string, Promise<Ended>>> = {
    json: command("cli/check.ts", ["--format", "json"]),
    unknown: command("cli/check.ts", ["--environment", "prod"]),
    // Without Terraform: what a deploy into a sandbox does is the end-to-end tests' matter.
    start: command("cli/start.ts", [], started, { PATH: "" }),
    tsNode: command("main.ts", [], started, { CDKTF_OUTDIR: join(folder, "ts-node") }, TS_NODE),
    main: command("main.ts", [], started, { CDKTF_OUTDIR: join(folder, "blocked", "out") }),
  };
  ended = Object.fromEntries(
    await Promise.all(Object.entries(runs).map(async ([name, run]) => [name, await run] as const)),
  );
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("check, clean: exit 0 and the machine's form", () => {
  const { code, stdout } = ended.json!;
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as Record<string, unknown[]>;
  expect(Object.keys(report)).toEqual(["environments", "stacks", "rules", "findings"]);
  expect(report.environments).toEqual(["staging", "production"]);
  expect(report.findings).toEqual([]);
  expect(report.stacks).toContainEqual({ name: "staging-foundation", environment: "staging", resources: 21 });
  expect(report.rules).toContainEqual({
    id: "run-ingress",
    kind: "exposed",
    pack: "google",
    severity: "critical",
    title: "A service behind a load balancer is reached through it only",
    why: "With any other ingress, and by default, the run.app address bypasses the load balancer with Cloud Armor's rate limit and WAF.",
    fix: "set ingress to INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
  });
});

test.each([["unknown", 'unknown environment "prod"; known: staging, production']])(
  "%s: exit 2 and one line",
  (name, line) => {
    const { code, stdout, stderr } = ended[name]!;
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(line);
    expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
    expect(stderr).not.toMatch(/^\s+at /m);
  },
);

test("start: writes both environments, prints values, budgets, verdict and what to run next", () => {
  const { code, stdout, stderr } = ended.start!;
  expect([code, stderr]).toEqual([0, ""]);
  for (const text of [
    "staging-foundation       21 resources",
    "bootstrap-staging        55 resources",
    "30 s on all 3",
    "395 of 400, 5 left",
    "2000 sockets at most, comfortable up to 1200 (60 %), 200 lost with one instance",
    "No findings",
    "Written to out.",
    "npx cdktf diff staging-foundation",
    "not done: terraform is not on PATH. Install Terraform 1.11",
  ]) {
    expect(stdout).toContain(text);
  }
  expect(readdirSync(join(folder, "started", "out", "stacks")).sort()).toEqual([
    "bootstrap-production",
    "bootstrap-staging",
    "production-edge",
    "production-foundation",
    "production-monitoring",
    "production-services",
    "staging-edge",
    "staging-foundation",
    "staging-monitoring",
    "staging-services",
  ]);
});

test.each(["started/out", "ts-node"])("%s holds the same bytes as every other synthesis", (output) => {
  for (const name of stackNames()) {
    expect(readFileSync(join(folder, output, "stacks", name, "cdk.tf.json"), "utf8")).toBe(stackText(name));
  }
});

test("a reader that stops reading, as head does: exit code 2 and no stack trace", async () => {
  const child = spawn(process.execPath, [...REGISTER, join(ROOT, "cli/check.ts"), "--format", "json"], { cwd: ROOT });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  expect([code, stderr]).toEqual([2, ""]);
});

test("synth into something that is no folder: one line, exit 1, nothing half-written", () => {
  const { code, stderr } = ended.main!;
  expect(code).toBe(1);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(readFileSync(join(folder, "blocked", "out"), "utf8")).toBe("a file where a folder should be");
  expect(existsSync(join(folder, "started", "cdktf.out"))).toBe(false);
});

test.each([
  ["18.20.0", true],
  ["20.18.3", true],
  ["20.19.0", false],
  ["22.13.0", false],
  ["23.0.0", true],
  ["24.9.0", true],
])("Node %s is refused: %s", (version, refused) => {
  const written: string[] = [];
  const exits: number[] = [];
  const script = readFileSync(join(ROOT, "tools/require-node.js"), "utf8");
  const process = {
    versions: { node: version },
    stderr: { write: (text: string) => written.push(text) },
    exit: (code: number) => exits.push(code),
  };
  runInNewContext(script, { process });
  expect(exits).toEqual(refused ? [2] : []);
  expect(written.join("")).toBe(
    refused ? `Node ${version} found, Node >=20.19 <23 needed; install Node 22 and run npm ci again.\n` : "",
  );
});
