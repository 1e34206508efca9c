import type { RunRecord } from "../../../verify/history/record";
import { quantiles, trendsOf } from "../../../verify/history/trends";

/** Verdicts of one check by run: passed, passed on a retry, failed, unknown, skipped, not asked. */
type Sign = "p" | "r" | "f" | "u" | "s" | "-";

const VERDICTS = { p: "passed", r: "passed", f: "failed", u: "unknown", s: "skipped" } as const;

function runsOf(table: Readonly<Record<string, string>>): readonly RunRecord[] {
  const count = Math.max(...Object.values(table).map(({ length }) => length));
  return Array.from({ length: count }, (_, index) => ({
    formatVersion: 1,
    environment: "trial",
    at: `2026-01-01T00:0${index}:00.000Z`,
    checks: Object.entries(table).flatMap(([id, signs]) => {
      const sign = (signs[index] ?? "-") as Sign;
      if (sign === "-") return [];
      const attempts = sign === "r" ? 2 : 1;
      return [{ id, verdict: VERDICTS[sign], attempts, milliseconds: 10 * (index + 1), measured: [] }];
    }),
  }));
}

test.each<[string, string, object]>([
  ["always passed", "pppp", { newFailures: [], fixed: [], flaky: [] }],
  ["always failed", "ffff", { newFailures: [], fixed: [], flaky: [] }],
  ["failed for the first time", "pppf", { newFailures: ["a"], fixed: [], flaky: [] }],
  ["failed from the beginning", "f", { newFailures: ["a"], fixed: [], flaky: [] }],
  ["passed again", "ppfp", { newFailures: [], fixed: ["a"], flaky: ["a"] }],
  ["passed for the first time", "fffp", { newFailures: [], fixed: ["a"], flaky: [] }],
  ["passed on a retry once", "prpp", { newFailures: [], fixed: [], flaky: ["a"] }],
  ["failed and failed again", "pfpf", { newFailures: ["a"], fixed: [], flaky: ["a"] }],
  ["not told in between", "fuusf", { newFailures: [], fixed: [], flaky: [] }],
  ["not asked in between", "p--f", { newFailures: ["a"], fixed: [], flaky: [] }],
  ["not told now", "pfu", { newFailures: [], fixed: [], flaky: [] }],
  ["never told", "us", { checks: [] }],
])("%s: %s", (_name, signs, expected) => {
  expect(trendsOf(runsOf({ a: signs }))).toMatchObject(expected);
});

test("only checks of the last run are shown, over the runs that knew them", () => {
  expect(trendsOf(runsOf({ a: "pf-p", b: "ppp-", c: "---f" }))).toEqual({
    runs: 4,
    checks: [
      { id: "a", runs: 3, passRate: 2 / 3, milliseconds: { p50: 20, p95: 40 }, measured: [] },
      { id: "c", runs: 1, passRate: 0, milliseconds: { p50: 40, p95: 40 }, measured: [] },
    ],
    newFailures: ["c"],
    fixed: ["a"],
    flaky: ["a"],
    criteria: [
      { promise: "stable for 48 hours", value: "2 of 4 runs without a failure", at: "2026-01-01T00:03:00.000Z" },
    ],
  });
});

test("measurements by name, from the runs that have them", () => {
  const [first, second, third] = runsOf({ a: "ppp" });
  const measuring = (run: RunRecord, value: number): RunRecord => ({
    ...run,
    checks: run.checks.map((check) => ({ ...check, measured: [{ name: "echo", value, unit: "s" }] })),
  });
  expect(trendsOf([measuring(first!, 0.3), second!, measuring(third!, 0.1)]).checks[0]!.measured).toEqual([
    { name: "echo", unit: "s", p50: 0.1, p95: 0.3 },
  ]);
});

test.each([
  [[7], { p50: 7, p95: 7 }],
  [[3, 1, 2], { p50: 2, p95: 3 }],
  [[4, 1, 3, 2], { p50: 2, p95: 4 }],
  [Array.from({ length: 100 }, (_, index) => 100 - index), { p50: 50, p95: 95 }],
])("quantiles of %j", (values, expected) => expect(quantiles(values)).toEqual(expected));

test("no run has no trend", () => {
  expect(trendsOf([])).toEqual({ runs: 0, checks: [], newFailures: [], fixed: [], flaky: [], criteria: [] });
});
