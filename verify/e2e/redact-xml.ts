import XmlBuilder from "fast-xml-builder";
import { XMLParser } from "fast-xml-parser";
import { MASKED } from "../masking";
import { isCredentialName, redactText } from "./redact";
import { xmlProblem, xmlReason } from "./well-formed";

/** A document without credentials, or why it is kept from everybody. */
export type RedactedXml =
  { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly problem: string };

const TEXT = "#text";
const CDATA = "#cdata";
const COMMENT = "#comment";
const ATTRIBUTES = ":@";

type Attributes = Readonly<Record<string, string>>;

/**
 * A piece of a document as the parser gives it: one member that names the piece, and its attributes. Text is a string,
 * everything else a list of pieces.
 */
interface Piece {
  readonly [ATTRIBUTES]?: Attributes;
  readonly [name: string]: string | readonly Piece[] | Attributes | undefined;
}

const options = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  textNodeName: TEXT,
  cdataPropName: CDATA,
  commentPropName: COMMENT,
};

/** Entities are resolved: a credential is looked for in what a reader reads, not in how XML writes it. */
const parser = new XMLParser({
  ...options,
  htmlEntities: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});

/** Numbers instead of names for entities, because no mask takes one for the end of a value. */
const numberEntities = (text: string, characters: RegExp): string =>
  text
    // eslint-disable-next-line no-control-regex -- XML 1.0 has no place for these, not even as numbers
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, "\ufffd")
    .replace(characters, (character) => `&#${character.charCodeAt(0)};`);

const builder = new XmlBuilder({
  ...options,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  processEntities: false,
  tagValueProcessor: (_, text) => numberEntities(String(text), /[&<>"'\r]/g),
  // A reader makes spaces of the line breaks in an attribute.
  attributeValueProcessor: (_, text) => numberEntities(String(text), /[&<>"'\r\n\t]/g),
});

/**
 * Masks everything in somebody else's XML that looks like a credential: in texts, CDATA, comments, attributes and names.
 * A document without any is kept byte for byte. Processing instructions are left out of one that has some, because
 * nobody can tell what they hold. What is not well-formed, or declares a document type, is refused.
 */
export function redactXml(xml: string): RedactedXml {
  const problem = xmlProblem(xml);
  if (problem !== undefined) return { ok: false, problem };
  try {
    const document = parser.parse(xml) as readonly Piece[];
    const masked = builder.build(maskPieces(document, false));
    // The parser drops what a reader ignores, such as text behind the root: the document as it came must be clean, too.
    const isClean = masked === builder.build(document) && redactText(xml) === xml;
    return { ok: true, xml: isClean ? xml : masked };
  } catch (error) {
    return { ok: false, problem: `cannot be read (${xmlReason(error)})` };
  }
}

const pieceName = (piece: Piece): string => Object.keys(piece).find((key) => key !== ATTRIBUTES) ?? "";

const isCharacterData = (piece: Piece): boolean => TEXT in piece || CDATA in piece;

const isElement = (piece: Piece): boolean =>
  !isCharacterData(piece) && !(COMMENT in piece) && !pieceName(piece).startsWith("?");

/** Characters of a text, of CDATA or of a comment. */
function pieceText(piece: Piece): string {
  const content = piece[TEXT] ?? (piece[pieceName(piece)] as readonly Piece[])[0]?.[TEXT];
  return typeof content === "string" ? content : "";
}

const withText = (piece: Piece, text: string): Piece => {
  const name = pieceName(piece);
  return { [name]: name === TEXT ? text : [{ [TEXT]: text }] };
};

/** @param isCredential - whether any text among the pieces is one, because of the element that they stand in */
function maskPieces(pieces: readonly Piece[], isCredential: boolean): readonly Piece[] {
  const texts = maskTexts(pieces, isCredential);
  return pieces.flatMap((piece): readonly Piece[] => {
    const text = texts.get(piece);
    if (text !== undefined) return [withText(piece, text)];
    const name = pieceName(piece);
    if (name === "?xml") return [{ [name]: [{ [TEXT]: "" }], [ATTRIBUTES]: declarationAttributes(piece) }];
    return name.startsWith("?") ? [] : [maskElement(piece, name, isCredential)];
  });
}

const declarationAttributes = ({ [ATTRIBUTES]: attributes = {} }: Piece): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).filter(
      ([name, value]) => ["version", "encoding", "standalone"].includes(name) && redactText(value) === value,
    ),
  );

/** Every text, CDATA and comment among the pieces, masked. */
function maskTexts(pieces: readonly Piece[], isCredential: boolean): ReadonlyMap<Piece, string> {
  const maskText = (text: string): string => (isCredential && text.trim() !== "" ? MASKED : redactText(text));
  const texts = new Map<Piece, string>();
  for (const piece of pieces) {
    if (isCharacterData(piece) || COMMENT in piece) texts.set(piece, maskText(pieceText(piece)));
  }
  for (const run of characterRuns(pieces)) {
    // A name in one piece and its value in the next: neither is a credential alone, and a reader puts them together.
    const whole = run.map((piece) => texts.get(piece) ?? "").join("");
    const masked = redactText(whole);
    if (run.length > 1 && masked !== whole) {
      run.forEach((piece, index) => texts.set(piece, index === 0 ? masked : ""));
    }
  }
  return texts;
}

/** Texts and CDATA that a reader reads as one: only comments and instructions stand between them. */
function characterRuns(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const runs: Piece[][] = [[]];
  for (const piece of pieces) {
    if (isCharacterData(piece)) runs.at(-1)?.push(piece);
    else if (isElement(piece)) runs.push([]);
  }
  return runs;
}

/** Stands for a name that looks like a credential; the mask itself is no name in XML. */
const MASKED_NAME = "masked";

const maskName = (name: string): string => (redactText(name) === name ? name : MASKED_NAME);

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

function maskElement(piece: Piece, name: string, isWithinCredential: boolean): Piece {
  const attributes = Object.entries(piece[ATTRIBUTES] ?? {});
  const isNamedCredential = attributes.some(
    ([attribute, value]) => ["name", "key"].includes(localName(attribute)) && isCredentialName(value),
  );
  const isCredential = isWithinCredential || isCredentialName(localName(name));
  const isValue = (attribute: string): boolean =>
    isCredential || isCredentialName(attribute) || (isNamedCredential && localName(attribute) === "value");
  const content = piece[name] as readonly Piece[];
  // A value has no elements. A test that is named after a token has some, and they say how it failed.
  const isTextCredential = isCredential || (isNamedCredential && !content.some(isElement));
  return {
    [maskName(name)]: maskPieces(content, isTextCredential),
    ...(attributes.length > 0 && {
      [ATTRIBUTES]: Object.fromEntries(
        attributes.map(([attribute, value]) => [
          maskName(attribute),
          isValue(attribute) && value !== "" ? MASKED : redactText(value),
        ]),
      ),
    }),
  };
}
