import { MASKED } from "../masking";

/**
 * Tests print what they send. What has the form of a credential is masked without knowing it, because a report goes to
 * summaries and artifacts that many read.
 */
const FORMS: readonly (readonly [form: RegExp, shown: string])[] = [
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, MASKED],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${MASKED}`],
  [
    /((?:bypass|api|simulation)[-_ ]?key|token|secret|password|jwt)(["']?\s*[:=]\s*["']?)[^\s"',;&<>)}\]]{6,}/gi,
    `$1$2${MASKED}`,
  ],
  // As our own secrets are generated: 48 letters and digits. A commit or a digest has no capitals.
  [/\b(?=\w*[A-Z])(?=\w*[a-z])(?=\w*\d)\w{40,}\b/g, MASKED],
];

/** A text of somebody else without anything that looks like a credential. */
export const redacted = (text: string): string =>
  FORMS.reduce((rest, [form, shown]) => rest.replace(form, shown), text);
