import { PAINT, type Paint } from "../../../report/colour";
import { indentLines, oneLineTexts } from "../../../report/text";
import type { AnsweredQuestion, LoadVerdict } from "../questions/question";
import type { LoadReport } from "../report";
import { levelCells, planText, routeText, socketText, summaryText } from "./words";

const VERDICT_PAINT: Readonly<Record<LoadVerdict, Paint>> = {
  yes: PAINT.good,
  no: PAINT.bad,
  "could not tell": PAINT.unsure,
};

/** A report for a terminal: every question with its numbers, then what was seen. */
export function loadText(raw: LoadReport): string {
  const report = oneLineTexts(raw);
  const { answers, levels, observed, problems } = report;
  return [
    [PAINT.strong(summaryText(report)), planText(report)].join("\n"),
    ...answers.map(answerBlock),
    block(
      "levels, before → under load → after",
      levels.map((level) => `${level.name}: ${levelCells(level).join(" → ")}`),
    ),
    block("answers", [
      ...observed.routes.map((route) => `${route.route}: ${routeText(route)}`),
      ...observed.sockets.map((sockets) => `sockets of ${sockets.service}: ${socketText(sockets)}`),
    ]),
    ...(problems.length > 0 ? [block("Monitoring would not tell", problems)] : []),
  ].join("\n\n");
}

const answerBlock = ({ question, verdict, because }: AnsweredQuestion): string =>
  block(`${question} ${VERDICT_PAINT[verdict](verdict)}`, because);

const block = (title: string, lines: readonly string[]): string => [title, ...indentLines(2, lines)].join("\n");
