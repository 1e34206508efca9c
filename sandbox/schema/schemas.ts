import { readDocuments, type Method } from "../../google/discovery/documents";
import { undocumentedMembers } from "../../google/discovery/undocumented";
import { readMember, type Member } from "../../google/discovery/notation";
import type { Api } from "../core/api";
import type { Route } from "../core/call";

/** Members or parameters by name. */
export type Members = ReadonlyMap<string, Member>;

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

const membersOf = (texts: Readonly<Record<string, string>> = {}): Members =>
  new Map(Object.entries(texts).map(([name, text]) => [name, readMember(text)] as const));

const schemas = new Map<string, Members>();

/** The members of a schema; none where Google describes no member. They are read at the first question. */
export function schemaMembers(document: string, schema: string): Members {
  const key = `${document} ${schema}`;
  const known = schemas.get(key);
  if (known !== undefined) return known;
  const members = membersOf({
    ...readDocuments()[document]?.schemas[schema],
    ...undocumentedMembers(document, schema),
  });
  schemas.set(key, members);
  return members;
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
