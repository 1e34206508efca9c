import { XMLParser } from "fast-xml-parser";

/** An element as the parser gives it: attributes under `@`, text under `#text`, children by name in lists. */
export type Element = Readonly<Record<string, unknown>>;

const ATTRIBUTE = "@";
const TEXT = "#text";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  parseTagValue: false,
  trimValues: false,
  parseAttributeValue: false,
  // Line breaks of a message are written as numbers.
  htmlEntities: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

/** @throws where the parser gives up, on elements too deep for instance */
export const parseXml = (xml: string): Element => parser.parse(xml) as Element;

const isElement = (value: unknown): value is Element => typeof value === "object" && value !== null;

/** The children of that name, in their order. */
export const children = (element: Element, name: string): readonly Element[] => {
  const found = element[name];
  return Array.isArray(found) ? found.map((child: unknown) => (isElement(child) ? child : { [TEXT]: child })) : [];
};

/** An attribute; empty where there is none. */
export const attribute = (element: Element, name: string): string => {
  const value = element[`${ATTRIBUTE}${name}`];
  return typeof value === "string" ? value : "";
};

/** The text that stands in an element itself. */
export const elementText = (element: Element): string => {
  const [text = ""] = [element[TEXT]].flat();
  return typeof text === "string" ? text : "";
};
