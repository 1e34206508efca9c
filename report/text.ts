/**
 * Characters that no report prints: control characters, lone surrogates, line and paragraph separators, marks that
 * change the direction of text, and the two that XML 1.0 forbids besides (https://www.w3.org/TR/xml/#charsets).
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/**
 * A text on one line. It moves no cursor, hides nothing and is legal in XML: a line break becomes `\n`, any other
 * unprintable character its code, such as `\u001b`.
 */
export const oneLine = (text: string): string =>
  text.replace(UNPRINTABLE, (character) =>
    character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** A copy of a report in which every text is on one line. Every format for people starts from it. */
export const oneLineTexts = <T extends object>(report: T): T => mapTexts(report, oneLine);

/** A copy of a report in which every text is changed; names of members stay. */
export const mapTexts = <T extends object>(report: T, change: (text: string) => string): T =>
  copyWith(report, change) as T;

function copyWith(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => copyWith(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copyWith(inner, change)]));
}

/** The text before its first line break: of an error's message, what is not a stack trace or an excerpt. */
export const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

/**
 * Why something failed, on one line and without what it failed at: of JSON that cannot be parsed the message quotes the text
 * around, which may be a secret.
 */
export function errorReason(error: unknown): string {
  if (!(error instanceof Error)) return firstLine(String(error));
  const isJson = error.name === "SyntaxError" && error.message.includes("JSON");
  return isJson ? "a text that is no JSON" : firstLine(error.message);
}

/** What a text of JSON holds; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A text of at most `length` UTF-16 units; a longer one ends with an ellipsis and never within a character. */
export const shortenText = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1)).replace(/[\ud800-\udbff]$/, "")}…`;

/** Lines with so many spaces in front of each. */
export const indentLines = (width: number, lines: readonly string[]): readonly string[] =>
  lines.map((line) => `${" ".repeat(width)}${line}`);

/** The first of some texts, and how many more there are: `a`, `b`, `3 more`. */
export const firstOf = (texts: readonly string[], most: number): readonly string[] =>
  texts.length <= most ? texts : [...texts.slice(0, most), `${texts.length - most} more`];

/**
 * A count with its noun: `2 changes`, `1 change`, `0 entries`.
 *
 * @param plural - @default the noun with an s
 */
export const countText = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/** A sentence with its capital letter; one that begins with a name in code stays as it is. */
export const sentenceCase = (text: string): string =>
  /^[a-z]+[ ,:;]/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
