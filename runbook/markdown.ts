import { headingAnchor } from "../environments/runbook-links";

/** A section of a runbook: its title is an anchor that others link to. */
export interface Section {
  readonly title: string;
  /** Lines of Markdown, blank ones included. */
  readonly lines: readonly string[];
}

/** A link to a heading of the same page. */
export const headingLink = (heading: string): string => `[${heading}](#${headingAnchor(heading)})`;

/** A block of code with a blank line around it. */
export const fencedBlock = (language: string, lines: readonly string[]): string[] => [
  "",
  `\`\`\`${language}`,
  ...lines,
  "```",
  "",
];

/** Commands that run as they are printed. */
export const commandBlock = (...lines: readonly string[]): string[] => fencedBlock("bash", lines);

/** A numbered list; the further lines of a step are indented under its first. */
export const stepLines = (items: readonly (string | readonly string[])[]): string[] =>
  items.flatMap((item, index) => {
    const [first = "", ...rest] = typeof item === "string" ? [item] : item;
    const number = `${index + 1}. `;
    return [`${number}${first}`, ...rest.map((line) => (line === "" ? "" : `${" ".repeat(number.length)}${line}`))];
  });
