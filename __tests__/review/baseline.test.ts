import type { Finding } from "../../policy/core/finding";
import { BASELINE_DAYS, baselineText, readBaseline, withBaseline, type Baseline } from "../../review/baseline";
import type { StackReport } from "../../review/report";

const TODAY = "2026-01-01";

const finding = (message: string, severity: Finding["severity"] = "high"): Finding => ({
  rule: "a-rule",
  pack: "google",
  kind: "exposed",
  severity,
  title: "t",
  why: "w",
  fix: "f",
  status: "violation",
  environment: "",
  stack: "s",
  address: "google_x.y",
  message,
});

const stackOf = (...findings: readonly Finding[]): StackReport => ({ name: "s", findings, earlier: [] }) as never;

function baselineOf(text: string, today = TODAY): Baseline {
  const reading = readBaseline(text, today);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.baseline;
}

/** Whether a finding is open, and known to whom, under the baseline that was written of another one. */
function judged(known: Finding, found: Finding, today: string): string {
  const baseline = baselineOf(baselineText([known], "platform", TODAY));
  const [after] = withBaseline([stackOf(found)], baseline, today)[0]!.findings;
  return `${after!.status}: ${after!.message}`;
}

test("what is written is known until its day, to whoever answers for it", () => {
  expect(judged(finding("open"), finding("open"), "2026-06-30")).toBe(
    "waived: open; known to platform until 2026-06-30",
  );
  expect(judged(finding("open"), finding("open"), "2026-07-01")).toBe("violation: open");
  expect(judged(finding("open", "critical"), finding("open", "critical"), "2026-04-01")).toContain("until 2026-04-01");
  expect(judged(finding("open", "critical"), finding("open", "critical"), "2026-04-02")).toBe("violation: open");
});

test("another value is another finding", () => {
  expect(judged(finding("0.0.0.0/0 found"), finding("10.0.0.0/8 found"), TODAY)).toBe("violation: 10.0.0.0/8 found");
});

test("what is not open is not written", () => {
  expect(baselineOf(baselineText([{ ...finding("w"), status: "waived" }], "platform", TODAY)).findings).toEqual([]);
});

test.each([
  ["no JSON", "", "no JSON; write it with --write-baseline"],
  ["no baseline", "{}", "no baseline; formatVersion is missing or wrong, write it with --write-baseline"],
  [
    "a critical finding for longer than allowed",
    baselineText([finding("open", "critical")], "platform", "2026-02-01"),
    `a critical finding may be known for ${BASELINE_DAYS.critical} days, any other for ${BASELINE_DAYS.other}; shorten a-rule at google_x.y until 2026-05-02`,
  ],
])("%s is a problem", (_what, text, problem) => {
  expect(readBaseline(text, TODAY)).toEqual({ ok: false, problem });
});
