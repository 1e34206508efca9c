import { forbidden, invalid, notServed, refuse, type Answer, type Refusal } from "./answer";
import { COLLECTIONS, ROUTES } from "./apis";
import { download } from "./apis/objects";
import type { Api } from "./api-table";
import type { Route } from "./call";
import { asObject, isObject, type Json, type JsonObject } from "./json";
import { decodeSegments, resolvePath } from "./paths";
import { isEnabled, projectId, projectName, projectNumber, withProjectId } from "./projects";
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
  const path = withProjectId(store, resolved.segments.join("/"));
  const found = router.match(api.name, incoming.method, withoutSlashes(path, resolved.segments), verb);
  if (found === undefined) return unserved(incoming);
  const refusal = projectProblem(store, api, found.params.project ?? "");
  if (refusal !== undefined) return served(refuse(refusal));
  const body = parseBody(found.route, incoming);
  if (body === undefined)
    return served(refuse(invalid("Invalid JSON payload received. The body must be a JSON object.")));
  const { query, body: raw, contentType } = incoming;
  const call = { store, references, api: api.name, path, params: found.params, query, body, raw, contentType };
  return served(found.route.handle(call));
}

/** The segments with the project's id in the place of its number. */
const withoutSlashes = (path: string, segments: readonly string[]): readonly string[] =>
  segments[0] === "projects" ? [segments[0], path.split("/")[1] ?? "", ...segments.slice(2)] : segments;

/** A JSON object; empty for no body and for an upload; undefined where it cannot be read. */
function parseBody({ api }: Route, { body }: Incoming): JsonObject | undefined {
  if (body.length === 0 || api === "storage-upload") return {};
  try {
    const parsed = JSON.parse(body.toString("utf8")) as Json;
    return isObject(parsed) ? asObject(parsed) : undefined;
  } catch {
    return undefined;
  }
}

/** A project must be there, and must have the API switched on. `-` leaves the project to the resource. */
function projectProblem(store: Store, { service }: Api, project: string): Refusal | undefined {
  if (project === "" || project === "-") return undefined;
  if (projectId(store, project) === undefined || store.get(projectName(project)) === undefined) {
    return forbidden(`Permission denied on resource project ${project}.`, "CONSUMER_INVALID");
  }
  if (service === undefined || isEnabled(store, project, service[0])) return undefined;
  const [name, title] = service;
  const number = projectNumber(store, project);
  return forbidden(
    `${title} has not been used in project ${number} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${name}/overview?project=${number} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    "SERVICE_DISABLED",
  );
}

/**
 * The content of an object lies beside all APIs, as `/bucket/name`. A second segment that is a version belongs to an
 * API that is not served: that must not look like an object that is not there.
 */
function media(store: Store, incoming: Incoming): Handled {
  const segments = decodeSegments(incoming.path.slice(1));
  if (segments === undefined) return served(refuse(invalid(`Invalid resource path: ${incoming.path}`)));
  const [bucket = "", ...name] = segments;
  const isMedia = incoming.method === "GET" && name.length > 0 && !/^v\d/.test(name[0] ?? "");
  return isMedia ? served(download(store, bucket, name.join("/"))) : unserved(incoming);
}
