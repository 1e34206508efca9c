import type { Report } from "../report";
import { reportJson, reportJsonParts } from "./json";
import { reportJunit } from "./junit";
import { reportMarkdown } from "./markdown";
import { reportSarif } from "./sarif";
import { reportText } from "./text";

const RENDERERS = {
  text: reportText,
  markdown: reportMarkdown,
  json: reportJson,
  sarif: reportSarif,
  junit: reportJunit,
} as const satisfies Readonly<Record<string, (report: Report, name: string) => string>>;

export type Format = keyof typeof RENDERERS;

/** Every format, for usage texts and for checking what was asked. */
export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

/**
 * A report in a format, without a newline at its end.
 *
 * @param name - tells comments on the same pull request apart; only Markdown uses it
 */
export const renderReport = (report: Report, format: Format, name: string): string => RENDERERS[format](report, name);

/** The same in parts, which can be written one after the other. */
export const renderReportParts = (report: Report, format: Format, name: string): Iterable<string> =>
  format === "json" ? reportJsonParts(report) : [renderReport(report, format, name)];
