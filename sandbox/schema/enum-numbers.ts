import type { Json } from "../core/json";

/**
 * The member of an enum that is meant, by name or by number; undefined where there is none. Google's documents list the
 * members in the order of their declaration, which is that of their numbers but for {@link NUMBERS}.
 */
export function enumName(document: string, values: readonly string[], value: Json): string | undefined {
  if (typeof value === "string") return values.includes(value) ? value : undefined;
  // The enums of Compute are texts.
  if (typeof value !== "number" || document === "compute.v1" || document === "storage.v1") return undefined;
  return values[value];
}
