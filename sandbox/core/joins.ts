import {
  asObject,
  isObject,
  mergeObjects,
  omitMembers,
  pickMembers,
  withoutNulls,
  type Json,
  type JsonObject,
} from "./json";

/** How an update joins what is sent with what is stored. A mask names the paths that change; `*` names all. */
export type Join =
  /** Members that are sent replace stored ones. A null clears a member, and so does a mask. */
  | "merge"
  /** Without a mask, members that are not sent are gone; `fill` keeps what only Google writes. */
  | "replace"
  /** Members that are sent replace stored ones, into objects; a list is one value, and a null removes a member. */
  | "deep";

type JoinObjects = (stored: JsonObject, body: JsonObject, query: URLSearchParams) => JsonObject;

const JOINS: Readonly<Record<Join, JoinObjects>> = {
  merge: (stored, body, query) => {
    const cleared = Object.keys(body).filter((key) => body[key] === null);
    const sent = asObject(withoutNulls(body));
    return applyMask({ ...omitMembers(stored, ...cleared), ...sent }, sent, maskPaths(query.get("updateMask") ?? ""));
  },
  replace: (stored, body, query) => {
    const paths = maskPaths(query.get("updateMask") ?? "");
    const sent = asObject(withoutNulls(body));
    return paths.length === 0 ? sent : applyMask(stored, sent, paths);
  },
  deep: (stored, body) => asObject(withoutNulls(mergeObjects(stored, body))),
};

/**
 * What is stored after an update.
 *
 * @param keeps - members that stay as they are where the update does not name them
 */
export function joinUpdate(
  join: Join,
  stored: JsonObject,
  body: JsonObject,
  query: URLSearchParams,
  keeps: readonly string[] = [],
): JsonObject {
  return { ...pickMembers(stored, ...keeps), ...JOINS[join](stored, body, query) };
}

/** The paths of an update mask in camel case, each as its segments: `a.b_c,d` → [["a", "bC"], ["d"]]. */
export const maskPaths = (mask: string): readonly (readonly string[])[] =>
  mask
    .split(",")
    .filter((path) => path.trim() !== "")
    .map((path) => path.trim().split(".").map(camelCase));

/** A name in camel case: `display_name` → `displayName`. */
export const camelCase = (text: string): string =>
  text.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The mask of everything (https://google.aip.dev/134). */
const isEverything = (paths: readonly (readonly string[])[]): boolean => paths.some(([step]) => step === "*");

/** The stored object with the masked paths taken from what is sent; a masked path that is not sent is cleared. */
export const applyMask = (stored: JsonObject, sent: JsonObject, paths: readonly (readonly string[])[]): JsonObject =>
  isEverything(paths)
    ? sent
    : paths.reduce((joined, path) => withValueAt(joined, path, valueAtPath(sent, path)), stored);

const valueAtPath = (value: JsonObject, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (found, step) => (isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined),
    value,
  );

function withValueAt(value: JsonObject, [step, ...rest]: readonly string[], next: Json | undefined): JsonObject {
  // Clearing a path that is not there must not leave an empty parent behind.
  if (step === undefined || (next === undefined && !Object.hasOwn(value, step))) return value;
  const inner = rest.length === 0 ? next : withValueAt(asObject(valueAtPath(value, [step])), rest, next);
  const { [step]: _old, ...others } = value;
  return inner === undefined ? others : { ...others, [step]: inner };
}
