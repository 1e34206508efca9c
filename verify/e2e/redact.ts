import { MASKED } from "../masking";

/**
 * Tests print what they send, and their report goes to summaries and artifacts that many people read. The credentials
 * are not known here, so whatever has the form of one is masked.
 */

/** A quotation mark: plain, escaped as JSON in JSON is, or as XML and HTML write it, once or more often. */
const QUOTE = String.raw`\\{0,4}(?:["'\x60]|&(?:amp;)*(?:quot|apos|#0*3[49]|#x0*2[27]);)`;
/** A space on the same line, as it is or as a URL has it. */
const SPACE = String.raw`(?:[ \t]|%20)`;

/** Names of what holds a credential, with what may follow: `token`, `SECRET_KEY`, `X-E2E-Bypass-Key`. */
const NAME = String.raw`(?:(?:bypass|api|simulation|signing|private|access)[-_ ]?key|token|secret|password|passwd|credential|jwt|authorization|cookie)[\w-]{0,20}`;

/** Between a name and its value: of an assignment, a header, a map; between two quoted words a comma does, too. */
const SEPARATOR = String.raw`(?:${QUOTE}${SPACE}*,|(?:${QUOTE})?\]?${SPACE}*(?:=>|[:=]|%3[ad]))\s*`;

/** Words in place of a value that say what went wrong: they are kept. */
const NO_VALUE = String.raw`(?!\{?\[masked|(?:not|no|none|null|nil|undefined|missing|required|empty|refused|expired|invalid|bearer|basic)\b)`;

/** Patterns bound every length: a longer value is no credential, and an unbounded one exhausts the regular expression. */
const form = (pattern: string): RegExp => new RegExp(pattern, "gi");

const FORMS: readonly (readonly [form: RegExp, shown: string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, MASKED],
  // A subprotocol that carries a token; Python's package of that name has modules and errors.
  [/\bjwt\.(?![A-Za-z]*(?:errors?|exceptions?)\b)[\w-]{12,}(?:\.[\w-]+)*/gi, `jwt.${MASKED}`],
  [form(String.raw`\b(bearer|basic)((?:\s|%20|\+)+)[\w.~+/=-]{6,9999}`), `$1$2${MASKED}`],
  [/(:\\{0,4}\/\\{0,4}\/)[^\s/?#"'<>\\]+@/g, `$1${MASKED}@`],
  [form(String.raw`(cookies?${SEPARATOR})\{[^}\n]*\}`), `$1{${MASKED}}`],
  [form(String.raw`(cookie${SPACE}+[\w.-]+=)[^\s;,>]+`), `$1${MASKED}`],
  // Every pair of the header.
  [
    form(String.raw`(cookie${SPACE}*[:=]${SPACE}*)${NO_VALUE}[^\s"'<>;,]+(?:;[ \t]*[^\s"'<>;,]+){0,999}`),
    `$1${MASKED}`,
  ],
  // Up to the quotation mark that it began with, or to the end of the line where the text was cut.
  [form(String.raw`(${NAME}${SEPARATOR}[bfru]?)(${QUOTE})(?:(?!\2)(?:[^\n\\]|\\+[^\n\\])){1,9999}`), `$1$2${MASKED}`],
  [
    form(
      String.raw`(${NAME}(?:${QUOTE})?${SPACE}*(?:=>|[:=]|%3[ad])${SPACE}*)${NO_VALUE}[^\s"'\x60,;&<>)}\]\\]{4,9999}`,
    ),
    `$1${MASKED}`,
  ],
  // As our own secrets are generated: 48 letters and digits. A commit or a digest has no capitals.
  [/\b(?=\w{0,999}[A-Z])(?=\w{0,999}[a-z])(?=\w{0,999}\d)\w{40,999}\b/g, MASKED],
];

/** A text of somebody else in which everything that looks like a credential is masked. */
export const redactText = (text: string): string =>
  FORMS.reduce((rest, [pattern, shown]) => rest.replace(pattern, shown), text);

const CREDENTIAL_NAME = new RegExp(NAME, "i");

/** Whether something of that name holds a credential. */
export const isCredentialName = (name: string): boolean => CREDENTIAL_NAME.test(name);
