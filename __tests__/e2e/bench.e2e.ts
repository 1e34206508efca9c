import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { measureCheckov } from "../../tools/bench/checkov";
import { runNode, type BenchSettings } from "../../tools/bench/process";
import { ROOT } from "./terraform";

/** A section of the benchmark whose other program is a stand-in: what it is given, and what is counted. */

let scratch: string;
const { PATH } = process.env;
beforeEach(() => (scratch = mkdtempSync(join(tmpdir(), "netra-bench-e2e-"))));
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(scratch, { recursive: true });
});

const resourcesOf = (file: string): number =>
  Object.values((JSON.parse(readFileSync(file, "utf8")) as { resource: Readonly<Record<string, object>> }).resource)
    .map((byName) => Object.keys(byName).length)
    .reduce((sum, count) => sum + count, 0);

test("checkov gets every declared resource, and check and review judge as many", async () => {
  const [bin, calls] = [join(scratch, "bin"), join(scratch, "calls")];
  mkdirSync(bin);
  const verdicts = {
    passed_checks: [{ file_path: "/a", resource: "google_t.x" }],
    failed_checks: [],
    skipped_checks: [],
  };
  const script = `#!/bin/sh
if [ "$1" = --version ]; then echo 9.9.9; exit; fi
echo "$*" >>"${calls}"
echo '${JSON.stringify({ results: verdicts })}'
`;
  writeFileSync(join(bin, "checkov"), script, { mode: 0o755 });
  process.env.PATH = [bin, PATH].join(delimiter);

  const result = await measureCheckov({ root: ROOT, scratch, runs: 1, progress: () => undefined });

  if ("reason" in result) throw new Error(result.reason);
  const configurations = join(scratch, "configurations");
  const stacks = readdirSync(configurations);
  const given = stacks.map((stack) => resourcesOf(join(configurations, stack, "cdk.tf.json")));
  expect(result.version).toBe("9.9.9");
  expect(result.resources).toBe(given.reduce((sum, count) => sum + count, 0));
  expect(result.comparisons.map(({ netra, checkov }) => [netra.judged, checkov.judged])).toEqual([
    [result.resources, 1],
    [result.resources, 1],
  ]);
  const [ofFiles, ofPlans] = readFileSync(calls, "utf8").split("\n");
  expect(ofFiles).toContain(`--directory ${configurations} --framework terraform_json`);
  for (const stack of stacks) expect(ofPlans).toContain(join(scratch, "plans", "stacks", stack, "plan.json"));
});

test("what a process has started is counted, and no time in which it waits", async () => {
  const settings: BenchSettings = { root: ROOT, scratch, runs: 1, progress: () => undefined };
  const busy = "const end = process.cpuUsage().user + 1e5; while (process.cpuUsage().user < end);";
  const script = `require("child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`;
  const { cpuSeconds } = await runNode(settings, "busy", ["-e", script]);
  expect(cpuSeconds).toBeGreaterThan(0.1);
  const idle = await runNode(settings, "idle", ["-e", "setTimeout(() => undefined, 300)"]);
  expect(idle.seconds - idle.cpuSeconds).toBeGreaterThan(0.2);
});
