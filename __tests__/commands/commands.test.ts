import { spawn } from "node:child_process";
import fs, { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { commandHere } from "../support/command-here";
import { stackNames, stackText } from "../support/synthesized";
import { NETRA } from "../support/program";

/** The commands as people run them: exit code, one clear line on stderr, and never a stack trace. */

const ROOT = resolve(__dirname, "../..");

const check = commandHere("check");
const start = commandHere("start");
const synth = commandHere("synth");

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-cli-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every stack stands in a folder, with the bytes of every other synthesis, and nothing beside the stacks. */
function expectWhole(output: string): void {
  expect(readdirSync(output).sort()).toEqual(["manifest.json", "stacks"]);
  for (const name of stackNames()) {
    expect(readFileSync(join(output, "stacks", name, "cdk.tf.json"), "utf8")).toBe(stackText(name));
  }
}

test("check, clean: exit 0 and the machine's form", async () => {
  const { code, stdout } = await check(["--format", "json"]);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as Record<string, unknown>;
  const keys = ["formatVersion", "verdict", "summary", "environments", "stacks", "rules", "findings"];
  expect(Object.keys(report)).toEqual(keys);
  expect([report.formatVersion, report.verdict]).toEqual([1, "clean"]);
  expect(report.environments).toEqual(["trial", "prd"]);
  expect(report.findings).toEqual([]);
  expect(report.stacks).toContainEqual({ name: "trial-foundation", environment: "trial", resources: 21 });
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

test("check of an environment that there is not: exit 2 and one line", async () => {
  expect(await check(["--environment", "prod"])).toEqual({
    code: 2,
    stdout: "",
    stderr: 'unknown environment "prod"; known: trial, prd\n',
  });
});

test("start: writes both environments, prints values, budgets, verdict and what to run next", async () => {
  const output = join(folder, "started");
  // Without Terraform: what a deploy into a sandbox does is the end-to-end tests' matter.
  const { code, stdout, stderr } = await start([], { CDKTF_OUTDIR: output, PATH: "" });
  expect([code, stderr]).toEqual([0, ""]);
  for (const text of [
    "trial-foundation         21 resources",
    "bootstrap-trial          63 resources",
    "30 s on all 3",
    "395 of 400, 5 left",
    "2000 sockets at most, comfortable up to 1200 (60 %), 200 lost with one instance",
    "No findings",
    `Written to ${output}.`,
    "npx cdktf diff trial-foundation",
    "not done: terraform is not on PATH. ./netra doctor says",
  ]) {
    expect(stdout).toContain(text);
  }
  expect(readdirSync(join(output, "stacks")).sort()).toEqual([
    "bootstrap-prd",
    "bootstrap-trial",
    "prd-edge",
    "prd-foundation",
    "prd-monitoring",
    "prd-services",
    "trial-edge",
    "trial-foundation",
    "trial-monitoring",
    "trial-services",
  ]);
  expectWhole(output);
});

test("synth writes the same bytes as every other synthesis, and keeps what Terraform has put beside them", async () => {
  const output = join(folder, "kept");
  mkdirSync(join(output, "stacks", "trial-edge"), { recursive: true });
  writeFileSync(join(output, "stacks", "trial-edge", "plan"), "a plan");
  expect(await synth([], { CDKTF_OUTDIR: output })).toMatchObject({ code: 0, stderr: "" });
  expectWhole(output);
  expect(readdirSync(join(output, "stacks", "trial-edge")).sort()).toEqual(["cdk.tf.json", "plan"]);
  expect(readdirSync(join(output, "stacks", "trial-services"))).toEqual(["cdk.tf.json"]);
});

test("synth on a disk that becomes full: one line, exit 2, and what was there before is still whole", async () => {
  const output = join(folder, "kept");
  const before = readdirSync(output, { recursive: true });
  let room = 3;
  const write = fs.writeFileSync.bind(fs);
  jest.spyOn(fs, "writeFileSync").mockImplementation((...args) => {
    if ((room -= 1) < 0) {
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    }
    write(...args);
  });
  const { code, stderr } = await synth([], { CDKTF_OUTDIR: output });
  jest.restoreAllMocks();
  expect([code, stderr]).toEqual([
    2,
    `output folder ${output}: ENOSPC: no space left on device, write; what it held before is still there\n`,
  ]);
  expect(readdirSync(output, { recursive: true })).toEqual(before);
  expectWhole(output);
});

test("synth into something that is no folder: one line, exit 2, nothing half-written", async () => {
  const output = join(folder, "blocked");
  writeFileSync(output, "a file where a folder should be");
  const { code, stderr } = await synth([], { CDKTF_OUTDIR: output });
  expect([code, stderr.trim().split("\n").length]).toEqual([2, 1]);
  expect(readFileSync(output, "utf8")).toBe("a file where a folder should be");
});

test("synth to where no folder can be made: one line, exit 2", async () => {
  const { code, stderr } = await synth([], { CDKTF_OUTDIR: "/proc/netra" });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^output folder \/proc\/netra: .*ENOENT.*\n$/)]);
});

test("a reader that stops reading, as head does: exit code 2 and no stack trace", async () => {
  const child = spawn(process.execPath, [...NETRA, "explain", "--format", "json"], { cwd: ROOT });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  expect([code, stderr]).toEqual([2, ""]);
});

test.each([
  ["18.20.0", true],
  ["20.18.3", true],
  ["20.19.0", false],
  ["20.20.2", false],
  ["21.7.3", true],
  ["22.12.0", true],
  ["22.13.0", false],
  ["23.11.1", true],
  ["24.0.0", false],
  ["24.9.0", false],
  ["26.12.1", false],
  ["100.0.0", false],
])("Node %s is refused: %s", (version, refused) => {
  const written: string[] = [];
  const exits: number[] = [];
  const script = readFileSync(join(ROOT, "tools/require-node.js"), "utf8");
  const process = {
    versions: { node: version },
    stderr: { write: (text: string) => written.push(text) },
    exit: (code: number) => exits.push(code),
  };
  runInNewContext(script, {
    process,
    require: createRequire(join(ROOT, "tools/require-node.js")),
    __dirname: join(ROOT, "tools"),
  });
  expect(exits).toEqual(refused ? [2] : []);
  expect(written.join("")).toBe(
    refused
      ? `Node ${version} found, ^20.19.0 || ^22.13.0 || >=24.0.0 needed; install Node 24 and run npm ci again.\n`
      : "",
  );
});
