import { IMAGE_REFERENCE } from "../../google/images";
import type { Value } from "./resource";

/** Paths whose values may hold a secret: a message names them and never quotes them. */
const CONFIDENTIAL = /(^|[.[\]])(env|secret_data|password|auth_string|labels|user_labels|annotations)\b/;

/**
 * Texts that may be quoted wherever they stand: Google's own words, times, quantities, address ranges and tiers. No key,
 * password or token has such a form; everything else is "a value", because a plan holds secrets in the oddest places.
 */
const QUOTABLE = new RegExp(
  `^(${[
    "[A-Z]+\\d?(_[A-Z0-9]+)*", // Google's own words: REDIS_7_2, HTTP2
    "[a-z]{1,15}|[a-z]{1,4}\\d[a-z]?|[a-z]{1,10}(_[a-z]{1,10}){1,2}", // http, h2c, rate_based_ban
    "deny\\(\\d{3}\\)",
    "\\d{1,6}(\\.\\d+)?(s|Mi|Gi|m)?",
    "(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}",
    "(us|europe|asia|australia|northamerica|southamerica|me|africa)-[a-z]{4,12}\\d{1,2}(-[a-f])?",
    "(allkeys|volatile)-(lru|lfu|random|ttl)",
    "(e2|f1|n1|n2)-[a-z]{5,8}(-\\d{1,2})?",
    "db-[a-z]{2,9}-[A-Z]?[\\d-]{1,12}|db-[fg]1-[a-z]{5}",
  ].join("|")})$`,
);

/** Longest name of an image that is quoted, in characters. */
const LONGEST_IMAGE = 300;

/** Whether the form of a text shows that it is no secret. */
export const isQuotable = (text: string): boolean =>
  (text.length <= 64 && QUOTABLE.test(text)) || (text.length <= LONGEST_IMAGE && IMAGE_REFERENCE.test(text));

/** A value for people: quoted, or only "a value" where it might be a secret. */
export function valueText(path: string, value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "symbol") return "a value not known before apply";
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
    return "a block";
  }
  if (CONFIDENTIAL.test(path)) return "a value";
  if (value === "") return '""';
  if (typeof value !== "string") return `${value}`;
  return isQuotable(value) ? `"${value}"` : "a value";
}
