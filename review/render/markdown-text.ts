import { codeSpan, escapeMarkdown } from "../../report/markdown";
import { shortenText } from "../../report/text";

/**
 * Size of a text in bytes. GitHub's limit counts characters on one page and bytes on another; in UTF-8 there are never
 * fewer bytes than UTF-16 units, so bytes keep to both.
 */
export const textSize = (text: string): number => Buffer.byteLength(text, "utf8");

/** Longest address or path that is shown in full, in characters. */
const LONGEST_NAME = 200;

/** An address, a path or a value in a fixed-width font, shortened. */
export const nameCode = (text: string): string => codeSpan(shortenText(text, LONGEST_NAME));

/** Longest sentence that is shown in full, in characters. */
const LONGEST_SENTENCE = 600;

/** A sentence of somebody else, escaped and shortened. */
export const sentenceText = (text: string): string => escapeMarkdown(shortenText(text, LONGEST_SENTENCE));

/** As many lines as fit into so many bytes, and how many do not. */
export function fittingLines(
  lines: readonly string[],
  room: number,
): { readonly lines: readonly string[]; readonly left: number } {
  let size = 0;
  const over = lines.findIndex((line) => (size += textSize(line) + 1) > room);
  const kept = over === -1 ? lines : lines.slice(0, over);
  return { lines: kept, left: lines.length - kept.length };
}
