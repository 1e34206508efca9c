import { camelCase } from "./joins";
import { asText, valuesAt, type JsonObject } from "./json";
import { parseComparisons, type Comparison } from "./lists";

/** A member by which a list may be filtered. */
export interface FilterField {
  /** As Google's filters name it: `display_name`; `labels.*` stands for each label. */
  readonly field: string;
  /**
   * What a star stands for: keys keep their form, names of members have two.
   *
   * @default "key"
   */
  readonly star?: "key" | "member";
  /**
   * What `:` means of it.
   *
   * @default "not served"
   */
  readonly has?: "equal" | "part";
  /** The texts that are compared; those at the member of the same name where it is absent. */
  readonly values?: (element: JsonObject) => readonly string[];
}

/** Whether an element passes. */
export type Passes = (element: JsonObject) => boolean;

/**
 * Reads a filter that joins comparisons with AND or a space; each may stand in brackets.
 *
 * @returns undefined where it has anything else, or compares anything but the fields
 */
export function readListFilter(filter: string, fields: readonly FilterField[]): Passes | undefined {
  const comparisons = parseComparisons(filter.replace(/\(([^()"]*"[^"]*"|[^()"]*)\)/g, "$1"));
  const read = comparisons?.map((comparison) => readComparison(comparison, fields));
  if (read === undefined || read.some((each) => each === undefined)) return undefined;
  return (element) => read.every((passes) => passes?.(element));
}

function readComparison({ field, operator, value }: Comparison, fields: readonly FilterField[]): Passes | undefined {
  const found = fields.find(({ field: known }) =>
    known.endsWith(".*") ? isBelow(known.slice(0, -1), field) : camelCase(known) === camelCase(field),
  );
  // A star begins a pattern, which is another language.
  if (found === undefined || value.includes("*")) return undefined;
  const { has } = found;
  const path = memberPath(found, field);
  const values = found.values ?? ((element: JsonObject) => valuesAt(element, path).map(String));
  if (operator === "=") return (element) => values(element).includes(value);
  if (operator === "!=") return (element) => !values(element).includes(value);
  if (operator !== ":" || has === undefined) return undefined;
  return (element) => values(element).some((each) => (has === "part" ? each.includes(value) : each === value));
}

/** The path of a member that a filter names, where the key of a map keeps its own form: `labels.email_address`. */
function memberPath({ field: known, star = "key" }: FilterField, field: string): string {
  const steps = field.split(".");
  const named = known.endsWith(".*") && star === "key" ? known.split(".").length - 1 : steps.length;
  return [...steps.slice(0, named).map(camelCase), ...steps.slice(named)].join(".");
}

const isBelow = (prefix: string, field: string): boolean =>
  field.length > prefix.length && camelCase(field).startsWith(camelCase(prefix));

/** The last part of a name: a filter may give it or the whole name. */
export const nameField = (has: FilterField["has"]): FilterField => ({
  field: "name",
  ...(has !== undefined && { has }),
  values: ({ name }) => [asText(name), asText(name).slice(asText(name).lastIndexOf("/") + 1)],
});
