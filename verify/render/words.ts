import { countText } from "../../report/text";
import type { CriterionValue } from "../history/last-values";
import type { CheckReport, Report } from "../report";
import type { CheckTrend, Quantiles } from "../history/trends";

const VERDICTS: Readonly<Record<Report["verdict"], string>> = {
  passed: "answers",
  failed: "does not answer as declared",
  unknown: "could not be told",
};

/** `staging answers: 40 passed (1 on a retry), 5 skipped`. */
export function summaryText({ environment, verdict, counts, classes }: Report): string {
  const named = Object.entries(classes).map(([name, count]) => `${name} ${count}`);
  const parts = [
    `${counts.passed} passed${counts.transient === 0 ? "" : ` (${counts.transient} on a retry)`}`,
    ...(counts.failed === 0 ? [] : [`${counts.failed} failed (${named.join(", ")})`]),
    ...(counts.unknown === 0 ? [] : [`${counts.unknown} unknown`]),
    ...(counts.skipped === 0 ? [] : [`${counts.skipped} skipped`]),
  ];
  return `${environment} ${VERDICTS[verdict]}: ${parts.join(", ")}`;
}

/** `passed on attempt 2, after timeout`; undefined for a check that needed no retry. */
export const recoveryText = ({ attempts, recoveredFrom }: CheckReport): string | undefined =>
  recoveredFrom.length === 0 ? undefined : `passed on attempt ${attempts}, after ${recoveredFrom.join(", ")}`;

/** What to read of a failure, one line each. */
export function failureLines({ attempts, failure }: CheckReport): readonly string[] {
  if (!failure) return [];
  const { class: failureClass, severity, title, expected, next, runbook } = failure;
  const tries = attempts === 1 ? "" : `, ${countText(attempts, "attempt")}`;
  return [`${failureClass}, ${severity}: ${title}${tries}`, `expected ${expected}`, `next: ${next}`, runbook];
}

/** `100 % of 12 runs, 34 ms (p95 56 ms), handshake 0.4 s (p95 0.9 s)`. */
export function trendText({ runs, passRate, milliseconds, measured }: CheckTrend): string {
  const values = measured.map((entry) => `${entry.name} ${quantilesText(entry, entry.unit)}`);
  return [`${percent(passRate)} of ${countText(runs, "run")}`, quantilesText(milliseconds, "ms"), ...values].join(", ");
}

/** `stable for 48 hours: 95 of 96 runs without a failure`, with the time of its run where that is not the one reported. */
export const criterionText = ({ promise, value, at }: CriterionValue, reported: Report): string =>
  `${promise}: ${value}${at === reported.at ? "" : ` (${at})`}`;

/** Rounded down: 99.9 % is no 100 %. */
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

const quantilesText = ({ p50, p95 }: Quantiles, unit: string): string => `${p50} ${unit} (p95 ${p95} ${unit})`;

/** `new failures: a, b`, where there are any. */
export const newsLines = ({ trends }: Report): readonly string[] =>
  trends
    ? [
        ["new failures", trends.newFailures] as const,
        ["fixed", trends.fixed] as const,
        ["flaky", trends.flaky] as const,
      ].flatMap(([title, ids]) => (ids.length === 0 ? [] : [`${title}: ${ids.join(", ")}`]))
    : [];
