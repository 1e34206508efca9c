import type { Report } from "../report";
import { reportJson, reportJsonParts } from "./json";
import { reportJunit } from "./junit";
import { reportMarkdown } from "./markdown";
import { reportSarif } from "./sarif";
import type { Sources } from "./sources";
import { reportText } from "./text";

const RENDERERS = {
  text: reportText,
  markdown: reportMarkdown,
  json: reportJson,
  sarif: reportSarif,
  junit: reportJunit,
} as const satisfies Readonly<Record<string, (report: Report, name: string, sources?: Sources) => string>>;

export type Format = keyof typeof RENDERERS;

/** Every format, for usage texts and for checking what was asked. */
export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

/**
 * A report in a format, without a newline at its end.
 *
 * @param name - tells comments on the same pull request apart; only Markdown uses it
 * @param sources - where results are found in files; only SARIF uses them
 */
export const renderReport = (report: Report, format: Format, name: string, sources?: Sources): string =>
  RENDERERS[format](report, name, sources);

/** The same in parts, which can be written one after the other. */
export const renderReportParts = (report: Report, format: Format, name: string, sources?: Sources): Iterable<string> =>
  format === "json" ? reportJsonParts(report) : [renderReport(report, format, name, sources)];
