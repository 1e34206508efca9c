import { type Refusal, invalidArgument } from "./answer";
import type { JsonObject } from "./json";

/** One comparison of a filter: `resource.labels.service_name = "web"`. */
export interface Comparison {
  readonly field: string;
  readonly operator: "=" | "!=" | ">" | ">=" | "<" | "<=" | ":";
  readonly value: string;
}

const COMPARISON = /^([\w.]+)\s*(!=|>=|<=|=|>|<|:)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"()]+))\s*/;
const CONJUNCTION = /^AND\s+/;

/** The comparisons of a filter that joins them with AND or a space; undefined for any other filter. */
export function parseComparisons(filter: string): readonly Comparison[] | undefined {
  const found: Comparison[] = [];
  let rest = filter.trim();
  while (rest !== "") {
    if (found.length > 0) rest = rest.replace(CONJUNCTION, "");
    const match = COMPARISON.exec(rest);
    if (match === null) return undefined;
    const [whole, field = "", operator, quoted, bare = ""] = match;
    const value = quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1");
    // A bare AND, OR or NOT is a word of the language and not a value.
    if (quoted === undefined && /^(?:AND|OR|NOT)$/.test(bare)) return undefined;
    found.push({ field, operator: operator as Comparison["operator"], value });
    rest = rest.slice(whole.length);
  }
  return found;
}

/** One page of a list, and the token of the next one. */
export interface Page {
  readonly elements: readonly JsonObject[];
  /** `nextPageToken`; empty for the last page. */
  readonly next: JsonObject;
}

/** A page with `size` elements; 0 stands for `most`, and that for all of them. */
export function listPage(
  elements: readonly JsonObject[],
  size: number,
  token: string,
  most = Number.MAX_SAFE_INTEGER,
): Page | Refusal {
  const start = token === "" ? "0" : Buffer.from(token, "base64url").toString("utf8");
  if (!/^\d+$/.test(start)) return invalidArgument("page_token: not a token of an earlier page.");
  if (!Number.isInteger(size) || size < 0) return invalidArgument("page_size: must not be negative.");
  const length = Math.min(size || most, most);
  const end = Number(start) + length;
  return {
    elements: elements.slice(Number(start), end),
    next: end < elements.length ? { nextPageToken: Buffer.from(String(end)).toString("base64url") } : {},
  };
}

/** A list as a member of an answer. Google's JSON leaves out an empty list. */
export const listMember = (name: string, elements: readonly JsonObject[]): JsonObject =>
  elements.length === 0 ? {} : { [name]: elements };
