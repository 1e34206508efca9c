/** JSON, key by key as it is written. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON as the google provider writes it into a plan: keys in order, and `<`, `>`, `&` escaped as Go's encoder does
 * (https://pkg.go.dev/encoding/json#Marshal). In any other form, every plan would show a difference.
 */
export const canonicalJson = (json: Json): string =>
  JSON.stringify(sortedJson(json)).replace(
    /[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function sortedJson(json: Json): Json {
  if (Array.isArray(json)) return json.map((item: Json) => sortedJson(item));
  if (typeof json !== "object") return json;
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sortedJson(value)]));
}
