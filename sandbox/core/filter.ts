/** One comparison of a filter: `resource.labels.service_name = "web"`. */
export interface Comparison {
  readonly field: string;
  readonly operator: "=" | "!=" | ">" | ">=" | "<" | "<=" | ":";
  readonly value: string;
}

const COMPARISON = /^([\w.]+)\s*(!=|>=|<=|=|>|<|:)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"()]+))\s*/;
const CONJUNCTION = /^AND\s+/;

/** The comparisons of a filter that is a conjunction of them, with AND or without; undefined where it is anything else. */
export function comparisonsOf(filter: string): readonly Comparison[] | undefined {
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
