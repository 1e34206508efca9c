import { PAINT } from "../../../report/colour";
import { codeSpan } from "../../../report/markdown";
import type { DeadRun } from "../dead-run";
import type { E2eReport } from "../report";
import { e2eMarkdown } from "./markdown";
import { e2eText } from "./text";
import { deadRunTexts } from "./words";

const RENDERERS = {
  text: e2eText,
  json: (report: E2eReport): string => JSON.stringify({ formatVersion: 1, ...report }, undefined, 2),
  markdown: e2eMarkdown,
} as const;

/** How a report is written; the tests' own JUnit is kept as a file. */
export type Format = keyof typeof RENDERERS;

/** Every format, for usage texts and for checking what was asked. */
export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

/** A run that died, in a format; without a newline at its end. */
export function renderDeadRun(dead: DeadRun, format: Format): string {
  const [title, reason, next] = deadRunTexts(dead);
  switch (format) {
    case "json":
      return JSON.stringify({ formatVersion: 1, died: true, ...dead }, undefined, 2);
    case "markdown":
      return [`### ${title}`, "", `- ${codeSpan(reason)}`, `- ${next}`, `- [execution](${dead.link})`].join("\n");
    case "text":
      return [PAINT.unsure(title), `  ${reason}`, `  ${next}`].join("\n");
  }
}

/** A report in a format, without a newline at its end. */
export const renderReport = (report: E2eReport, format: Format): string => RENDERERS[format](report);
