import { writeFileSync } from "node:fs";
import { baselineText, readBaseline, withBaseline } from "../../review/baseline";
import { withEarlier } from "../../review/earlier-findings";
import { withPending } from "../../review/pending";
import type { Report } from "../../review/report";
import { assembleReport } from "../../review/assemble";
import { CouldNotTell } from "./command";
import { callerPath } from "./place";
import { DIGEST_KEY_VARIABLE } from "./review-context";
import { readUserFile } from "./user-file";

/** Which findings of a review count. */
export interface FindingOptions {
  /** Those that were there before too, on what the plan does not touch, and what was pending before this change. */
  readonly all?: boolean;
  /** A file of known ones. */
  readonly baseline?: string;
  /** A file to write the open ones to. */
  readonly writeBaseline?: string;
  /** Who answers for what is written. */
  readonly owner?: string;
}

/**
 * The report with the findings that count, and with its baseline written where that is asked for.
 *
 * @param today - YYYY-MM-DD in UTC
 * @throws CouldNotTell where a file is not readable or writable, or the baseline allows too much
 */
export function reportedFindings(report: Report, options: FindingOptions, today: string): Report {
  const { all, baseline: file, writeBaseline, owner } = options;
  if (!all && file === undefined && writeBaseline === undefined) return report;
  if (writeBaseline !== undefined && owner === undefined) {
    throw new CouldNotTell("--write-baseline: say who answers for the findings: --owner NAME");
  }
  const stacks = all ? withPending(withEarlier(report.stacks)) : report.stacks;
  if (writeBaseline !== undefined && owner !== undefined) {
    const findings = stacks.flatMap((stack) => stack.findings);
    try {
      writeFileSync(callerPath(writeBaseline), baselineText(findings, owner, today));
    } catch (error) {
      throw new CouldNotTell(
        `${writeBaseline}: not writable (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`,
      );
    }
  }
  const reading = file === undefined ? undefined : readBaseline(readUserFile(file, "report"), today);
  if (reading && !reading.ok) throw new CouldNotTell(`${file}: ${reading.problem}`);
  const judged = reading ? withBaseline(stacks, reading.baseline, today) : stacks;
  return assembleReport(judged, process.env[DIGEST_KEY_VARIABLE] || undefined);
}
