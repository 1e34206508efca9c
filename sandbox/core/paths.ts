import { APIS, type Api } from "../api-table";

/** A request's path, resolved. */
export interface ResolvedPath {
  readonly api: Api;
  /** Decoded segments after the API's base, without the verb. */
  readonly segments: readonly string[];
  /** What follows the last colon: `setIamPolicy`. */
  readonly verb?: string;
}

/** Verbs follow a colon everywhere but in Compute, whose actions are segments, and in Storage, whose names may hold one. */
const WITHOUT_VERBS = new Set(["compute", "storage", "storage-upload", "sql"]);

/** Names of objects and of metrics may hold a slash, encoded in the path. */
const WITH_SLASHES = new Set(["storage", "logging", "monitoring"]);

/**
 * The API and the segments of a raw path (no query); undefined where no API begins it, "malformed" where a segment is
 * empty, climbs, or is not decodable. Go clients put their own version after an http:// base that has one already, so
 * a repeated base or version counts once.
 */
export function resolvePath(raw: string): ResolvedPath | "malformed" | undefined {
  const api = APIS.find(({ base }) => raw.startsWith(`/${base}/`));
  if (api === undefined) return undefined;
  const read = decodeSegments(withGlobal(withoutRepeats(raw.slice(api.base.length + 2), api.base)));
  if (read === undefined) return "malformed";
  if (!WITH_SLASHES.has(api.name) && read.some((segment) => segment.includes("/"))) return "malformed";
  const decoded = withMetricType(read);
  if (WITHOUT_VERBS.has(api.name)) return { api, segments: decoded };
  const last = decoded.at(-1) ?? "";
  const colon = last.lastIndexOf(":");
  if (colon < 0) return { api, segments: decoded };
  return { api, segments: [...decoded.slice(0, -1), last.slice(0, colon)], verb: last.slice(colon + 1) };
}

/** The decoded segments of a path; undefined where one is empty, climbs, holds a control character or cannot be decoded. */
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

function withoutRepeats(rest: string, base: string): string {
  const version = base.split("/").at(-1) ?? base;
  const repeated = [base, version].find((prefix) => rest.startsWith(`${prefix}/`));
  return repeated === undefined ? rest : rest.slice(repeated.length + 1);
}

/** The type of a metric is one id, although its slashes stand bare in the path. */
function withMetricType(segments: readonly string[]): readonly string[] {
  const [scope = "", project = "", collection, ...type] = segments;
  return collection === "metricDescriptors" && type.length > 0
    ? [scope, project, collection, type.join("/")]
    : segments;
}

/** A slash within a segment, encoded: a path must be read again as the same segments. */
export const asPath = (segments: readonly string[]): string => segments.map(encodedSlashes).join("/");

/** A name as one segment of a path. */
export const encodedSlashes = (name: string): string => name.replaceAll("/", "%2F");

/** Some actions of proxies are asked for without the `/global/` that the proxies themselves have. */
const withGlobal = (rest: string): string =>
  rest.replace(/^(projects\/[^/]+)\/(targetHttps?Proxies\/)/, "$1/global/$2");

/** The part of a link or a partial link that names a resource: from `projects/` on. */
export function partialLink(reference: string): string {
  const start = reference.indexOf("projects/");
  return start < 0 ? reference : reference.slice(start);
}
