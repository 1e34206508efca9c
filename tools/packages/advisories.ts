import { z } from "zod";
import { parseJson } from "../../report/text";
import type { KnownAdvisories } from "./known-advisories";

/** What is known of the packages' faults: the answer of `npm audit --json`. */

/** npm's words, the least first. */
const SEVERITIES = ["info", "low", "moderate", "high", "critical"] as const;

/** How grave npm says that an advisory is. */
export type AdvisorySeverity = (typeof SEVERITIES)[number];

/** One fault of a package, as its registry has it. */
const advisory = z.object({ title: z.string(), url: z.string(), severity: z.enum(SEVERITIES) });

/** The second form of npm's report (https://docs.npmjs.com/cli/v10/commands/npm-audit), as far as it is judged. */
const auditReport = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      /** A text names another package of this report, which has the fault itself. */
      via: z.array(z.union([z.string(), advisory])),
      /** Where the package stands in the lock file. */
      nodes: z.array(z.string()),
    }),
  ),
});

/** What npm's answer comes to. */
export type AuditReading =
  /** It was asked: what nothing excuses, one line each. */
  | { readonly ok: true; readonly problems: readonly string[] }
  /** Nobody knows whether there is an advisory. */
  | { readonly ok: false; readonly problem: string };

const isExcused = (
  severity: AdvisorySeverity,
  nodes: readonly string[],
  { within, atMost }: Pick<KnownAdvisories, "within" | "atMost">,
): boolean =>
  nodes.length > 0 &&
  nodes.every((node) => node.startsWith(within)) &&
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(atMost);

/**
 * Reads what `npm audit --json` printed. npm ends with 1 when it has found something and when it could not ask, so that
 * only the form of the answer tells which.
 *
 * @param known - rows of what is left alone
 */
export function readAudit(text: string, known: readonly KnownAdvisories[]): AuditReading {
  const { success, data } = auditReport.safeParse(parseJson(text));
  if (!success) {
    return {
      ok: false,
      problem:
        "npm audit gave no report: the registry could not be asked, and nobody knows of advisories; run it again",
    };
  }
  const problems = Object.entries(data.vulnerabilities).flatMap(([name, { via, nodes }]) =>
    via.flatMap((fault): string[] => {
      if (typeof fault === "string" || known.some((row) => isExcused(fault.severity, nodes, row))) return [];
      const where = nodes.join(", ");
      return [
        `${name}: ${fault.severity}, ${fault.title} (${fault.url}), at ${where}; raise it, or add a row to ` +
          "tools/packages/known-advisories.ts that says why it does not matter here",
      ];
    }),
  );
  return { ok: true, problems: [...new Set(problems)].sort() };
}
