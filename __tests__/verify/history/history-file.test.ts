import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failed, passed, type Attempt } from "../../../verify/engine/attempt";
import type { Outcome } from "../../../verify/engine/check";
import { RUNS_READ, appendRun, readHistory } from "../../../verify/history/history-file";
import { recordOf, type RunRecord } from "../../../verify/history/record";

const outcome = (last: Attempt, more: Partial<Outcome> = {}): Outcome => ({
  id: "route/a",
  area: "route",
  title: "a answers",
  last,
  attempts: 1,
  recoveredFrom: [],
  milliseconds: 12.4,
  ...more,
});

const run = (minute: number, environment = "trial"): RunRecord =>
  recordOf(environment, `2026-01-01T00:00:${String(minute).padStart(2, "0")}.000Z`, [outcome(passed("ok"))]);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netra-history-"));
  file = join(folder, "history.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("keeps verdicts and numbers, and no text of a server", () => {
  const measured = [{ name: "handshake", value: 0.4, unit: "s" }];
  const record = recordOf("trial", "2026-01-01T00:00:00.000Z", [
    outcome(passed("said by a server", measured), { attempts: 2, recoveredFrom: ["timeout"] }),
    outcome(failed("timeout", "said by a server", "something else", { measured }), { id: "route/b" }),
    outcome({ verdict: "unknown", reason: "said by a server" }, { id: "route/c" }),
  ]);
  expect(record).toEqual({
    formatVersion: 1,
    environment: "trial",
    at: "2026-01-01T00:00:00.000Z",
    checks: [
      { id: "route/a", verdict: "passed", attempts: 2, milliseconds: 12, measured },
      { id: "route/b", verdict: "failed", symptom: "timeout", attempts: 1, milliseconds: 12, measured },
      { id: "route/c", verdict: "unknown", attempts: 1, milliseconds: 12, measured: [] },
    ],
  });
});

test("a file that does not exist yet is an empty history, and reading makes none", async () => {
  expect(await readHistory(file, "trial")).toEqual({ ok: true, runs: [] });
  expect(() => readFileSync(file)).toThrow("ENOENT");
});

test("runs are added and never taken away", async () => {
  await appendRun(file, run(1));
  const before = readFileSync(file, "utf8");
  await appendRun(file, run(2));
  expect(readFileSync(file, "utf8").startsWith(before)).toBe(true);
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(3);
  expect(await readHistory(file, "trial")).toEqual({ ok: true, runs: [run(1), run(2)] });
});

test("a file without its last line break loses no run", async () => {
  writeFileSync(file, JSON.stringify(run(1)));
  await appendRun(file, run(2));
  expect(await readHistory(file, "trial")).toEqual({ ok: true, runs: [run(1), run(2)] });
});

test("blank lines and foreign line breaks are no runs", async () => {
  writeFileSync(file, `\n${JSON.stringify(run(1))}\r\n\r\n`);
  expect(await readHistory(file, "trial")).toEqual({ ok: true, runs: [run(1)] });
});

test.each<[string, string, string]>([
  ["no JSON", "{", "no run of this command; take the line out, or begin a new file"],
  ["another JSON", '{"formatVersion":1}', "no run of this command; take the line out, or begin a new file"],
  [
    "another format",
    JSON.stringify({ ...run(1), formatVersion: 2 }),
    "no run of this command; take the line out, or begin a new file",
  ],
  ["another environment", JSON.stringify(run(1, "prd")), "a run of prd, not of trial; name another file"],
])("%s on a line is named", async (_name, line, problem) => {
  await appendRun(file, run(1));
  appendFileSync(file, `\n${line}\n`);
  await appendRun(file, run(2));
  expect(await readHistory(file, "trial")).toEqual({ ok: false, problem: `${file}:3: ${problem}` });
});

test("only the last runs are read", async () => {
  const lines = Array.from({ length: RUNS_READ + 7 }, (_, index) => JSON.stringify(run(index)));
  writeFileSync(file, ["no run, and too old to matter", ...lines, ""].join("\n"));
  const history = await readHistory(file, "trial");
  expect(history).toMatchObject({ ok: true });
  const runs = history.ok ? history.runs : [];
  expect([runs.length, runs[0], runs.at(-1)]).toEqual([RUNS_READ, run(7), run(RUNS_READ + 6)]);
});

test("a folder is no history, and a file in no folder cannot become one", async () => {
  const lost = join(folder, "missing", "history");
  expect(await readHistory(folder, "trial")).toEqual({ ok: false, problem: `${folder}: not readable (EISDIR)` });
  expect(await readHistory(lost, "trial")).toEqual({ ok: false, problem: `${lost}: not readable (ENOENT)` });
  await expect(appendRun(lost, run(1))).rejects.toThrow("ENOENT");
});
