import { XMLValidator } from "fast-xml-parser";
import { firstLine } from "../../report/text";

/** Why a text is not taken as XML, to follow "the tests' report"; undefined where it is. */
export function xmlProblem(text: string): string | undefined {
  // A document type can only bring entities: files of whoever reads it, or a text without end.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return "declares a document type, which no report needs";
  const validity = XMLValidator.validate(text);
  return validity === true ? undefined : `is no XML (line ${validity.err.line}: ${unquoted(validity.err.msg)})`;
}

/** What the reader of XML objects to. */
export const xmlReason = (error: unknown): string => unquoted(firstLine((error as Error).message));

/** A message without what it quotes of the text: in XML that is broken, that may be a secret. */
const unquoted = (message: string): string => message.replace(/'.*'/s, "'…'");
