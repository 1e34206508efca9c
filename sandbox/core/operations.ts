import { okAnswer, type Answer } from "./answer";
import type { Call } from "./call";
import type { JsonObject } from "./json";
import { computeLink } from "./references";

/**
 * How an API answers a change: with the resource itself, or with one of three kinds of operation. Every operation is
 * done when it is answered, because the provider looks at once and then waits ten seconds.
 */
export type Style = "direct" | "lro" | "compute" | "sql";

/** What a change was. */
export type Change = "create" | "update" | "delete";

/** The error of an operation. */
export interface OperationError {
  readonly code: number;
  readonly message: string;
}

/** The answer to a change of the resource at `path` (without the API's name). */
export function answerChange(style: Style, call: Call, change: Change, path: string, resource: JsonObject): Answer {
  if (style === "direct") return okAnswer(change === "delete" ? {} : resource);
  const operation = OPERATIONS[style](call, change, path, resource);
  return okAnswer(operation);
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
  body.kind === "compute#operation" || body.kind === "sql#operation" || body.done === true;

type Make = (call: Call, change: Change, path: string, resource: JsonObject) => JsonObject;

const OPERATIONS: Readonly<Record<Exclude<Style, "direct">, Make>> = {
  compute: (call, change, path, resource) => {
    const { store } = call;
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
  },
  lro: ({ store }, change, path, resource) => {
    const scope = /^projects\/[^/]+(?:\/locations\/[^/]+)?/.exec(path)?.[0];
    return {
      name: scope === undefined ? `operations/${store.next()}` : `${scope}/operations/operation-${store.next()}`,
      metadata: { target: path, verb: change },
      done: true,
      response: change === "delete" ? {} : resource,
    };
  },
  sql: (call, change, path) => sqlOperation(call, change.toUpperCase(), path),
};

/**
 * An operation of Cloud SQL, which is kept: gcloud asks for it again.
 *
 * @param type - what Google calls it: `CREATE`, `CLONE`
 * @param path - of the instance, or of what is in it
 */
export function sqlOperation({ store }: Call, type: string, path: string): JsonObject {
  const [project = "", instance = ""] = path.split("/").filter((_, index) => index === 1 || index === 3);
  const name = `00000000-0000-4000-8000-${String(store.next()).padStart(12, "0")}`;
  const time = store.time();
  const root = `https://sqladmin.googleapis.com/sql/v1beta4/projects/${project}`;
  const operation: JsonObject = {
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
  store.put(`sql/projects/${project}/operations/${name}`, operation);
  return operation;
}
