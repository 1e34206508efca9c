import type { Report } from "../report";
import { reportJson } from "./json";
import { reportJunit } from "./junit";
import { reportMarkdown } from "./markdown";
import { reportText } from "./text";

const RENDERERS = {
  text: reportText,
  json: reportJson,
  junit: reportJunit,
  markdown: reportMarkdown,
} as const satisfies Readonly<Record<string, (report: Report) => string>>;

export type Format = keyof typeof RENDERERS;

/** Every format, for usage texts and for checking what was asked. */
export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

/** A report in a format, without a newline at its end. */
export const renderReport = (report: Report, format: Format): string => RENDERERS[format](report);
