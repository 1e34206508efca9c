import { isObject, type Json, type JsonObject } from "./json";

/** Levels of a message beyond which Google's parsers refuse it. */
const MOST_LEVELS = 100;

/** A body that is a JSON object, empty for no body; undefined for everything else. */
export function readBody(body: Buffer): JsonObject | undefined {
  if (body.length === 0) return {};
  try {
    const parsed = JSON.parse(body.toString("utf8"), wellFormed) as Json;
    return isObject(parsed) && !isDeeper(parsed, MOST_LEVELS) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Half a character is no text: it could be neither a name nor a part of a path. */
function wellFormed(key: string, value: unknown): unknown {
  if ([key, value].some((text) => typeof text === "string" && /\p{Surrogate}/u.test(text))) {
    throw new SyntaxError("lone surrogate");
  }
  return value;
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)));
