import type { Finding } from "../../policy/core/evaluate";
import { code, escaped, fitting, folded, prose, row, shortened, sizeOf, table } from "./markdown-text";
import { SEVERITIES, counted, statusMark } from "./words";

const COLUMNS = ["Severity", "Rule", "Stack", "Resource", "What, and what to do"];

/** Message lengths, tried in this order until the table fits; without a message it still says what and where. */
const LENGTHS = [4000, 400, 200, 120, 80, 40, 0] as const;

/**
 * Every finding, worst first, with messages as long as there is room. Where not even rule and address of each fit,
 * they are counted by rule.
 *
 * @param room - bytes that they should take, shortened if need be
 * @param most - bytes that they may take where shortening is not enough
 */
export function findingsBlock(findings: readonly Finding[], room: number, most: number): readonly string[] {
  const ordered = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const title = counted(findings.length, "finding");
  for (const length of LENGTHS) {
    const block = folded(
      title,
      table(
        COLUMNS,
        ordered.map((finding) => findingRow(finding, length)),
      ),
      true,
    );
    if (sizeOf(block.join("\n")) <= (length === 0 ? most : room)) return block;
  }
  const { lines, left } = fitting(countsByRule(ordered), most - sizeOf(title) - 200);
  const rest = left === 0 ? [] : [`- ${counted(left, "more rule")}`];
  return folded(`${title}: too many to list, counted by rule`, [...lines, ...rest], true);
}

const findingRow = (finding: Finding, length: number): string =>
  row([
    `${finding.severity}${statusMark(finding)}`,
    prose(finding.rule),
    prose(finding.stack),
    code(finding.address),
    escaped(shortened(finding.message, length)),
  ]);

function countsByRule(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings) {
    const key = `${severity} ${prose(rule)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `- ${key}: ${count}`);
}
