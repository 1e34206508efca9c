/** GitHub counts characters, others bytes; in UTF-8 there are never fewer bytes than UTF-16 units, so bytes decide. */
export const sizeOf = (text: string): number => Buffer.byteLength(text, "utf8");

const ENTITY: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const entity = (character: string): string => ENTITY[character] ?? `&#${character.charCodeAt(0)};`;

/** Of what starts a mention, a reference or a link, the first character is parted from the rest by nothing visible. */
const STARTS = /(@|#(?=\d)|:(?=\/\/)|\bGH(?=-\d)|www(?=\.))/gi;
const NOTHING = "&#8203;";

/** Characters with a meaning in Markdown or HTML; an underscore within a word and a lone bracket have none. */
const MEANINGFUL = /[&<>`|*~\\$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=\])[([]/g;

/** A text of one line that Markdown, tables and HTML take as it is, and that notifies nobody. */
export function escaped(text: string): string {
  // GitHub looks for mentions after it has resolved entities: an entity alone does not stop them.
  return text
    .split(STARTS)
    .map((part, index) => (index % 2 === 1 ? `${part}${NOTHING}` : part.replace(MEANINGFUL, entity)))
    .join("");
}

/** A text cut to so many characters, never within one. */
export const shortened = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1)).replace(/[\ud800-\udbff]$/, "")}…`;

/** Longest address or path that is shown in full. */
const LONGEST_NAME = 200;

/** An address or value in the typewriter's letters; HTML, because backticks inside backticks do not survive tables. */
export const code = (text: string): string =>
  text === "" ? "" : `<code>${escaped(shortened(text, LONGEST_NAME))}</code>`;

/** Longest sentence that is shown in full. */
const LONGEST_SENTENCE = 600;

/** A sentence of somebody else. */
export const prose = (text: string): string => escaped(shortened(text, LONGEST_SENTENCE));

/** A table with its header; nothing where there are no rows. */
export const table = (columns: readonly string[], rows: readonly string[]): readonly string[] =>
  rows.length === 0 ? [] : [row(columns), row(columns.map(() => "---")), ...rows];

/** One row of a table; the cells are escaped already. */
export const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Folded; the blank lines let GitHub read what is inside as Markdown. */
export const folded = (title: string, lines: readonly string[], isOpen = false): readonly string[] =>
  lines.length === 0
    ? []
    : [`<details${isOpen ? " open" : ""}><summary>${title}</summary>`, "", ...lines, "", "</details>", ""];

/** As many lines as fit, and how many did not. */
export function fitting(lines: readonly string[], room: number): { readonly lines: readonly string[]; left: number } {
  let size = 0;
  const over = lines.findIndex((line) => (size += sizeOf(line) + 1) > room);
  const kept = over === -1 ? lines : lines.slice(0, over);
  return { lines: kept, left: lines.length - kept.length };
}
