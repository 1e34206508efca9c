import pc from "picocolors";
import { AREAS } from "../engine/check";
import { RUNS_READ } from "../history/history-file";
import type { CheckReport, Report } from "../report";
import { counted, failureLines, newsLines, recoveryText, singleLined, summaryText, trendText } from "./words";

const COLOUR: Readonly<Record<CheckReport["verdict"], (text: string) => string>> = {
  passed: pc.green,
  failed: (text) => pc.bold(pc.red(text)),
  unknown: pc.yellow,
  skipped: pc.dim,
};

/** Width of the verdict column and of everything that stands below it. */
const COLUMN = 9;

const indent = (width: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => `${" ".repeat(width)}${line}`);

/** A report for a terminal: the verdict, every area, and what the recorded runs tell. */
export function reportText(raw: Report): string {
  const report = singleLined(raw);
  const areas = AREAS.flatMap((area) => {
    const own = report.checks.filter((check) => check.area === area);
    return own.length === 0 ? [] : [[pc.bold(area), ...indent(2, groups(own).flatMap(groupLines))].join("\n")];
  });
  return [COLOUR[report.verdict](summaryText(report)), ...areas, ...trendBlock(report)].join("\n\n");
}

/** Checks in their order; neighbours of which nobody can tell anything, for one and the same reason, stand together. */
function groups(checks: readonly CheckReport[]): readonly (readonly [CheckReport, ...CheckReport[]])[] {
  const grouped: [CheckReport, ...CheckReport[]][] = [];
  for (const check of checks) {
    const last = grouped.at(-1);
    const isMute = check.verdict === "unknown" || check.verdict === "skipped";
    if (last && isMute && last[0].verdict === check.verdict && last[0].found === check.found) last.push(check);
    else grouped.push([check]);
  }
  return grouped;
}

function groupLines([first, ...others]: readonly [CheckReport, ...CheckReport[]]): readonly string[] {
  if (others.length === 0) return checkLines(first);
  const { verdict, found } = first;
  return [
    `${COLOUR[verdict](verdict.padEnd(COLUMN - 1))} ${counted(others.length + 1, "check")}: ${found}`,
    ...indent(
      COLUMN,
      [first, ...others].map(({ id }) => pc.dim(id)),
    ),
  ];
}

function checkLines(check: CheckReport): readonly string[] {
  const { id, verdict, found, milliseconds } = check;
  const took = verdict === "skipped" ? "" : pc.dim(` ${milliseconds} ms`);
  const recovery = recoveryText(check);
  return [
    `${COLOUR[verdict](verdict.padEnd(COLUMN - 1))} ${verdict === "failed" ? pc.bold(id) : id}: ${found}${took}`,
    ...indent(COLUMN, [...(recovery === undefined ? [] : [pc.yellow(recovery)]), ...failureLines(check)]),
  ];
}

function trendBlock(report: Report): readonly string[] {
  const { trends } = report;
  if (!trends) return [];
  const title = `trends of ${counted(trends.runs, "run")}: this one, and of the recorded ones the last ${RUNS_READ} at most`;
  const lines = [...newsLines(report), ...trends.checks.map((trend) => `${trend.id}: ${trendText(trend)}`)];
  return [[pc.bold(title), ...indent(2, lines)].join("\n")];
}
