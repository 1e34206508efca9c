import { code, table } from "../../render/markdown";
import type { LoadReport } from "../report";
import { singleLined } from "../../render/words";
import { levelCells, planText, routeText, socketText, summaryText } from "./words";

/** A report for a job's summary. */
export function loadMarkdown(raw: LoadReport): string {
  const report = singleLined(raw);
  const { answers, levels, observed, problems } = report;
  return [
    `### ${summaryText(report)}`,
    "",
    planText(report),
    ...table(
      ["Question", "Answer", "Because"],
      answers.map(({ question, verdict, because }) => [
        question,
        `**${verdict}**`,
        because.map((reason) => code(reason)).join("<br>"),
      ]),
    ),
    ...table(
      ["Level", "Before", "Under load", "After"],
      levels.map((level) => [level.name, ...levelCells(level)]),
    ),
    ...table(
      ["What", "Answers"],
      [
        ...observed.routes.map((route) => [code(route.route), code(routeText(route))]),
        ...observed.sockets.map((sockets) => [code(`sockets of ${sockets.service}`), code(socketText(sockets))]),
      ],
    ),
    ...table(
      ["Monitoring would not tell"],
      problems.map((problem) => [code(problem)]),
    ),
  ].join("\n");
}
