import { lastValuesOf, type CriterionValue } from "./last-values";
import { isJudged, type CheckRecord, type RunRecord } from "./record";

/** Half of the values are at or below `p50`, 95 % at or below `p95`. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

/** One check over the recorded runs. */
export interface CheckTrend {
  readonly id: string;
  /** Runs in which it passed or failed. */
  readonly runs: number;
  /** Share of them in which it passed, retries included, 0–1. */
  readonly passRate: number;
  /** Durations of its last attempts. */
  readonly milliseconds: Quantiles;
  readonly measured: readonly (Quantiles & { readonly name: string; readonly unit: string })[];
}

/** What the recorded runs say about the checks of the last one. */
export interface Trends {
  /** Runs that were read, including the last one. */
  readonly runs: number;
  readonly checks: readonly CheckTrend[];
  /** Ids of checks that failed now and not the time before. */
  readonly newFailures: readonly string[];
  /** Ids of checks that passed now and failed the time before. */
  readonly fixed: readonly string[];
  /** Ids of checks that passed only on a retry in some run, or changed between passed and failed more than once. */
  readonly flaky: readonly string[];
  /** The last values of the plan's criteria. */
  readonly criteria: readonly CriterionValue[];
}

/** @param runs - oldest first; the last one is the run that is reported */
export function trendsOf(runs: readonly RunRecord[]): Trends {
  const histories = (runs.at(-1)?.checks ?? []).map(({ id }) => ({
    id,
    entries: runs.flatMap(({ checks }) => checks.filter((entry) => entry.id === id && isJudged(entry))),
    isJudgedNow: runs.at(-1)?.checks.some((entry) => entry.id === id && isJudged(entry)) ?? false,
  }));
  const judged = histories.filter(({ entries }) => entries.length > 0);
  const now = judged.filter(({ isJudgedNow }) => isJudgedNow);
  const idsOf = (chosen: typeof judged): readonly string[] => chosen.map(({ id }) => id);
  return {
    runs: runs.length,
    checks: judged.map(({ id, entries }) => trendOf(id, entries)),
    newFailures: idsOf(now.filter(({ entries }) => isFailed(entries.at(-1)) && !isFailed(entries.at(-2)))),
    fixed: idsOf(now.filter(({ entries }) => !isFailed(entries.at(-1)) && isFailed(entries.at(-2)))),
    flaky: idsOf(judged.filter(({ entries }) => isFlaky(entries))),
    criteria: lastValuesOf(runs),
  };
}

const isFailed = (entry: CheckRecord | undefined): boolean => entry?.verdict === "failed";

/** A single change is a new failure or a fix, not flakiness. */
function isFlaky(entries: readonly CheckRecord[]): boolean {
  const changes = entries.filter(({ verdict }, index) => index > 0 && entries[index - 1]?.verdict !== verdict);
  return changes.length > 1 || entries.some(({ verdict, attempts }) => verdict === "passed" && attempts > 1);
}

function trendOf(id: string, entries: readonly CheckRecord[]): CheckTrend {
  const measured = entries.flatMap((entry) => entry.measured);
  const kinds = new Map(measured.map(({ name, unit }) => [name, unit]));
  return {
    id,
    runs: entries.length,
    passRate: entries.filter((entry) => !isFailed(entry)).length / entries.length,
    milliseconds: quantiles(entries.map(({ milliseconds }) => milliseconds)),
    measured: [...kinds].map(([name, unit]) => ({
      name,
      unit,
      ...quantiles(measured.filter((entry) => entry.name === name).map(({ value }) => value)),
    })),
  };
}

/** Quantiles by nearest rank: each is a value that was measured. */
export function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const valueAtShare = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: valueAtShare(0.5), p95: valueAtShare(0.95) };
}
