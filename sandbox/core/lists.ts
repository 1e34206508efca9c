import { type Refusal, invalid } from "./answer";
import type { JsonObject } from "./json";

/** One comparison of a filter: `resource.labels.service_name = "web"`. */
export interface Comparison {
  readonly field: string;
  readonly operator: "=" | "!=" | ">" | ">=" | "<" | "<=" | ":";
  readonly value: string;
}

const COMPARISON = /^([\w.]+)\s*(!=|>=|<=|=|>|<|:)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"()]+))\s*/;
const CONJUNCTION = /^AND\s+/;

/** The comparisons of a filter that is a conjunction of them, with AND or without; undefined where it is anything else. */
export function parseComparisons(filter: string): readonly Comparison[] | undefined {
  const found: Comparison[] = [];
  let rest = filter.trim();
  while (rest !== "") {
    if (found.length > 0) rest = rest.replace(CONJUNCTION, "");
    const match = COMPARISON.exec(rest);
    if (match === null) return undefined;
    const [whole, field = "", operator, quoted, bare = ""] = match;
    const value = quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1");
    // What stands bare where a value is expected, or where the next field is, is a word of the language.
    if (quoted === undefined && /^(?:AND|OR|NOT)$/.test(bare)) return undefined;
    found.push({ field, operator: operator as Comparison["operator"], value });
    rest = rest.slice(whole.length);
  }
  return found;
}

/** One page of a list, and what asks for the next one. */
export interface Page {
  readonly elements: readonly JsonObject[];
  /** `nextPageToken`, or nothing where this is the last page. */
  readonly next: JsonObject;
}

/** A page of some elements: `size` of them, or `most` where none is asked for. */
export function listPage(elements: readonly JsonObject[], size: number, token: string, most: number): Page | Refusal {
  const start = token === "" ? "0" : Buffer.from(token, "base64url").toString("utf8");
  if (!/^\d+$/.test(start)) return invalid("page_token: not a token of an earlier page.");
  if (!Number.isInteger(size) || size < 0) return invalid("page_size: must not be negative.");
  const length = Math.min(size || most, most);
  const end = Number(start) + length;
  return {
    elements: elements.slice(Number(start), end),
    next: end < elements.length ? { nextPageToken: Buffer.from(String(end)).toString("base64url") } : {},
  };
}

/** A list in an answer: as in all of Google's JSON, an empty one is not there. */
export const listMember = (name: string, elements: readonly JsonObject[]): JsonObject =>
  elements.length === 0 ? {} : { [name]: elements };
