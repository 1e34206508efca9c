import { XMLValidator } from "fast-xml-parser";
import { firstLine } from "../../report/text";

/** Why a text is not taken as XML, to follow "the tests' report"; undefined where it is. */
export function xmlProblem(text: string): string | undefined {
  // A document type can only bring entities: files of whoever reads it, or a text without end.
  if (hasDeclaration(text)) return "declares a document type, which no report needs";
  const validity = XMLValidator.validate(text);
  return validity === true ? undefined : `is no XML (line ${validity.err.line}: ${unquoted(validity.err.msg)})`;
}

/** What the reader of XML objects to. */
export const xmlReason = (error: unknown): string => unquoted(firstLine((error as Error).message));

/** A message without what it quotes of the text: in XML that is broken, that may be a secret. */
const unquoted = (message: string): string => message.replace(/'.*'/s, "'…'");

/** What holds any text: a page that a test quotes in CDATA has a document type, and declares nothing here. */
const QUOTATIONS = [
  ["<![CDATA[", "]]>"],
  ["<!--", "-->"],
  ["<?", "?>"],
] as const;

/** Whether a declaration stands anywhere but in a quotation. A quotation without an end holds the rest; it is no XML. */
function hasDeclaration(text: string): boolean {
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const quotation = QUOTATIONS.find(([begin]) => text.startsWith(begin, at));
    if (quotation === undefined) {
      if (text.startsWith("<!", at)) return true;
      at = endOfTag(text, at);
    } else {
      const [begin, end] = quotation;
      const found = text.indexOf(end, at + begin.length);
      if (found < 0) return false;
      at = found + end.length;
    }
  }
  return false;
}

/** Past a tag's end. An attribute may hold any of these signs, so that a quotation in one begins nothing. */
function endOfTag(text: string, start: number): number {
  let quote = "";
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === ">") return at + 1;
  }
  return text.length;
}
