import { MASKED } from "../masking";
import { isCredentialName, redacted } from "./redact";

/**
 * A well-formed document, piece by piece: CDATA, comments, instructions, tags with their attributes, and the text between.
 * A credential is looked for in what each of them says, and not in how XML writes it: quotation marks are `&quot;`,
 * `&#x27;` or `&#34;` there, and an ampersand of a password is five characters.
 */
const PIECE = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<(?:"[^"]*"|'[^']*'|[^"'>])*>|[^<]+/g;
/** What is said as it is, between its own marks: a mask must leave those. */
const FRAMED = /^(<!\[CDATA\[|<!--|<\?)([^]*)(\]\]>|-->|\?>)$/;
const ATTRIBUTE = /([\w:.-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(quot|apos|lt|gt|amp));/gi;

const NAMED: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };
const LAST_CHARACTER = 0x10ffff;

const plain = (text: string): string =>
  text.replace(REFERENCE, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code <= LAST_CHARACTER ? String.fromCodePoint(code) : whole;
  });

/** Line breaks as well: a reader makes spaces of those that an attribute holds. */
const written = (text: string): string =>
  text.replace(/[&<>"'\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);

/** What needs no mask stays as it was written. */
function masked(raw: string): string {
  const text = plain(raw);
  const shown = redacted(text);
  return shown === text ? raw : written(shown);
}

function maskedTag(tag: string): string {
  const [, name = ""] = /^<property\b[^>]*?\bname\s*=\s*["']([^"']*)/.exec(tag) ?? [];
  const isCredential = isCredentialName(plain(name));
  return tag.replace(ATTRIBUTE, (_, attribute: string, equals: string, double?: string, single?: string) => {
    const value = double ?? single ?? "";
    const shown = isCredential && attribute === "value" ? MASKED : masked(value);
    return `${attribute}${equals}${double === undefined ? `'${shown}'` : `"${shown}"`}`;
  });
}

/** A document of somebody else without anything that looks like a credential; as well-formed as before. */
export const redactedXml = (xml: string): string =>
  xml.replace(PIECE, (piece) => {
    const [, opening, said = "", end] = FRAMED.exec(piece) ?? [];
    if (opening !== undefined) return `${opening}${redacted(said)}${end}`;
    return piece.startsWith("<") ? maskedTag(piece) : masked(piece);
  });
