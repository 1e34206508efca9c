import { asObject, isObject, type Json, type JsonObject } from "./json";

/** The paths of an update mask in camel case, each as its segments: `a.b_c,d` → [["a", "bC"], ["d"]]. */
export const maskPaths = (mask: string): readonly (readonly string[])[] =>
  mask
    .split(",")
    .filter((path) => path.trim() !== "")
    .map((path) => path.trim().split(".").map(camelCase));

const camelCase = (text: string): string => text.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** What is stored with the masked paths taken from what is sent; a masked path that is not sent is cleared. */
export const masked = (stored: JsonObject, sent: JsonObject, paths: readonly (readonly string[])[]): JsonObject =>
  paths.reduce((joined, path) => replaced(joined, path, at(sent, path)), stored);

const at = (value: JsonObject, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (found, step) => (isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined),
    value,
  );

function replaced(value: JsonObject, [step, ...rest]: readonly string[], next: Json | undefined): JsonObject {
  // Clearing what is not there must not leave an empty parent behind.
  if (step === undefined || (next === undefined && !Object.hasOwn(value, step))) return value;
  const inner = rest.length === 0 ? next : replaced(asObject(at(value, [step])), rest, next);
  const { [step]: _old, ...others } = value;
  return inner === undefined ? others : { ...others, [step]: inner };
}
