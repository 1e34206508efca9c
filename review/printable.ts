import { isPrintable } from "../google/printable";
import { isQuotable } from "../policy/core/value-text";

/** The value as text; undefined where it may not be printed, or is no text, number or boolean. */
export function printableValue(type: string, path: string, value: unknown, sensitive: boolean): string | undefined {
  if (sensitive || !isPrintable(type, path)) return undefined;
  if (typeof value === "number" || typeof value === "boolean") return `${value}`;
  return typeof value === "string" && isQuotable(value) ? value : undefined;
}
