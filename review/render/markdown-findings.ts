import type { Finding } from "../../policy/core/finding";
import { escapeMarkdown, foldedLines, tableLines } from "../../report/markdown";
import { worstFirst } from "../../report/severity";
import { countText, shortenText } from "../../report/text";
import { fittingLines, nameCode, sentenceText, textSize } from "./markdown-text";
import { statusMark } from "./words";

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
  const ordered = worstFirst(findings);
  const title = countText(findings.length, "finding");
  for (const length of LENGTHS) {
    const block = foldedLines(
      title,
      tableLines(
        COLUMNS,
        ordered.map((finding) => findingRow(finding, length)),
      ),
      true,
    );
    if (textSize(block.join("\n")) <= (length === 0 ? most : room)) return block;
  }
  const { lines, left } = fittingLines(countsByRule(ordered), most - textSize(title) - 200);
  const rest = left === 0 ? [] : [`- ${countText(left, "more rule")}`];
  return foldedLines(`${title}: too many to list, counted by rule`, [...lines, ...rest], true);
}

const findingRow = (finding: Finding, length: number): readonly string[] => [
  `${finding.severity}${statusMark(finding)}`,
  sentenceText(finding.rule),
  sentenceText(finding.stack),
  nameCode(finding.address),
  escapeMarkdown(shortenText(finding.message, length)),
];

function countsByRule(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings) {
    const key = `${severity} ${sentenceText(rule)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => `- ${key}: ${count}`);
}
