import { invalid, notServed, refuse, type Answer } from "./answer";
import { COLLECTIONS, ROUTES } from "../apis";
import { download } from "../storage/objects";
import type { Route } from "./call";
import type { JsonObject } from "./json";
import { readBody } from "./json-body";
import { asPath, decodeSegments, resolvePath } from "./paths";
import { checkProject } from "./project-check";
import { withProjectId } from "./projects";
import { References } from "./references";
import { Router } from "./router";
import type { Store } from "./store";

/** A request as it came in. */
export interface Incoming {
  readonly method: string;
  /** Raw path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly contentType: string;
}

/** What became of a request: the answer, and whether the sandbox serves such a thing at all. */
export interface Handled {
  readonly answer: Answer;
  readonly isServed: boolean;
}

const router = new Router(ROUTES);
const references = new References(COLLECTIONS);

const served = (answer: Answer): Handled => ({ answer, isServed: true });
const unserved = ({ method, path }: Incoming): Handled => ({
  answer: refuse(notServed(`The sandbox does not serve ${method} ${path}.`)),
  isServed: false,
});

/** Answers one request of an API from the store. */
export function handle(store: Store, incoming: Incoming): Handled {
  const resolved = resolvePath(incoming.path);
  if (resolved === "malformed") return served(refuse(invalid(`Invalid resource path: ${incoming.path}`)));
  if (resolved === undefined) return media(store, incoming);
  const { api, verb } = resolved;
  const segments = withProjectId(store, resolved.segments);
  const path = asPath(segments);
  const found = router.match(api.name, incoming.method, segments, verb);
  if (found === undefined) return unserved(incoming);
  const { project } = found.params;
  const refusal = project === undefined ? undefined : checkProject(store, api.service, project);
  if (refusal !== undefined) return served(refuse(refusal));
  const body = parseBody(found.route, incoming);
  if (body === undefined)
    return served(refuse(invalid("Invalid JSON payload received. The body must be a JSON object.")));
  const { query, body: raw, contentType } = incoming;
  const call = { store, references, api: api.name, path, params: found.params, query, body, raw, contentType };
  return served(found.route.handle(call));
}

/** A JSON object; empty for an upload, whose body is none; undefined where it cannot be read. */
const parseBody = ({ api }: Route, { body }: Incoming): JsonObject | undefined =>
  api === "storage-upload" ? {} : readBody(body);

/**
 * The content of an object lies beside all APIs, as `/bucket/name`. A second segment that is a version belongs to an
 * API that is not served: that must not look like an object that is not there.
 */
function media(store: Store, incoming: Incoming): Handled {
  const segments = decodeSegments(incoming.path.slice(1));
  if (segments === undefined) return served(refuse(invalid(`Invalid resource path: ${incoming.path}`)));
  const [bucket = "", ...name] = segments;
  const isMedia = incoming.method === "GET" && name.length > 0 && !/^v\d/.test(name[0] ?? "");
  return isMedia ? served(download(store, bucket, name.join("/"), incoming.query)) : unserved(incoming);
}
