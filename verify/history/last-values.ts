import { SUCCESS_CRITERIA, type LastValue } from "../../monitoring/success-criteria";
import { countText } from "../../report/text";
import { isJudged, type RunRecord } from "./record";

/** The newest value that recorded runs have of a criterion of the plan. */
export interface CriterionValue {
  readonly promise: string;
  /** With its unit: `0.4 s`. */
  readonly value: string;
  /** When the run began that has it, RFC 3339 in UTC. */
  readonly at: string;
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * The last value of each criterion that verification measures; without those that no run measured.
 *
 * @param runs - oldest first
 */
export const lastValuesOf = (runs: readonly RunRecord[]): readonly CriterionValue[] =>
  SUCCESS_CRITERIA.flatMap(({ promise, answer }) => {
    if ("words" in answer || answer.last === undefined) return [];
    const newest = newestValue(runs, answer.last);
    return newest ? [{ promise, ...newest }] : [];
  });

type Found = Pick<CriterionValue, "value" | "at">;

function newestValue(runs: readonly RunRecord[], last: LastValue): Found | undefined {
  if (last.how === "clean-runs") return cleanRuns(runs, last.days);
  const read = (run: RunRecord): string | undefined =>
    last.how === "measured" ? highest(run, last.checks, last.name) : passedText(run, last.checks);
  for (const run of runs.toReversed()) {
    const value = read(run);
    if (value !== undefined) return { value, at: run.at };
  }
  return undefined;
}

function highest({ checks }: RunRecord, beginning: string, name: string): string | undefined {
  const values = checks
    .filter(({ id }) => id.startsWith(beginning))
    .flatMap(({ measured }) => measured.filter((entry) => entry.name === name));
  const [most] = [...values].sort((a, b) => b.value - a.value);
  return most && `${most.value} ${most.unit}`;
}

function passedText({ checks }: RunRecord, beginnings: readonly string[]): string | undefined {
  const judged = checks.filter((check) => isJudged(check) && beginnings.some((each) => check.id.startsWith(each)));
  if (judged.length === 0) return undefined;
  const passed = judged.filter(({ verdict }) => verdict === "passed").length;
  return `${passed} of ${countText(judged.length, "check")} passed`;
}

/** Runs back from the newest one, so that an old file tells of its own days. */
function cleanRuns(runs: readonly RunRecord[], days: number): Found | undefined {
  const judged = runs.filter(({ checks }) => checks.some(isJudged));
  const newest = judged.at(-1);
  if (newest === undefined) return undefined;
  const since = Date.parse(newest.at) - days * DAY_MILLISECONDS;
  const lately = judged.filter(({ at }) => Date.parse(at) > since);
  const clean = lately.filter(({ checks }) => checks.every(({ verdict }) => verdict !== "failed")).length;
  return { value: `${clean} of ${countText(lately.length, "run")} without a failure`, at: newest.at };
}
