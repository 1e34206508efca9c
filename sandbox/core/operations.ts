import { okAnswer, type Answer } from "./answer";
import type { Call } from "./call";
import type { JsonObject } from "./json";
import { computeLink } from "./references";

/**
 * How an API answers a change: with the resource itself, or with one of three kinds of operation. Every operation is
 * done when it is answered, because the provider looks at once and then waits ten seconds.
 */
export type Style = "direct" | "compute" | "sql" | OperationForm;

/** What a change was. */
export type Change = "create" | "update" | "delete";

/** The error of an operation. */
export interface OperationError {
  readonly code: number;
  readonly message: string;
}

/** A change as its operation tells of it. */
export interface Changed {
  readonly change: Change;
  /** Of the resource, without the API's name. */
  readonly path: string;
  readonly resource: JsonObject;
  /** When the operation began and ended. */
  readonly time: string;
}

/**
 * Operations of the form that most APIs have (https://google.aip.dev/151). Clients that are made from protocol buffers
 * read `metadata` and `response` by their `@type`, and refuse an answer without it.
 */
export interface OperationForm {
  /** Type of the resource: `google.cloud.run.v2.Service`. */
  readonly resource: string;
  /** What tells of the change while it goes on, with its type. */
  readonly metadata: (changed: Changed) => JsonObject;
  /**
   * A deletion answers the resource as it was.
   *
   * @default google.protobuf.Empty
   */
  readonly answersDeleted?: true;
  /**
   * Path below which the operations of a resource are.
   *
   * @default its project and its location
   */
  readonly scope?: (path: string) => string;
}

/** A message with its type, as it stands where any message may stand. */
export const typedMessage = (type: string, message: JsonObject = {}): JsonObject => ({
  "@type": `type.googleapis.com/${type}`,
  ...message,
});

/** The answer to a change of the resource at `path` (without the API's name). */
export function answerChange(style: Style, call: Call, change: Change, path: string, resource: JsonObject): Answer {
  if (style === "direct") return okAnswer(change === "delete" ? {} : resource);
  if (style === "compute") return okAnswer(computeOperation(call, change, path, resource));
  if (style === "sql") return okAnswer(sqlOperation(call, change.toUpperCase(), path));
  return okAnswer(longRunningOperation(style, call, { change, path, resource, time: call.store.time() }));
}

/** The same operation, failed. */
export function failOperation(operation: JsonObject, { code, message }: OperationError): JsonObject {
  if (operation.kind === "compute#operation") {
    const errors = [{ code: "INTERNAL_ERROR", message }];
    return { ...operation, error: { errors }, httpErrorStatusCode: code, httpErrorMessage: message };
  }
  if (operation.kind === "sql#operation") {
    return { ...operation, error: { kind: "sql#operationErrors", errors: [{ code: "INTERNAL_ERROR", message }] } };
  }
  const { response: _response, ...rest } = operation;
  return { ...rest, error: { code, message } };
}

/** Whether a body is an operation. */
export const isOperation = (body: JsonObject): boolean =>
  body.kind === "compute#operation" || body.kind === "sql#operation" || typeof body.done === "boolean";

const projectAndLocation = (path: string): string => /^projects\/[^/]+(?:\/locations\/[^/]+)?/.exec(path)?.[0] ?? path;

function longRunningOperation(
  { resource: type, metadata, answersDeleted, scope = projectAndLocation }: OperationForm,
  { store }: Call,
  changed: Changed,
): JsonObject {
  const isGone = changed.change === "delete" && !answersDeleted;
  return {
    name: `${scope(changed.path)}/operations/operation-${store.next()}`,
    metadata: metadata(changed),
    done: true,
    response: isGone ? typedMessage("google.protobuf.Empty") : typedMessage(type, changed.resource),
  };
}

function computeOperation({ store }: Call, change: Change, path: string, resource: JsonObject): JsonObject {
  const scope = /^projects\/[^/]+\/(?:global|regions\/[^/]+)/.exec(path)?.[0] ?? path;
  const name = `operation-${store.next()}`;
  const time = store.time();
  const region = scope.includes("/regions/") ? { region: computeLink(scope) } : {};
  return {
    kind: "compute#operation",
    id: store.id(),
    name,
    operationType: change === "create" ? "insert" : change,
    status: "DONE",
    progress: 100,
    insertTime: time,
    startTime: time,
    endTime: time,
    targetLink: computeLink(path),
    targetId: resource.id ?? "0",
    selfLink: computeLink(`${scope}/operations/${name}`),
    ...region,
  };
}

/**
 * An operation of Cloud SQL.
 *
 * @param type - what Google calls it: `CREATE`, `CLONE`
 * @param path - of the instance, or of what is in it
 */
export function sqlOperation({ store }: Call, type: string, path: string): JsonObject {
  const [project = "", instance = ""] = path.split("/").filter((_, index) => index === 1 || index === 3);
  const name = `00000000-0000-4000-8000-${String(store.next()).padStart(12, "0")}`;
  const time = store.time();
  const root = `https://sqladmin.googleapis.com/sql/v1beta4/projects/${project}`;
  return {
    kind: "sql#operation",
    name,
    status: "DONE",
    operationType: type,
    targetId: instance,
    targetProject: project,
    targetLink: `${root}/instances/${instance}`,
    selfLink: `${root}/operations/${name}`,
    insertTime: time,
    startTime: time,
    endTime: time,
  };
}
