import type { Report } from "../report";

/** The machine's form; its keys are a contract. */
export const reportJson = (report: Report): string => JSON.stringify(report, undefined, 2);
