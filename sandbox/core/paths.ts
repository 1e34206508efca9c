import { invalidArgument, type Refusal } from "./answer";
import type { Api } from "./api";

/** A request's path, resolved. */
export interface ResolvedPath {
  readonly api: Api;
  /** Decoded segments after the API's base, without the verb. */
  readonly segments: readonly string[];
  /** What follows the last colon: `setIamPolicy`. */
  readonly verb?: string;
}

/**
 * The API and the segments of a raw path without its query; undefined where the path belongs to no API, "malformed"
 * where it cannot be decoded. Go clients put their own version after an http:// base that has one already, so a
 * repeated base or version counts once.
 */
export function resolvePath(apis: readonly Api[], raw: string): ResolvedPath | "malformed" | undefined {
  const api = apis.find(({ base }) => raw.startsWith(`/${base}/`));
  if (api === undefined) return undefined;
  // A client of Storage ends the path of some lists with a slash.
  const rest = raw.slice(api.base.length + 2).replace(/(?<=[^/])\/$/, "");
  const decoded = decodeSegments(withoutRepeatedBase(rest, api.base));
  if (decoded === undefined) return "malformed";
  if (!api.hasSlashes && decoded.some((segment) => segment.includes("/"))) return "malformed";
  const segments = api.routeSegments?.(decoded) ?? decoded;
  if (api.hasNoVerbs) return { api, segments };
  const last = segments.at(-1) ?? "";
  const colon = last.lastIndexOf(":");
  if (colon < 0) return { api, segments };
  return { api, segments: [...segments.slice(0, -1), last.slice(0, colon)], verb: last.slice(colon + 1) };
}

/**
 * The decoded segments of a path; undefined where one is empty, `.` or `..`, holds a control character or cannot be
 * decoded.
 */
export function decodeSegments(path: string): readonly string[] | undefined {
  try {
    const segments = path.split("/").map((segment) => decodeURIComponent(segment));
    return segments.every((segment) => isSegment(segment)) ? segments : undefined;
  } catch {
    return undefined;
  }
}

const isSegment = (segment: string): boolean =>
  segment !== "" && segment !== "." && segment !== ".." && !/\p{Cc}/u.test(segment);

function withoutRepeatedBase(rest: string, base: string): string {
  const version = base.split("/").at(-1) ?? base;
  const repeated = [base, version].find((prefix) => rest.startsWith(`${prefix}/`));
  return repeated === undefined ? rest : rest.slice(repeated.length + 1);
}

/** The refusal of a path that cannot be read. */
export const malformedPath = (raw: string): Refusal => invalidArgument(`Invalid resource path: ${raw}`);

/** Joins segments to a path; a slash within a segment is encoded, so that the path can be split again. */
export const joinSegments = (segments: readonly string[]): string => segments.map(encodeSlashes).join("/");

/** Encodes a name as one segment of a path. */
export const encodeSlashes = (name: string): string => name.replaceAll("/", "%2F");
