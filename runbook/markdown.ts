import { anchorOf } from "../environments/runbook-links";

export { anchorOf };

/** A section of a runbook: its title is an anchor that others link to. */
export interface Section {
  readonly title: string;
  /** Lines of Markdown, blank ones included. */
  readonly lines: readonly string[];
}

/** A link to a heading of the same page. */
export const linkTo = (heading: string): string => `[${heading}](#${anchorOf(heading)})`;

/** Bars would end a cell. */
const cell = (text: string): string => text.replaceAll("|", "\\|");

/** A table; cells are Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`);

/** A fenced block with a blank line around it. */
export const fenced = (language: string, lines: readonly string[]): string[] => [
  "",
  `\`\`\`${language}`,
  ...lines,
  "```",
  "",
];

/** Commands that run as they are printed. */
export const commands = (...lines: readonly string[]): string[] => fenced("bash", lines);

/** A numbered list; a step may bring lines of its own, which are indented under it. */
export const steps = (items: readonly (string | readonly string[])[]): string[] =>
  items.flatMap((item, index) => {
    const [first = "", ...rest] = typeof item === "string" ? [item] : item;
    const number = `${index + 1}. `;
    return [`${number}${first}`, ...rest.map((line) => (line === "" ? "" : `${" ".repeat(number.length)}${line}`))];
  });
