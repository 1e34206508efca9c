import { readDocuments, type Method } from "../../google/discovery/documents";
import { membersOf, type Members } from "../../google/discovery/schemas";
import type { Api } from "../core/api";
import type { Route } from "../core/call";

/** One method with the document that it stands in. */
export interface MethodSchema {
  /** Name and version of the document. */
  readonly document: string;
  readonly method: Method;
  /** Parameters of the query, those of every method included. */
  readonly query: Members;
  /** Parameters of the path that have a form. */
  readonly path: Members;
}

const methods = new Map<Route, MethodSchema | undefined>();

/** What Google's document says of a route; undefined where it has no such method. */
export function methodSchema({ discovery }: Api, route: Route): MethodSchema | undefined {
  if (!methods.has(route)) methods.set(route, findMethod(discovery, route));
  return methods.get(route);
}

function findMethod(
  document: string | undefined,
  { method: verb, pattern, verb: action }: Route,
): MethodSchema | undefined {
  if (document === undefined) return undefined;
  const { methods: found, parameters } = readDocuments()[document] ?? {};
  const method = found?.[`${verb} ${action === undefined ? pattern : `${pattern}:${action}`}`];
  if (method === undefined) return undefined;
  return {
    document,
    method,
    query: new Map([...membersOf(parameters), ...membersOf(method.query)]),
    path: membersOf(method.path),
  };
}
