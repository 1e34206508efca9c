import { isPrintable } from "../google/printable";
import type { Versions } from "../google/provider/facts";
import { isQuotable } from "../policy/core/value-text";

/**
 * The value as text; undefined where it may not be printed, or is no text, number or boolean.
 *
 * @param versions - versions of provider google that may have made the plan
 */
export function printableValue(
  type: string,
  path: string,
  value: unknown,
  sensitive: boolean,
  versions?: Versions,
): string | undefined {
  if (sensitive || !["number", "boolean", "string"].includes(typeof value)) return undefined;
  const text = String(value);
  if (typeof value === "string" && !isQuotable(text)) return undefined;
  return isPrintable(type, path, text, versions) ? text : undefined;
}

/** A value that nobody knows before apply. */
export const KNOWN_LATER = "(known after apply)";

/** There is no value. */
export const NOT_SET = "(not set)";

/** What is no value, which no secret can be: shown as it is. */
function emptyText(value: unknown): string | undefined {
  if (value === undefined || value === null) return NOT_SET;
  if (value === "") return '""';
  if (Array.isArray(value)) return value.length === 0 ? "[]" : undefined;
  return typeof value === "object" && Object.keys(value).length === 0 ? "{}" : undefined;
}

/** The value as a side of a change: that there is none is said too; undefined where it may not be printed. */
export const shownValue = (
  type: string,
  path: string,
  value: unknown,
  sensitive: boolean,
  versions?: Versions,
): string | undefined =>
  sensitive ? undefined : (emptyText(value) ?? printableValue(type, path, value, sensitive, versions));
