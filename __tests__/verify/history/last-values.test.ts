import { lastValuesOf } from "../../../verify/history/last-values";
import type { CheckRecord, RunRecord } from "../../../verify/history/record";

type Row = readonly [id: string, verdict: CheckRecord["verdict"], measured?: CheckRecord["measured"]];

const run = (at: string, ...rows: readonly Row[]): RunRecord => ({
  formatVersion: 1,
  environment: "trial",
  at: `2026-01-${at}:00.000Z`,
  checks: rows.map(([id, verdict, measured = []]) => ({ id, verdict, attempts: 1, milliseconds: 1, measured })),
});

const seconds = (value: number): CheckRecord["measured"] => [{ name: "handshake", value, unit: "s" }];

const found = (promise: string, ...runs: readonly RunRecord[]): unknown =>
  lastValuesOf(runs).find((each) => each.promise === promise);

describe("a measurement", () => {
  const HANDSHAKE = "WebSocket handshake below 5 s";
  const earlier = run("01T10:00", ["socket/a/anonymous", "passed", seconds(0.9)]);

  test("is the slowest of the newest run", () => {
    const newest = run(
      "01T11:00",
      ["socket/a/anonymous", "passed", seconds(0.2)],
      ["socket/a/token", "failed", seconds(6.1)],
      ["socket/b/token", "passed", seconds(0.3)],
    );
    expect(found(HANDSHAKE, earlier, newest)).toEqual({ promise: HANDSHAKE, value: "6.1 s", at: newest.at });
  });

  test("is an earlier run's where the newest has none, with its time", () => {
    const newest = run("01T11:00", ["socket/a/anonymous", "unknown"]);
    expect(found(HANDSHAKE, earlier, newest)).toEqual({ promise: HANDSHAKE, value: "0.9 s", at: earlier.at });
  });

  test("of another area is not taken", () => {
    expect(found(HANDSHAKE, run("01T10:00", ["route/a", "passed", seconds(1)]))).toBeUndefined();
  });
});

test("passes are counted among the checks that could tell", () => {
  const newest = run("01T10:00", ["socket/a", "passed"], ["socket/b", "failed"], ["socket/c", "unknown"]);
  expect(found("success rate of connections", newest)).toMatchObject({ value: "1 of 2 checks passed" });
});

describe("stability", () => {
  const clean = (at: string): RunRecord => run(at, ["dns/a", "passed"]);
  const failing = (at: string): RunRecord => run(at, ["dns/a", "failed"]);
  const value = (...runs: readonly RunRecord[]): unknown => found("stable for 48 hours", ...runs);

  test("counts the runs of two days back from the newest", () => {
    expect(value(failing("01T10:00"), failing("01T10:01"), clean("02T10:00"), clean("03T10:00"))).toMatchObject({
      value: "2 of 3 runs without a failure",
    });
  });

  test("a run that could not tell is no clean one", () => {
    expect(value(clean("01T10:00"), run("01T11:00", ["dns/a", "unknown"]))).toMatchObject({
      value: "1 of 1 run without a failure",
    });
  });
});

test("without a run there is no value", () => expect(lastValuesOf([])).toEqual([]));
