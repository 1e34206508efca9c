import type { LoadReport } from "../report";
import { loadMarkdown } from "./markdown";
import { loadText } from "./text";

const RENDERERS = {
  text: loadText,
  // The machine's form; its keys are a contract.
  json: (report: LoadReport): string => JSON.stringify({ formatVersion: 1, ...report }, undefined, 2),
  markdown: loadMarkdown,
} as const satisfies Readonly<Record<string, (report: LoadReport) => string>>;

export type LoadFormat = keyof typeof RENDERERS;

/** Every format, for usage texts and for checking what was asked. */
export const LOAD_FORMATS = Object.keys(RENDERERS) as readonly LoadFormat[];

/** A report in a format, without a newline at its end. */
export const renderLoad = (report: LoadReport, format: LoadFormat): string => RENDERERS[format](report);
