const HTML_ENTITY: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const entityOf = (character: string): string => HTML_ENTITY[character] ?? `&#${character.charCodeAt(0)};`;

/** What starts a mention, a reference or a link: GitHub sees none where an invisible space follows the first character. */
const LINK_START = /(@|#(?=\d)|:(?=\/\/)|\bGH(?=-\d)|www(?=\.))/gi;
const ZERO_WIDTH_SPACE = "&#8203;";

/** Characters with a meaning in Markdown or HTML; an underscore within a word and a lone bracket have none. */
const MEANINGFUL = /[&<>`|*~\\$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=\])[([]/g;

/**
 * Text of somebody else, for any place within a line of Markdown: it stays text, ends no table cell, opens no HTML and
 * notifies nobody. The text has to be on one line already.
 */
export function escapeMarkdown(text: string): string {
  // GitHub looks for mentions after it has resolved entities, so an entity alone does not stop them.
  return text
    .split(LINK_START)
    .map((part, index) => (index % 2 === 1 ? `${part}${ZERO_WIDTH_SPACE}` : part.replace(MEANINGFUL, entityOf)))
    .join("");
}

/** Text of somebody else in a fixed-width font; HTML, because no backticks survive within backticks in a table. */
export const codeSpan = (text: string): string => (text === "" ? "" : `<code>${escapeMarkdown(text)}</code>`);

/** A row of a table. Its cells are Markdown; a bar within one is escaped, because it would end the cell. */
export const tableRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** The two lines that begin a table. */
export const tableHead = (columns: readonly string[]): readonly string[] => [
  tableRow(columns),
  tableRow(columns.map(() => "---")),
];

/** A table; nothing where there are no rows. */
export const tableLines = (columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [...tableHead(columns), ...rows.map(tableRow)];

/**
 * Lines behind a title that unfolds them; nothing where there are no lines. GitHub reads what is inside as Markdown
 * because of the blank lines.
 *
 * @param isOpen - unfolded at first; @default false
 */
export const foldedLines = (title: string, lines: readonly string[], isOpen = false): readonly string[] =>
  lines.length === 0
    ? []
    : [`<details${isOpen ? " open" : ""}><summary>${title}</summary>`, "", ...lines, "", "</details>"];

/** Lines with a blank one in front; nothing where there are none. */
export const linesApart = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ["", ...lines]);
