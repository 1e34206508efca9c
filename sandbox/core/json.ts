/** A JSON value as it stands in the store. It is replaced, never changed. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether a value is an object, and not an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object, or an empty one. */
export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The list, or an empty one. */
export const asList = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** The text, or an empty one. */
export const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** The number, also of a text, because Google writes 64-bit numbers as text; NaN for everything else. */
export const asNumber = (value: unknown): number =>
  typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;

/** A value as messages show it: a text bare, everything else as JSON. */
export const valueText = (value: Json | undefined): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

/**
 * The same value without members that are null: to Google's APIs a null is an absent member. An empty object stays,
 * because `replication.automatic: {}` has a meaning.
 */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, member]) =>
    member === null || member === undefined ? [] : [[key, withoutNulls(member)] as const],
  );
  return Object.fromEntries(kept);
}

/** The named members, as far as they exist. */
export function pickMembers(value: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]] as const] : [])));
}

/** The object without the named members. */
export function omitMembers(value: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** Merges `sent` over `defaults`, member by member and into objects; a list is one value. */
export function mergeObjects(defaults: JsonObject, sent: JsonObject): JsonObject {
  const merged = Object.entries(sent).map(([key, value]) => {
    const own = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    return [key, isObject(own) && isObject(value) ? mergeObjects(own, value) : value] as const;
  });
  return { ...defaults, ...Object.fromEntries(merged) };
}

/**
 * Every value at a path such as `pathMatchers[].pathRules[].service`; `[]` stands for each element of a list.
 */
export function valuesAt(value: Json | undefined, path: string): readonly Json[] {
  return pathSteps(path).reduce<readonly Json[]>(
    (found, step) =>
      found.flatMap((each) => (step === "[]" ? asList(each) : isObject(each) ? presentValues(each[step]) : [])),
    presentValues(value),
  );
}

/** The same value with every value at a path replaced. */
export function mapValuesAt(value: Json, path: string, change: (found: Json) => Json): Json {
  const walk = (each: Json, [step, ...rest]: readonly string[]): Json => {
    if (step === undefined) return change(each);
    if (step === "[]") return Array.isArray(each) ? (each as Json[]).map((element) => walk(element, rest)) : each;
    if (!isObject(each)) return each;
    const member = each[step];
    return member === undefined || member === null ? each : { ...each, [step]: walk(member, rest) };
  };
  return walk(value, pathSteps(path));
}

const presentValues = (value: Json | undefined): readonly Json[] =>
  value === undefined || value === null ? [] : [value];
const pathSteps = (path: string): readonly string[] => path.replaceAll("[]", ".[]").split(".");

/** Seconds of a duration as Google's JSON writes it, `2592000s`; NaN for everything else. */
export const durationSeconds = (duration: unknown): number =>
  typeof duration === "string" && /^\d+(?:\.\d+)?s$/.test(duration) ? Number(duration.slice(0, -1)) : Number.NaN;

/** Most levels of a message: Google's parsers refuse a deeper one. */
const MOST_LEVELS = 100;

/** The JSON object of a body; an empty one where there is no body, undefined for everything else. */
export function readBody(body: Buffer): JsonObject | undefined {
  if (body.length === 0) return {};
  try {
    const text = body.toString("utf8");
    // Only an escape can write half a character: bytes that are no UTF-8 are read as U+FFFD.
    const parsed = (text.includes("\\u") ? JSON.parse(text, wellFormedValue) : JSON.parse(text)) as Json;
    return isObject(parsed) && !isDeeper(parsed, MOST_LEVELS) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses half a character, which cannot be part of a name or a path. */
function wellFormedValue(key: string, value: unknown): unknown {
  if ([key, value].some((text) => typeof text === "string" && /\p{Surrogate}/u.test(text))) {
    throw new SyntaxError("lone surrogate");
  }
  return value;
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)));
