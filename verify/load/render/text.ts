import pc from "picocolors";
import type { Answer, Verdict } from "../questions/question";
import type { LoadReport } from "../report";
import { singleLined } from "../../render/words";
import { levelCells, planText, routeText, socketText, summaryText } from "./words";

const COLOUR: Readonly<Record<Verdict, (text: string) => string>> = {
  yes: pc.green,
  no: (text) => pc.bold(pc.red(text)),
  "could not tell": pc.yellow,
};

/** A report for a terminal: every question with its numbers, then what was seen. */
export function loadText(raw: LoadReport): string {
  const report = singleLined(raw);
  const { answers, levels, observed, problems } = report;
  return [
    [pc.bold(summaryText(report)), planText(report)].join("\n"),
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

const answerBlock = ({ question, verdict, because }: Answer): string =>
  block(`${question} ${COLOUR[verdict](verdict)}`, because);

const block = (title: string, lines: readonly string[]): string =>
  [title, ...lines.map((line) => `  ${line}`)].join("\n");
