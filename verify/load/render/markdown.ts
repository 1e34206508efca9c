import { codeSpan, linesApart, tableLines } from "../../../report/markdown";
import { oneLineTexts } from "../../../report/text";
import type { LoadReport } from "../report";
import { levelCells, planText, routeText, socketText, summaryText } from "./words";

/** A report for a job's summary. */
export function loadMarkdown(raw: LoadReport): string {
  const report = oneLineTexts(raw);
  const { answers, levels, observed, problems } = report;
  return [
    `### ${summaryText(report)}`,
    "",
    planText(report),
    ...tableApart(
      ["Question", "Answer", "Because"],
      answers.map(({ question, verdict, because }) => [
        question,
        `**${verdict}**`,
        because.map((reason) => codeSpan(reason)).join("<br>"),
      ]),
    ),
    ...tableApart(
      ["Level", "Before", "Under load", "After"],
      levels.map((level) => [level.name, ...levelCells(level)]),
    ),
    ...tableApart(
      ["What", "Answers"],
      [
        ...observed.routes.map((route) => [codeSpan(route.route), codeSpan(routeText(route))]),
        ...observed.sockets.map((sockets) => [
          codeSpan(`sockets of ${sockets.service}`),
          codeSpan(socketText(sockets)),
        ]),
      ],
    ),
    ...tableApart(
      ["Monitoring would not tell"],
      problems.map((problem) => [codeSpan(problem)]),
    ),
  ].join("\n");
}

const tableApart = (columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  linesApart(tableLines(columns, rows));
