/** JSON, key by key as it is written. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON as the google provider writes it into a plan: keys in their order, and `<`, `>`, `&` escaped as Go does. Declared
 * in any other form, the same dashboard would read differently before and after a plan.
 */
export const canonicalJson = (json: Json): string =>
  JSON.stringify(sorted(json)).replace(
    /[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function sorted(json: Json): Json {
  if (Array.isArray(json)) return json.map((item: Json) => sorted(item));
  if (typeof json !== "object") return json;
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}
