import { isOpen } from "../../policy/core/finding";
import { foldedLines, tableHead } from "../../report/markdown";
import { SEVERITIES } from "../../report/severity";
import { countText, oneLine, oneLineTexts, shortenText } from "../../report/text";
import type { Report } from "../report";
import { findingsBlock } from "./markdown-findings";
import { reportItems, type Item } from "./markdown-items";
import { nameCode, sentenceText, textSize } from "./markdown-text";
import { earlierLines, incompleteText } from "./words";

/** Longest comment that GitHub takes. */
export const MARKDOWN_LIMIT = 65_536;

/** Bytes for findings while shortening their messages is enough: the rest is for the worst changes. Findings are never dropped. */
const ROOM_OF_FINDINGS = MARKDOWN_LIMIT * 0.75;

/** Bytes for the note of what was left out, and for the digest. */
const ROOM_OF_FOOTER = 3000;

const COLUMNS = ["Severity", "Action", "Stack", "Resource", "Consequence", "Undo"];

/** The hidden first line by which a comment is found again, to be updated in place. */
export const markdownMarker = (name: string): string =>
  `<!-- netra-review:${encodeURIComponent(shortenText(oneLine(name), 100))} -->`;

/** A report for a pull request: within GitHub's limit, the least severe left out first, saying so. */
export function reportMarkdown(raw: Report, name: string): string {
  const report = oneLineTexts(raw);
  const items = reportItems(report);
  const head = [markdownMarker(name), "", `### ${sentenceText(report.summary)}`, "", ...statusLines(report)];
  const findings = findingsBlock(
    report.stacks.flatMap((stack) => stack.findings),
    ROOM_OF_FINDINGS,
    MARKDOWN_LIMIT - textSize(head.join("\n")) - ROOM_OF_FOOTER,
  );
  const compose = (count: number): string =>
    [
      ...head,
      ...droppedLines(items.slice(count)),
      ...bodyLines(items.slice(0, count), findings, report),
      ...digestLines(report),
    ]
      .join("\n")
      .trimEnd();
  return longestFitting(items.length, compose);
}

/** The text of the most items that still fits. */
function longestFitting(count: number, compose: (count: number) => string): string {
  let [fits, over] = [0, count + 1];
  let best = compose(0);
  let next = count;
  while (over - fits > 1) {
    const text = compose(next);
    if (textSize(text) <= MARKDOWN_LIMIT) [fits, best] = [next, text];
    else over = next;
    next = Math.floor((fits + over) / 2);
  }
  return best;
}

function statusLines({ severity, stacks }: Report): readonly string[] {
  const findings = stacks.flatMap((stack) => stack.findings);
  const waived = findings.filter((finding) => !isOpen(finding)).length;
  const total = (count: (stack: Report["stacks"][number]) => number): number =>
    stacks.reduce((sum, stack) => sum + count(stack), 0);
  const parts = [
    `severity **${severity}**`,
    countText(
      total(({ changes }) => changes.length),
      "change",
    ),
    countText(
      total(({ drift }) => drift.length),
      "outside change",
    ),
    `${countText(findings.length, "finding")}${waived === 0 ? "" : ` (${waived} waived)`}`,
    countText(stacks.length, "stack"),
  ];
  const reasons = [...new Set(stacks.map(incompleteText))].filter((reason) => reason !== undefined);
  const warnings = reasons.flatMap((reason) => {
    const names = stacks.filter((stack) => incompleteText(stack) === reason).map(({ name }) => name);
    return [`**${sentenceText(names.join(", "))}: ${reason}.**`, ""];
  });
  return [parts.join(" · "), "", ...warnings];
}

function droppedLines(dropped: readonly Item[]): readonly string[] {
  if (dropped.length === 0) return [];
  const rows = SEVERITIES.flatMap((severity) => {
    const own = dropped.filter((item) => item.place === "table" && item.severity === severity).length;
    return own === 0 ? [] : [countText(own, `${severity} row`)];
  });
  const others = dropped.filter(({ place }) => place !== "table").length;
  const parts = [...rows, ...(others === 0 ? [] : [countText(others, "detail")])];
  return [`**Left out, the least severe first, because GitHub takes no longer comment: ${parts.join(", ")}.**`, ""];
}

function bodyLines(items: readonly Item[], findings: readonly string[], { stacks }: Report): readonly string[] {
  const linesOf = (wanted: (item: Item) => boolean): readonly string[] =>
    items.filter(wanted).flatMap(({ lines }) => lines);
  const main = linesOf(({ place, severity }) => place === "table" && severity !== "low");
  const low = linesOf(({ place, severity }) => place === "table" && severity === "low");
  const rules = linesOf(({ place }) => place === "rules");
  const budgets = linesOf(({ place }) => place === "budgets");
  return [
    ...block(changeTable(main)),
    ...block(foldedLines(`${low.length} of low severity`, changeTable(low))),
    ...block(findings),
    ...block(earlierLines(stacks.flatMap(({ earlier }) => earlier)).map(sentenceText)),
    ...block(foldedLines(`Why: ${countText(rules.length, "rule")}`, rules)),
    ...block(budgets),
    ...stacks.flatMap(({ name }) =>
      block(
        foldedLines(
          `Details of ${sentenceText(name)}`,
          linesOf(({ place, stack }) => place === "stack" && stack === name),
        ),
      ),
    ),
  ];
}

const changeTable = (rows: readonly string[]): readonly string[] =>
  rows.length === 0 ? [] : [...tableHead(COLUMNS), ...rows];

/** Followed by a blank line, where it is anything. */
const block = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [...lines, ""]);

const digestLines = ({ digest }: Report): readonly string[] => (digest === null ? [] : [`digest ${nameCode(digest)}`]);
