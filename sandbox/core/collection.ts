import {
  aborted,
  alreadyExists,
  conditionNotMet,
  invalid,
  inUse,
  isRefusal,
  notFound,
  ok,
  refuse,
  type Answer,
  type Refusal,
} from "./answer";
import type { Call, Route } from "./call";
import { forgetPolicy } from "../iam/policies";
import { asObject, asText, omit, over, pick, withoutNulls, type JsonObject } from "./json";
import { maskPaths, masked } from "./mask";
import { answerChange, failOperation, type Change, type OperationError, type Style } from "./operations";
import { encodedSlashes } from "./paths";
import { withFullLinks } from "./references";

/** A resource between request and store. */
export interface Draft {
  readonly call: Call;
  /** Path of the resource, without the API's name. */
  readonly path: string;
  /** Last part of the path. */
  readonly id: string;
  /** What will be stored: sent, and for an update joined with what was there. */
  readonly next: JsonObject;
  /** What is stored; absent when it is created. */
  readonly previous?: JsonObject;
}

/** How an update joins what is sent with what is there. */
export type Join =
  /** Members that are sent replace members that are there. */
  | "merge"
  /** What is not sent is gone; `fill` keeps what only Google writes. */
  | "replace"
  /** Only the paths in `updateMask`, in camel case or snake case. */
  | "mask"
  /** Members that are sent replace members that are there, into objects; a list is one value, and a null removes. */
  | "deep";

/** One row of an API: everything the machinery needs to serve a collection. */
export interface Collection {
  readonly api: string;
  /** `projects/{project}/global/networks`. */
  readonly pattern: string;
  /** Of the resource in messages: "network". */
  readonly noun: string;
  /** Where a create call carries the id; or what Google calls the resource itself. */
  readonly id: { readonly body: string } | { readonly query: string } | { readonly given: (call: Call) => string };
  /** Ids may hold slashes, which are encoded wherever the id is part of a path. */
  readonly hasSlashes?: true;
  /** Creating one that is there changes it. */
  readonly isUpserted?: true;
  /** Name of the list in a list's answer. */
  readonly items: string;
  readonly style: Style;
  /** Style of updates where it is another one. */
  readonly updateStyle?: Style;
  /** Absent where Google has no update. */
  readonly update?: {
    readonly method: "PATCH" | "PUT";
    readonly join: Join;
    /** Members that have an action of their own, and that a replacing update without them leaves as they are. */
    readonly keeps?: readonly string[];
  };
  /** Name of the member that must match when it is sent. */
  readonly guard?: "fingerprint" | "etag";
  /** Paths of members that hold links to other resources: they must exist, and keep what they name from deletion. */
  readonly references?: readonly string[];
  /** The refusal of a name that is taken, where it is not the usual one. */
  readonly taken?: (path: string) => Refusal;
  /** Completes what is stored: defaults, ids, times, what only Google writes. */
  readonly fill: (draft: Draft) => JsonObject;
  /** What Google would refuse. */
  readonly check?: (draft: Draft) => Refusal | undefined;
  /** What Google takes and then cannot carry out: the resource stays, in the state given, and the operation fails. */
  readonly settle?: (draft: Draft) => { readonly stored: JsonObject; readonly error: OperationError } | undefined;
  /** What keeps it from being deleted, beside references. */
  readonly checkDelete?: (draft: Draft) => Refusal | undefined;
  /** Deleted, it stays with state DELETED, is still answered, and keeps its id from being used again. */
  readonly isSoftDeleted?: true;
  /** What comes with a new one. */
  readonly afterCreate?: (draft: Draft) => void;
  /** What comes with every one that is written, new or changed. */
  readonly afterWrite?: (draft: Draft) => void;
  /** What goes or changes with it, beside its policy. */
  readonly afterDelete?: (draft: Draft) => void;
  /** What is answered, where that is not what is stored. */
  readonly show?: (stored: JsonObject, call: Call) => JsonObject;
}

/** The routes of a collection: create, list, get, update and delete. */
export function routesOf(collection: Collection): readonly Route[] {
  const { api, pattern, update } = collection;
  const one = `${pattern}/{id}`;
  return [
    { api, method: "POST", pattern, handle: (call) => create(collection, call) },
    { api, method: "GET", pattern, handle: (call) => list(collection, call) },
    { api, method: "GET", pattern: one, handle: (call) => get(collection, call) },
    { api, method: "DELETE", pattern: one, handle: (call) => remove(collection, call) },
    ...(update === undefined
      ? []
      : [{ api, method: update.method, pattern: one, handle: (call: Call) => change(collection, call, update) }]),
  ];
}

/** The route of an action on one resource: `…/{id}/setLabels` in Compute, `…/{id}:enable` elsewhere. */
export function actionOf(
  collection: Collection,
  action: string,
  next: (stored: JsonObject, call: Call) => JsonObject | Refusal,
): Route {
  const { api, pattern, style } = collection;
  const asSegment = api === "compute";
  return {
    api,
    method: "POST",
    pattern: asSegment ? `${pattern}/{id}/${action}` : `${pattern}/{id}`,
    ...(!asSegment && { verb: action }),
    handle: (call) => {
      const path = asSegment ? call.path.slice(0, -action.length - 1) : call.path;
      const stored = call.store.get(nameOf(collection, path));
      if (stored === undefined) return refuse(missing(collection, path));
      const result = next(stored, { ...call, body: asObject(withoutNulls(call.body)) });
      return isRefusal(result)
        ? refuse(result)
        : write(collection, draftOf(call, path, result, stored), "update", style);
    },
  };
}

const nameOf = ({ api }: Collection, path: string): string => `${api}/${path}`;

const missing = ({ api, noun }: Collection, path: string): Refusal =>
  notFound(api === "compute" ? `The resource '${path}' was not found` : `${noun} '${path}' was not found`);

function draftOf(call: Call, path: string, next: JsonObject, previous?: JsonObject): Draft {
  const id = path.slice(path.lastIndexOf("/") + 1);
  return { call, path, id, next, ...(previous !== undefined && { previous }) };
}

const usuallyTaken = (path: string): Refusal => alreadyExists(`The resource '${path}' already exists`);

function create(collection: Collection, call: Call): Answer {
  const { noun, style, taken = usuallyTaken, hasSlashes, isUpserted } = collection;
  const [source, id] = sentId(collection, call);
  if (id === "" || (id.includes("/") && !hasSlashes)) {
    return refuse(invalid(`${noun}: ${source} must be a name, found "${id}"`));
  }
  const path = `${call.path}/${encodedSlashes(id)}`;
  const previous = call.store.get(nameOf(collection, path));
  if (previous !== undefined && !isUpserted) return refuse(taken(path));
  const draft = draftOf(call, path, asObject(withoutNulls(call.body)), previous);
  return write(collection, draft, previous === undefined ? "create" : "update", style);
}

/** The id of a create call, and what it is called there. */
function sentId({ id }: Collection, call: Call): readonly [source: string, id: string] {
  if ("body" in id) return [id.body, asText(call.body[id.body])];
  return "query" in id ? [id.query, call.query.get(id.query) ?? ""] : ["id", id.given(call)];
}

function change(collection: Collection, call: Call, { join, keeps = [] }: NonNullable<Collection["update"]>): Answer {
  const { guard = "etag", style, updateStyle = style } = collection;
  const previous = call.store.get(nameOf(collection, call.path));
  if (previous === undefined || isGone(collection, previous)) return refuse(missing(collection, call.path));
  const stale = checkGuard(call.body, previous, guard);
  if (stale !== undefined) return refuse(stale);
  const sent = asObject(withoutNulls(call.body));
  const next = JOINS[join](previous, sent, call);
  if (isRefusal(next)) return refuse(next);
  const kept = { ...pick(previous, ...keeps), ...next };
  return write(collection, draftOf(call, call.path, kept, previous), "update", updateStyle);
}

/** A guard that is sent must be the present one. */
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

const JOINS: Readonly<Record<Join, (previous: JsonObject, sent: JsonObject, call: Call) => JsonObject | Refusal>> = {
  merge: (previous, sent, call) => {
    // A null clears a member: it was dropped from `sent`, and goes from what is there. So does a mask, in Compute.
    const cleared = Object.keys(call.body).filter((key) => call.body[key] === null);
    const merged = { ...omit(previous, ...cleared), ...sent };
    return masked(merged, sent, maskPaths(call.query.get("updateMask") ?? ""));
  },
  replace: (_previous, sent) => sent,
  mask: (previous, sent, call) => {
    const paths = maskPaths(call.query.get("updateMask") ?? "");
    return paths.length === 0 ? invalid("update_mask is required") : masked(previous, sent, paths);
  },
  deep: (previous, _sent, { body }) => asObject(withoutNulls(over(previous, body))),
};

function write(collection: Collection, draft: Draft, kind: Change, style: Style): Answer {
  const { call, path } = draft;
  const filled = linked(collection, collection.fill(draft), call);
  const refusal = dangling(collection, draft, filled) ?? collection.check?.({ ...draft, next: filled });
  if (refusal !== undefined) return refuse(refusal);
  const failed = collection.settle?.({ ...draft, next: filled });
  const stored = failed?.stored ?? filled;
  call.store.put(nameOf(collection, path), stored);
  if (kind === "create") collection.afterCreate?.({ ...draft, next: stored });
  collection.afterWrite?.({ ...draft, next: stored });
  const answer = answerChange(style, call, kind, path, shown(collection, stored, call));
  return failed === undefined ? answer : ok(failOperation(asObject(answer.body), failed.error));
}

function get(collection: Collection, call: Call): Answer {
  const stored = call.store.get(nameOf(collection, call.path));
  return stored === undefined ? refuse(missing(collection, call.path)) : ok(shown(collection, stored, call));
}

function list(collection: Collection, call: Call): Answer {
  const entries = call.store.list(nameOf(collection, call.path));
  const present = entries.filter(([, stored]) => !isGone(collection, stored));
  return ok({ [collection.items]: present.map(([, stored]) => shown(collection, stored, call)) });
}

function remove(collection: Collection, call: Call): Answer {
  const { style, noun } = collection;
  const stored = call.store.get(nameOf(collection, call.path));
  if (stored === undefined || isGone(collection, stored)) return refuse(missing(collection, call.path));
  const draft = draftOf(call, call.path, stored, stored);
  const [user] = call.references.users(call.store, nameOf(collection, call.path));
  const held =
    user === undefined
      ? collection.checkDelete?.(draft)
      : inUse(`The ${noun} resource '${call.path}' is already being used by '${user}'`);
  if (held !== undefined) return refuse(held);
  if (collection.isSoftDeleted) call.store.put(nameOf(collection, call.path), { ...stored, state: "DELETED" });
  else call.store.remove(nameOf(collection, call.path));
  forgetPolicy(call.store, collection.api, call.path);
  collection.afterDelete?.(draft);
  return answerChange(style, call, "delete", call.path, stored);
}

/** Whether it is only kept so that its name is not used again. */
const isGone = ({ isSoftDeleted }: Collection, { state }: JsonObject): boolean =>
  isSoftDeleted === true && state === "DELETED";

const shown = ({ show }: Collection, stored: JsonObject, call: Call): JsonObject => show?.(stored, call) ?? stored;

/** Compute answers links in full; the other APIs echo what was sent. */
const linked = ({ api, references = [] }: Collection, resource: JsonObject, { store, params }: Call): JsonObject =>
  api === "compute" ? withFullLinks(store, resource, references, params.project ?? "") : resource;

/** The refusal of a link that leads nowhere. */
function dangling(collection: Collection, { call, path }: Draft, resource: JsonObject): Refusal | undefined {
  const absent = call.references
    .of(call.store, nameOf(collection, path), resource)
    .find((name) => call.store.get(name) === undefined);
  if (absent === undefined) return undefined;
  const message = `The resource '${absent.slice("compute/".length)}' was not found`;
  return collection.api === "compute" ? notFound(message) : invalid(message);
}
