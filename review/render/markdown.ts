import { foldedLines } from "../../report/markdown";
import { SEVERITIES } from "../../report/severity";
import { countText, oneLine, oneLineTexts, sentenceCase, shortenText } from "../../report/text";
import { entriesOf, type Entry } from "../outline/entries";
import type { Report, StackReport } from "../report";
import { entryWords } from "./entry-words";
import { entryBlock, findingBlocks } from "./markdown-entries";
import { detailItems, entryItem, type Item } from "./markdown-items";
import { fittingLines, nameCode, sentenceText, textSize } from "./markdown-text";
import { capacityLines, statusText } from "./overall";
import { UNPLANNED_TITLE, pendingWords, unplannedPlaces } from "./pending-words";
import { budgetText, earlierLines, incompleteText, isExceeded, isNews } from "./words";

/** Longest comment that GitHub takes. */
export const MARKDOWN_LIMIT = 65_536;

/** Bytes for findings while shortening their messages is enough: the rest is for the worst changes. Findings are never dropped. */
const ROOM_OF_FINDINGS = MARKDOWN_LIMIT * 0.75;

/** Bytes for the note of what was left out, and for the digest. */
const ROOM_OF_FOOTER = 3000;

/** The hidden first line by which a comment is found again, to be updated in place. */
export const markdownMarker = (name: string): string =>
  `<!-- netra-review:${encodeURIComponent(shortenText(oneLine(name), 100))} -->`;

/**
 * A report for a pull request: what it comes to, what makes the apply fail, then what happens, the worst first. It stays
 * within GitHub's limit, the least severe left out first, saying so; and it has no table that is wider than the page.
 */
export function reportMarkdown(raw: Report, name: string): string {
  const report = oneLineTexts(raw);
  const entries = entriesOf(report.stacks);
  const head = [
    markdownMarker(name),
    "",
    `### ${sentenceText(sentenceCase(report.sentence))}`,
    "",
    statusText(report).replace(/^severity (\w+)/, "severity **$1**"),
    "",
    ...warningLines(report),
  ];
  const frame = [...head, ...tailLines(report)];
  const found = findingBlocks(
    entries.filter((entry) => entry.kind === "finding"),
    ROOM_OF_FINDINGS,
    MARKDOWN_LIMIT - textSize(frame.join("\n")) - ROOM_OF_FOOTER,
  );
  const kept = new Map<Entry, readonly string[]>(found.blocks.map(({ entry, lines }) => [entry, lines]));
  const items = [...entries.flatMap((entry) => entryItem(entry, kept.get(entry))), ...detailItems(report.stacks)].sort(
    (a, b) => a.rank - b.rank,
  );
  const compose = (count: number): string => {
    const shown = items.filter((item, index) => item.isKept || index < count);
    const dropped = items.filter((item, index) => !item.isKept && index >= count);
    return [...head, ...droppedLines(dropped), ...bodyLines(shown, found.more), ...tailLines(report)]
      .join("\n")
      .trimEnd();
  };
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

function warningLines({ stacks }: Report): readonly string[] {
  const reasons = [...new Set(stacks.map(incompleteText))].filter((reason) => reason !== undefined);
  return reasons.flatMap((reason) => {
    const names = stacks.filter((stack) => incompleteText(stack) === reason).map(({ name }) => name);
    return [`**${sentenceText(names.join(", "))}: ${reason}.**`, ""];
  });
}

function droppedLines(dropped: readonly Item[]): readonly string[] {
  if (dropped.length === 0) return [];
  const rows = SEVERITIES.flatMap((severity) => {
    const own = dropped.filter((item) => item.place === "entries" && item.severity === severity).length;
    return own === 0 ? [] : [countText(own, `${severity} entry`, `${severity} entries`)];
  });
  const others = dropped.filter(({ place }) => place === "details").length;
  const parts = [...rows, ...(others === 0 ? [] : [countText(others, "detail")])];
  return [`**Left out, the least severe first, because GitHub takes no longer comment: ${parts.join(", ")}.**`, ""];
}

function bodyLines(items: readonly Item[], more: readonly string[]): readonly string[] {
  const linesOf = (wanted: (item: Item) => boolean): readonly string[] =>
    items.filter(wanted).flatMap(({ lines }) => lines);
  const failing = linesOf(({ place }) => place === "failing");
  const main = linesOf(({ place, isFolded }) => place === "entries" && !isFolded);
  const low = items.filter(({ place, isFolded }) => place === "entries" && isFolded);
  return [
    ...(failing.length === 0 ? [] : ["#### The apply will fail", "", ...failing, ""]),
    ...(main.length === 0 ? [] : ["#### Worst first", "", ...main, ""]),
    ...block(
      foldedLines(
        `${low.length} of low severity or waived`,
        low.flatMap(({ lines }) => lines),
        main.length + failing.length === 0,
      ),
    ),
    ...block(more),
    ...block(
      foldedLines(
        "Attributes that change, outputs, other resources",
        linesOf(({ place }) => place === "details"),
      ),
    ),
  ];
}

/** What stands below: capacity, budgets that change, what was so before, the digest. It is never left out. */
function tailLines(report: Report): readonly string[] {
  const { stacks, digest } = report;
  const budgets = stacks.flatMap(({ name, budgets: own }) =>
    own.filter(isNews).map((budget) => {
      // A text of others never begins a list item: it could be read as a heading or a list.
      const text = `budget of ${sentenceText(name)}: ${sentenceText(budgetText(budget))}`;
      return isExceeded(budget) ? `- **${text}**` : `- ${text}`;
    }),
  );
  return [
    ...block(capacityLines(stacks).map((line) => `- ${sentenceText(line)}`)),
    ...block(budgets),
    ...block(pendingLines(stacks)),
    ...block(earlierLines(stacks.flatMap(({ earlier }) => earlier)).map(sentenceText)),
    ...(digest === null ? [] : [`digest ${nameCode(digest)}`]),
  ];
}

/** Bytes of what is not of this change, each of the two lists. */
const ROOM_OF_PENDING = 6000;

/** What was pending before this change, and what of this change the plan leaves: each folded, with its count. */
function pendingLines(stacks: readonly StackReport[]): readonly string[] {
  const { title, entries } = pendingWords(stacks);
  const unplanned = unplannedPlaces(stacks).map(
    ({ actions, address, stack }) => `- ${actions} ${nameCode(address)} (${sentenceText(stack)})`,
  );
  const pending = entries.map((entry) =>
    entryBlock(entry.severity, entryWords(entry), LONGEST_PENDING).lines.join("\n"),
  );
  return [...fittingBlock(title, pending), ...fittingBlock(`${UNPLANNED_TITLE} (${unplanned.length})`, unplanned)];
}

/** Longest message of a pending finding, in characters. */
const LONGEST_PENDING = 200;

function fittingBlock(title: string, all: readonly string[]): readonly string[] {
  const { lines, left } = fittingLines(all, ROOM_OF_PENDING);
  return foldedLines(title, [...lines, ...(left === 0 ? [] : [`- and ${left} more`])]);
}

/** Followed by a blank line, where it is anything. */
const block = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [...lines, ""]);
