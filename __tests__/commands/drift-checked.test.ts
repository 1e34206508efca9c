import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runChild, type ChildResult } from "../../cli/shared/child";
import { DRIFT_CHECKED } from "../../monitoring/custom-metrics";
import { commandHere, type Ended } from "../support/command-here";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { NETRA } from "../support/program";

const ROOT = resolve(__dirname, "../..");

let google: RunnerSandbox;
let folder: string;
beforeAll(async () => {
  google = await startRunnerSandbox();
  folder = mkdtempSync(join(tmpdir(), "netra-drift-checked-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await google.sandbox.close();
});

const reportArgs = (text: string, environment = "trial"): readonly string[] => {
  const file = join(folder, "report.json");
  writeFileSync(file, text);
  return ["--environment", environment, "--report", file];
};

const checkedByProcess = (text: string): Promise<ChildResult> =>
  runChild(process.execPath, [...NETRA, "drift-checked", ...reportArgs(text)], {
    cwd: ROOT,
    env: { ...process.env, ...google.variables, NO_COLOR: "1" },
    deadlineSeconds: 60,
  });

const driftChecked = commandHere("drift-checked");
const checked = (text: string, environment?: string): Promise<Ended> =>
  driftChecked(reportArgs(text, environment), google.variables);

const report = (...classes: readonly string[]): string =>
  JSON.stringify({ stacks: [{ name: "trial-edge", drift: classes.map((kind) => ({ class: kind })) }] });

test("what was changed outside is counted and written; what is not applied yet, or accepted, is not", async () => {
  const found = await checkedByProcess(
    report("reverted", "code not applied yet", "accepted in the ledger", "deleted outside"),
  );
  expect(found).toMatchObject({ status: 0, stdout: "trial: 2 changed outside, written to Monitoring\n", stderr: "" });
  const written = google.sandbox.journal.requests().at(-1);
  expect(written).toMatchObject({ method: "POST", path: "/monitoring/v3/projects/example-trial/timeSeries" });
  const filter = encodeURIComponent(`metric.type="${DRIFT_CHECKED.type}" AND resource.type="global"`);
  const interval = `interval.startTime=2020-01-01T00:00:00Z&interval.endTime=${new Date(Date.now() + 60_000).toISOString()}`;
  const { timeSeries } = (await google.good(
    "GET",
    `/monitoring/v3/projects/example-trial/timeSeries?filter=${filter}&${interval}`,
  )) as { timeSeries: readonly { points: readonly { value: object }[] }[] };
  expect(timeSeries[0]?.points[0]?.value).toEqual({ doubleValue: 2 });
}, 60_000);

test.each([
  ["nothing", "", "not readable as JSON"],
  ["another report", '{"formatVersion":1}', "no drift report"],
  ["no stack at all", '{"stacks":[]}', "no drift report"],
  ["another environment's", report().replace("trial-edge", "prd-edge"), "tells of prd-edge"],
])(
  "%s is refused, and nothing is written",
  async (_, text, reason) => {
    google.sandbox.journal.clear();
    const { code, stdout, stderr } = await checked(text);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(reason);
    expect(stderr).toContain("wanted is what ./netra drift --environment trial --format json prints\n");
    expect(google.sandbox.journal.requests()).toEqual([]);
  },
  60_000,
);

test("an unknown environment is named, with those that there are", async () => {
  expect(await checked(report("reverted"), "prod")).toMatchObject({
    code: 2,
    stderr: 'unknown environment "prod"; known: trial, prd\n',
  });
}, 60_000);
