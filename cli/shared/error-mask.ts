import { MASKED, SHORTEST_SECRET, createMask } from "../../verify/masking";
import type { IsHarmless } from "./harmless-words";

/** What an error is masked by. */
export interface ErrorMask {
  /** Values that must not be told. */
  readonly secrets: readonly string[];
  /** What may stay between quotes. */
  readonly isHarmless: IsHarmless;
}

/** A shorter value stands in texts by chance, and tells nothing. */
const SHORTEST_VALUE = 3;

/** A line of a secret of many lines that is long enough to be looked for by itself. */
const SHORTEST_LINE = 8;

const escapeForm = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** How a short value looks in a text: alone, as a URL writes it, in base64. */
const shortForms = (value: string): readonly string[] =>
  [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString("base64")].filter(
    (form) => form.length >= SHORTEST_VALUE,
  );

/** A short value is masked only where it is a word: as a part of another it stands there by chance. */
function maskShort(text: string, value: string): string {
  const forms = [...new Set(shortForms(value))].map((form) => form.split(/\s+/).map(escapeForm).join("\\s+"));
  return text.replace(new RegExp(`(?<![A-Za-z0-9])(?:${forms.join("|")})(?![A-Za-z0-9])`, "g"), MASKED);
}

/** A value that Terraform has broken at its white space to fit the width of a page. */
const maskWrapped = (text: string, value: string): string =>
  /\s/.test(value)
    ? text.replace(new RegExp(value.trim().split(/\s+/).map(escapeForm).join("\\s+(?:│\\s*)?"), "g"), MASKED)
    : text;

/** A text without values that are known, in every form that they may have. */
export function maskValues(text: string, values: readonly string[]): string {
  const lines = values.flatMap((value) => value.split(/\r?\n/).filter((line) => line.length >= SHORTEST_LINE));
  // Longest first: if a part were masked before the whole, the rest of the whole would remain readable.
  const all = [...new Set([...values, ...lines])]
    .filter((value) => value.trim().length >= SHORTEST_VALUE)
    .sort((one, other) => other.length - one.length);
  const mask = createMask();
  const long = all.filter((value) => value.length >= SHORTEST_SECRET);
  for (const value of long) mask.hide(value);
  const wrapped = long.reduce(maskWrapped, mask.text(text));
  return all.filter((value) => value.length < SHORTEST_SECRET).reduce(maskShort, wrapped);
}

const maskKeys = (text: string): string =>
  text.replace(/-----BEGIN [A-Z0-9 ]{1,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,40}-----|$)/g, MASKED);

const GOOGLE_URL = /^https:\/\/[a-z0-9.-]{1,80}\.googleapis\.com\//;

/** Addresses keep their host and their path. A password may hold an `@` and a slash, so that the last `@` counts. */
const maskUrls = (text: string): string =>
  text
    .replace(/\b([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s"'`<>]+)/gi, (url: string, scheme: string, rest: string) => {
      const at = GOOGLE_URL.test(url) ? -1 : rest.lastIndexOf("@");
      const [place = "", query] = rest.slice(at + 1).split(/(?=[?#])/);
      return `${scheme}${at < 0 ? "" : `${MASKED}@`}${place}${query === undefined ? "" : `${query[0]}${MASKED}`}`;
    })
    .replace(
      /(?<![\w.:-])(?!(?:user|group|domain|serviceAccount|deleted):)[\w.%+-]{1,64}:[^\s@/"'`]{1,200}@(?=[\w.-])/g,
      `${MASKED}@`,
    );

const isWordAt = (text: string, at: number): boolean => /\w/.test(text[at] ?? "");

/** Whether an odd number of backslashes stands before a place. */
function isEscaped(text: string, at: number): boolean {
  let count = 0;
  while (text[at - 1 - count] === "\\") count += 1;
  return count % 2 === 1;
}

/** Where the quotation that begins at a place ends; the end of the text where it does not. */
function endOfQuotation(text: string, from: number): number {
  const quote = text[from] ?? "";
  let at = text.indexOf(quote, from + 1);
  // Before a word, a quotation mark begins one and ends none.
  while (at >= 0 && (isEscaped(text, at) || isWordAt(text, at + 1))) at = text.indexOf(quote, at + 1);
  return at < 0 ? text.length : at;
}

/** What stands between quotes, but words that are harmless and the keys of JSON. One that does not end goes on to the end. */
function maskQuoted(text: string, isHarmless: IsHarmless): string {
  let [result, done] = ["", 0];
  for (let at = text.search(/["'`]/); at >= 0 && at < text.length;) {
    // An apostrophe.
    const isBeginning = text[at] !== "'" || !isWordAt(text, at - 1);
    if (isBeginning) {
      const end = endOfQuotation(text, at);
      const inner = text.slice(at + 1, end);
      const isKey = /^@?[A-Za-z_][\w.-]{0,60}$/.test(inner) && /^\s*:\s/.test(text.slice(end + 1, end + 20));
      const kept = inner === "" || inner === MASKED || isKey || isHarmless(inner);
      result += `${text.slice(done, at + 1)}${kept ? inner : MASKED}${text[end] ?? ""}`;
      done = end + 1;
    }
    const next = text.slice(Math.max(done, at + 1)).search(/["'`]/);
    at = next < 0 ? -1 : Math.max(done, at + 1) + next;
  }
  return result + text.slice(done);
}

/**
 * What follows a word that says that it is a secret, or that it is what a command printed. The name of a resource follows
 * such words in Google's own texts.
 */
const maskLabelled = (text: string): string =>
  text
    .replace(/(exit status \d+\. Output: )[\s\S]+$/, `$1${MASKED}`)
    .replace(/\b(Bearer|Basic)\s+\S+/gi, `$1 ${MASKED}`)
    .replace(
      /((?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|private[_-]?key|credentials?|authorization|cookie)[\w-]{0,60}\s{0,5}[:=]{1,2}\s{0,5})(?!\s|googleapi|rpc error|[Ee]rror|projects\/|failed|operation)([^\n]+)/gi,
      `$1${MASKED}`,
    );

const MOST_LETTERS = 45;
const hasBoth = (text: string): boolean => /\d/.test(text) && /[A-Za-z]/.test(text);

/** Whether the letters change between capitals and others as nobody writes a name. */
function isShuffled(letters: string): boolean {
  const changes = letters.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  return letters.length >= 16 && changes / letters.length > 0.35;
}

/** Whether a run of letters and digits is no name: names are words, and numbers behind hyphens. */
function isRandom(run: string): boolean {
  if (/[+=]/.test(run)) return true;
  const parts = run.split(/[-_]+/);
  const mixed = parts.filter(hasBoth);
  if (mixed.length > 2 || mixed.some(({ length }) => length > 9)) return true;
  return parts.some((part) => (/\d/.test(part) ? part.length > 20 : part.length > MOST_LETTERS) || isShuffled(part));
}

/** Long runs that look as if they were made by a machine. The digest of an image is one that may be told. */
const maskTokens = (text: string, isHarmless: IsHarmless): string =>
  text.replace(/(?<!sha256:[0-9a-f]*)[A-Za-z0-9_+-]{16,}={0,2}/g, (run) =>
    isHarmless(run) || !isRandom(run.replace(/^-+|-+$/g, "")) ? run : MASKED,
  );

/** Quotation marks of a typesetter, as others. */
const withPlainQuotes = (text: string): string =>
  text.replace(/[\u2018\u2019\u2039\u203a]/g, "'").replace(/[\u201c\u201d\u00ab\u00bb]/g, '"');

/**
 * An error's text without values: those that are known, whatever stands between quotes, what addresses have of credentials
 * and queries, what follows words such as "password", and long runs that are no names.
 */
export function maskError(text: string, { secrets, isHarmless }: ErrorMask): string {
  const known = maskValues(text, secrets);
  const quoted = maskQuoted(maskUrls(maskKeys(withPlainQuotes(known))), isHarmless);
  return maskTokens(maskLabelled(quoted), isHarmless);
}
