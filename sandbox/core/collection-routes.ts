import {
  aborted,
  alreadyExists,
  conditionNotMet,
  invalidArgument,
  isRefusal,
  notFound,
  okAnswer,
  refusalAnswer,
  resourceInUse,
  type Answer,
  type Refusal,
} from "./answer";
import type { Call, Route } from "./call";
import type { Collection, Draft } from "./collection";
import { joinUpdate } from "./joins";
import { asObject, asText, withoutNulls, type JsonObject } from "./json";
import { answerList, PAGE_PARAMETERS } from "./list-answer";
import { answerChange, failOperation, type Change, type Style } from "./operations";
import { encodeSlashes } from "./paths";
import { forgetPolicy } from "./policies";
import { withFullLinks } from "./references";
import type { Store } from "./store";

/** The routes of a collection: create, list, get, update and delete. */
export function collectionRoutes(collection: Collection): readonly Route[] {
  const { api, pattern, update, id, fields, isSoftDeleted, reads = [], wildcards } = collection;
  const one = `${pattern}/{id}`;
  const ofList = [...PAGE_PARAMETERS, ...(fields ? ["filter"] : []), ...(isSoftDeleted ? ["showDeleted"] : [])];
  return [
    {
      ...{ api, method: "POST", pattern, reads: [...reads, ...("query" in id ? [id.query] : [])] },
      handle: (call) => createResource(collection, call),
    },
    {
      ...{ api, method: "GET", pattern, reads: [...reads, ...ofList], ...(wildcards && { wildcards }) },
      handle: (call) => listResources(collection, call),
    },
    { ...{ api, method: "GET", pattern: one, reads }, handle: (call) => getResource(collection, call) },
    {
      ...{ api, method: "DELETE", pattern: one, reads: [...reads, "etag"] },
      handle: (call) => deleteResource(collection, call),
    },
    ...(update === undefined
      ? []
      : [
          {
            ...{ api, method: update.method, pattern: one, reads },
            handle: (call: Call) => changeResource(collection, call, update),
          },
        ]),
  ];
}

/** The route of an action on one resource: `…/{id}/setLabels` in Compute, `…/{id}:enable` elsewhere. */
export function actionRoute(
  collection: Collection,
  action: string,
  next: (stored: JsonObject, call: Call) => JsonObject | Refusal,
  reads?: readonly string[],
): Route {
  const { api, pattern, style } = collection;
  const asSegment = style === "compute";
  return {
    api,
    method: "POST",
    pattern: asSegment ? `${pattern}/{id}/${action}` : `${pattern}/{id}`,
    ...(reads !== undefined && { reads }),
    ...(!asSegment && { verb: action }),
    handle: (call) => {
      const path = asSegment ? call.path.slice(0, -action.length - 1) : call.path;
      const stored = call.store.get(resourceName(collection, path));
      if (stored === undefined) return refusalAnswer(missingResource(collection, path));
      const result = next(stored, { ...call, body: asObject(withoutNulls(call.body)) });
      return isRefusal(result)
        ? refusalAnswer(result)
        : writeResource(collection, newDraft(call, path, result, stored), "update", style);
    },
  };
}

const resourceName = ({ api }: Collection, path: string): string => `${api}/${path}`;

const missingResource = ({ style, noun, missing }: Collection, path: string): Refusal =>
  missing?.(path) ??
  notFound(style === "compute" ? `The resource '${path}' was not found` : `${noun} '${path}' was not found`);

function newDraft(call: Call, path: string, next: JsonObject, previous?: JsonObject): Draft {
  const id = path.slice(path.lastIndexOf("/") + 1);
  return { call, path, id, next, ...(previous !== undefined && { previous }) };
}

const takenName = (path: string): Refusal => alreadyExists(`The resource '${path}' already exists`);

function createResource(collection: Collection, call: Call): Answer {
  const { noun, style, taken = takenName, hasSlashes, isUpserted } = collection;
  const [source, id] = sentId(collection, call);
  if (id === "" || (id.includes("/") && !hasSlashes)) {
    return refusalAnswer(invalidArgument(`${noun}: ${source} must be a name, found "${id}"`));
  }
  const path = `${call.path}/${encodeSlashes(id)}`;
  const previous = call.store.get(resourceName(collection, path));
  if (previous !== undefined && !isUpserted) return refusalAnswer(taken(path));
  const draft = newDraft(call, path, asObject(withoutNulls(call.body)), previous);
  return writeResource(collection, draft, previous === undefined ? "create" : "update", style);
}

/** The id of a create call, and the name of its parameter. */
function sentId({ id }: Collection, call: Call): readonly [source: string, id: string] {
  if ("body" in id) return [id.body, asText(call.body[id.body])];
  if ("given" in id) return ["id", id.given(call)];
  return [id.query, call.query.get(id.query) || (id.otherwise?.(call) ?? "")];
}

function changeResource(
  collection: Collection,
  call: Call,
  { join, keeps }: NonNullable<Collection["update"]>,
): Answer {
  const { guard = "etag", style, updateStyle = style } = collection;
  const previous = call.store.get(resourceName(collection, call.path));
  if (previous === undefined || isDeletedResource(collection, previous))
    return refusalAnswer(missingResource(collection, call.path));
  const stale = checkGuard(call.body, previous, guard);
  if (stale !== undefined) return refusalAnswer(stale);
  const next = joinUpdate(join, previous, call.body, call.query, keeps);
  return writeResource(collection, newDraft(call, call.path, next, previous), "update", updateStyle);
}

/** Refuses a fingerprint or an etag that is sent and is not the current one. */
export function checkGuard(
  sent: JsonObject,
  stored: JsonObject,
  guard: "fingerprint" | "etag" | "labelFingerprint",
): Refusal | undefined {
  const value = asText(sent[guard]);
  if (value === "" || value === stored[guard]) return undefined;
  return guard === "etag"
    ? aborted("The etag provided in the request does not match the current etag of the resource")
    : conditionNotMet(`Supplied ${guard} does not match current metadata ${guard}.`);
}

function writeResource(collection: Collection, draft: Draft, kind: Change, style: Style): Answer {
  const { call, path } = draft;
  const filled = withComputeLinks(collection, collection.fill(draft), call);
  const refusal = checkReferences(collection, draft, filled) ?? collection.check?.({ ...draft, next: filled });
  if (refusal !== undefined) return refusalAnswer(refusal);
  const failed = collection.settle?.({ ...draft, next: filled });
  const stored = failed?.stored ?? filled;
  call.store.put(resourceName(collection, path), stored);
  if (kind === "create") collection.afterCreate?.({ ...draft, next: stored });
  collection.afterWrite?.({ ...draft, next: stored });
  const answer = answerChange(style, call, kind, path, answeredResource(collection, stored, call));
  return failed?.error === undefined ? answer : okAnswer(failOperation(asObject(answer.body), failed.error));
}

function getResource(collection: Collection, call: Call): Answer {
  const stored = call.store.get(resourceName(collection, call.path));
  return stored === undefined
    ? refusalAnswer(missingResource(collection, call.path))
    : okAnswer(answeredResource(collection, stored, call));
}

function listResources(collection: Collection, call: Call): Answer {
  const { items, fields } = collection;
  const withDeleted = call.query.get("showDeleted") === "true";
  const present = listedEntries(call.store, resourceName(collection, call.path)).filter(
    ([, stored]) => withDeleted || !isDeletedResource(collection, stored),
  );
  const elements = present.map(([, stored]) => answeredResource(collection, stored, call));
  return answerList(call, { items, elements, ...(fields && { fields }) });
}

/** Entries of a collection; `-` in its path stands for each name. */
export function listedEntries(store: Store, collection: string): ReturnType<Store["list"]> {
  const wildcard = collection.indexOf("/-/");
  if (wildcard < 0) return store.list(collection);
  const segments = `${collection}/-`.split("/");
  return store.below(collection.slice(0, wildcard + 1)).filter(([name]) => {
    const found = name.split("/");
    return found.length === segments.length && segments.every((each, index) => each === "-" || each === found[index]);
  });
}

function deleteResource(collection: Collection, call: Call): Answer {
  const { style, noun } = collection;
  const stored = call.store.get(resourceName(collection, call.path));
  if (stored === undefined || isDeletedResource(collection, stored))
    return refusalAnswer(missingResource(collection, call.path));
  const stale = checkGuard({ etag: call.query.get("etag") ?? "" }, stored, "etag");
  if (stale !== undefined) return refusalAnswer(stale);
  const draft = newDraft(call, call.path, stored, stored);
  const [user] = call.references.userPaths(call.store, resourceName(collection, call.path));
  const held =
    user === undefined
      ? collection.checkDelete?.(draft)
      : resourceInUse(`The ${noun} resource '${call.path}' is already being used by '${user}'`);
  if (held !== undefined) return refusalAnswer(held);
  const gone = collection.isSoftDeleted ? { ...stored, state: "DELETED" } : stored;
  if (collection.isSoftDeleted) call.store.put(resourceName(collection, call.path), gone);
  else call.store.remove(resourceName(collection, call.path));
  forgetPolicy(call.store, collection.api, call.path);
  collection.afterDelete?.(draft);
  return collection.hasSilentDelete
    ? { code: 204 }
    : answerChange(style, call, "delete", call.path, answeredResource(collection, gone, call));
}

/** Whether a resource is deleted, and only keeps its name from being used again. */
const isDeletedResource = ({ isSoftDeleted }: Collection, { state }: JsonObject): boolean =>
  isSoftDeleted === true && state === "DELETED";

const answeredResource = ({ show }: Collection, stored: JsonObject, call: Call): JsonObject =>
  show?.(stored, call) ?? stored;

/** Compute answers links in full; the other APIs answer them as they were sent. */
const withComputeLinks = (
  { style, references = [] }: Collection,
  resource: JsonObject,
  { store, params }: Call,
): JsonObject => (style === "compute" ? withFullLinks(store, resource, references, params.project ?? "") : resource);

/** Refuses a link to a resource that does not exist. */
function checkReferences(collection: Collection, { call, path }: Draft, resource: JsonObject): Refusal | undefined {
  const absent = call.references
    .targetNames(call.store, resourceName(collection, path), resource)
    .find((name) => call.store.get(name) === undefined);
  if (absent === undefined) return undefined;
  const message = `The resource '${absent.slice("compute/".length)}' was not found`;
  return collection.style === "compute" ? notFound(message) : invalidArgument(message);
}
