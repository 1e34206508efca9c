import type { ChangeReport, Report, StackReport } from "../../review/report";
import { SEVERITIES } from "../../report/severity";
import { REPORT } from "./golden/report";

/** Reports of the golden one's parts, as large as a test needs them. */

/** A stack in which nothing changes. */
export const EMPTY: StackReport = { ...REPORT.stacks[3]!, name: "prd-services" };

export const CHANGE: ChangeReport = REPORT.stacks[0]!.changes[0]!;
export const FINDING = REPORT.stacks[0]!.findings[0]!;
export const DRIFT = REPORT.stacks[0]!.drift[1]!;

/** A report of one stack. */
export const reportOf = (stack: Partial<StackReport>, report: Partial<Report> = {}): Report => ({
  ...REPORT,
  ...report,
  stacks: [{ ...EMPTY, ...stack }],
});

/** So many changes, the worst first. */
export const changes = (count: number): readonly ChangeReport[] =>
  Array.from({ length: count }, (_, index) => ({
    ...CHANGE,
    address: `google_cloud_run_v2_service.service-${index}`,
    consequence: `every session of ${index} is lost`,
    severity: SEVERITIES[Math.floor((index * 4) / count)]!,
  }));

/** What one rule finds at so many resources. */
export const findings = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...FINDING,
    address: `google_sql_database_instance.database-${index}`,
  }));
