import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./terraform";

/** main.ts as the cdktf command starts it, beside `netra synth` and `netra start`. */

const NETRA = join(ROOT, "netra");
const TS_NODE = join(ROOT, "node_modules/ts-node/dist/bin.js");

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-synthesis-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], output: string) =>
  spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: "utf8",
    // Without Terraform: a deploy into a sandbox is not what this asks.
    env: { ...process.env, NO_COLOR: "1", CDKTF_OUTDIR: output, PATH: "" },
  });

/** Every file of a synthesis with its text. */
function filesOf(output: string): Readonly<Record<string, string>> {
  const names = readdirSync(output, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(output, name), "utf8")]));
}

test("cdktf, synth and start write the same bytes", () => {
  const ways = { cdktf: [TS_NODE, "main.ts"], synth: [NETRA, "synth"], start: [NETRA, "start"] };
  const [first, ...others] = Object.entries(ways).map(([way, args]) => {
    const output = join(folder, way);
    expect(run(args, output)).toMatchObject({ status: 0, stderr: "" });
    return filesOf(output);
  });
  expect(Object.keys(first ?? {}).length).toBeGreaterThan(10);
  for (const other of others) expect(other).toEqual(first);
});

test("main.ts into something that is no folder: one line, exit 2, nothing half-written", () => {
  const output = join(folder, "blocked");
  writeFileSync(output, "a file where a folder should be");
  const { status, stderr } = run([TS_NODE, "main.ts"], output);
  expect([status, stderr.trim().split("\n").length]).toEqual([2, 1]);
  expect(readFileSync(output, "utf8")).toBe("a file where a folder should be");
});
