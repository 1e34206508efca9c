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
