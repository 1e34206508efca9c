import { PAINT, type Paint } from "../../report/colour";
import { countText, indentLines, oneLineTexts } from "../../report/text";
import { AREAS } from "../engine/check";
import { RUNS_READ } from "../history/history-file";
import type { CheckReport, Report } from "../report";
import { criterionText, failureLines, newsLines, recoveryText, summaryText, trendText } from "./words";

const VERDICT_PAINT: Readonly<Record<CheckReport["verdict"], Paint>> = {
  passed: PAINT.good,
  failed: PAINT.bad,
  unknown: PAINT.unsure,
  skipped: PAINT.quiet,
};

/** Width of the verdict column and of everything that stands below it. */
const COLUMN = 9;

/** A report for a terminal: the verdict, every area, and what the recorded runs tell. */
export function reportText(raw: Report): string {
  const report = oneLineTexts(raw);
  const areas = AREAS.flatMap((area) => {
    const own = report.checks.filter((check) => check.area === area);
    return own.length === 0
      ? []
      : [[PAINT.strong(area), ...indentLines(2, checkGroups(own).flatMap(groupLines))].join("\n")];
  });
  return [VERDICT_PAINT[report.verdict](summaryText(report)), ...areas, ...trendBlock(report)].join("\n\n");
}

/** Checks in their order. Neighbours that were skipped or not answered for the same reason form one group. */
function checkGroups(checks: readonly CheckReport[]): readonly (readonly [CheckReport, ...CheckReport[]])[] {
  const grouped: [CheckReport, ...CheckReport[]][] = [];
  for (const check of checks) {
    const last = grouped.at(-1);
    const hasNoAnswer = check.verdict === "unknown" || check.verdict === "skipped";
    if (last && hasNoAnswer && last[0].verdict === check.verdict && last[0].found === check.found) last.push(check);
    else grouped.push([check]);
  }
  return grouped;
}

function groupLines([first, ...others]: readonly [CheckReport, ...CheckReport[]]): readonly string[] {
  if (others.length === 0) return checkLines(first);
  const { verdict, found } = first;
  return [
    `${VERDICT_PAINT[verdict](verdict.padEnd(COLUMN - 1))} ${countText(others.length + 1, "check")}: ${found}`,
    ...indentLines(
      COLUMN,
      [first, ...others].map(({ id }) => PAINT.quiet(id)),
    ),
  ];
}

function checkLines(check: CheckReport): readonly string[] {
  const { id, verdict, found, milliseconds } = check;
  const took = verdict === "skipped" ? "" : PAINT.quiet(` ${milliseconds} ms`);
  const recovery = recoveryText(check);
  return [
    `${VERDICT_PAINT[verdict](verdict.padEnd(COLUMN - 1))} ${verdict === "failed" ? PAINT.strong(id) : id}: ${found}${took}`,
    ...indentLines(COLUMN, [...(recovery === undefined ? [] : [PAINT.unsure(recovery)]), ...failureLines(check)]),
  ];
}

function trendBlock(report: Report): readonly string[] {
  const { trends } = report;
  if (!trends) return [];
  const title = `trends of ${countText(trends.runs, "run")}: this one, and of the recorded ones the last ${RUNS_READ} at most`;
  const lines = [...newsLines(report), ...trends.checks.map((trend) => `${trend.id}: ${trendText(trend)}`)];
  const criteria = trends.criteria.map((criterion) => criterionText(criterion, report));
  return [
    [PAINT.strong(title), ...indentLines(2, lines)].join("\n"),
    ...(criteria.length === 0
      ? []
      : [[PAINT.strong("last values of the plan's criteria"), ...indentLines(2, criteria)].join("\n")]),
  ];
}
