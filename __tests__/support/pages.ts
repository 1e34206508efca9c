import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, trackedFiles } from "./tracked-files";

/** The pages that people read, and the commands that they are told to type. Runbooks are generated: they have a test of their own. */

/** A command as a page prints it. */
export interface PageCommand {
  readonly page: string;
  /** Without comments, with its continuation lines and loops, single spaces between its words. */
  readonly text: string;
}

export const PAGES: readonly string[] = trackedFiles(/\.md$/).filter(
  (file) => /^(README|CONTRIBUTING|CHANGELOG|docs\/)/.test(file) && !file.startsWith("docs/runbooks/"),
);

const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");

/** Bodies of a page's shell blocks, those indented under a step among them. */
export const shellBlocks = (text: string): readonly string[] =>
  [...text.matchAll(/^( *)```bash\n([\s\S]*?)\n\1```$/gm)].map(([, indent = "", body = ""]) =>
    body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );

/** Whether a shell would read on: a quote, a pipe or a loop is open. */
const isOpen = (text: string): boolean =>
  text.replace(/"[^"]*"/g, "").split("'").length % 2 === 0 ||
  /(\||&&)$/.test(text) ||
  (/^for /.test(text) && !/\bdone$/.test(text));

/** The commands of a shell block. */
export function blockCommands(block: string): readonly string[] {
  const lines = block
    .replace(/(^|\s)# .*$/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim().replace(/ {2,}/g, " "));
  const commands: string[] = [];
  let open = "";
  for (const line of lines) {
    const text = open === "" ? line : `${open}\n${line}`;
    open = isOpen(text) ? text : "";
    if (open === "" && text !== "") commands.push(text);
  }
  if (open !== "") throw new Error(`a command that never ends: ${open}`);
  return commands;
}

/** What stands in backticks within a sentence or a table. */
const inlineCodes = (text: string): readonly string[] =>
  [...text.replace(/^( *)```[\s\S]*?^\1```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);

/** Every command of the pages' shell blocks. */
export const printedCommands = (): readonly PageCommand[] =>
  PAGES.flatMap((page) =>
    shellBlocks(textOf(page))
      .flatMap(blockCommands)
      .map((text) => ({ page, text })),
  );

/** Commands within the sentences and tables of a page: with arguments, or of another program than ours. */
export const mentionedCommands = (page: string): readonly PageCommand[] =>
  inlineCodes(textOf(page))
    .filter((code) => /^(\.\/netra|npm|npx|terraform|gcloud) \S/.test(code))
    .map((text) => ({ page, text }));
