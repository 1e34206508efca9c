import { XMLValidator } from "fast-xml-parser";

/** Why a text is not taken as XML, to follow "the tests' report"; undefined where it is. */
export function xmlProblem(text: string): string | undefined {
  // A document type can only bring entities: files of whoever reads it, or a text without end.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return "declares a document type, which no report needs";
  const validity = XMLValidator.validate(text);
  return validity === true ? undefined : `is no XML (line ${validity.err.line}: ${validity.err.msg})`;
}
