import { notFound, okAnswer, refusalAnswer } from "./answer";
import type { Call, Route } from "./call";
import { asText, isObject, type Json, type JsonObject } from "./json";
import { isOperation } from "./operations";
import type { Store } from "./store";

/** Keeps the operation that an answer may be: clients ask for it again by its name, until it is done. */
export function keepAnsweredOperation(store: Store, body: Json | undefined): void {
  if (isObject(body) && isOperation(body)) store.keepOperation(lastSegment(asText(body.name)), body);
}

/** Numbers in the names of operations are drawn once, so that the last part of a name is its own. */
const lastSegment = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** The operation of a path, which must be the operation's own. */
function keptOperation(store: Store, path: string): JsonObject | undefined {
  const operation = store.operation(lastSegment(path));
  // Compute and Cloud SQL name an operation by a link, the other APIs by its path.
  const own = asText(operation?.selfLink ?? operation?.name);
  return own === path || own.endsWith(`/${path}`) ? operation : undefined;
}

/**
 * The route by which clients wait for an operation.
 *
 * @param collection - pattern of the operations: `projects/{project}/operations`
 * @param current - the operation as it is now
 */
export const operationRoute = (
  api: string,
  collection: string,
  current: (call: Call, operation: JsonObject) => JsonObject = (_, operation) => operation,
): Route => ({
  api,
  method: "GET",
  pattern: `${collection}/{operation}`,
  handle: (call) => {
    const operation = keptOperation(call.store, call.path);
    return operation === undefined
      ? refusalAnswer(notFound(`Operation '${call.path}' was not found`))
      : okAnswer(current(call, operation));
  },
});
