import type { Document, Method } from "../../google/discovery/documents";
import { readMember, type Type } from "../../google/discovery/notation";
import { originalMethods, type OriginalDocument, type OriginalMethod } from "./original";
import { writeMembers, type Inline } from "./types";

/** A method that is served: `GET`, `projects/{project}/secrets/{secret}:addVersion`. */
export interface ServedMethod {
  readonly method: string;
  readonly path: string;
}

/** Brings the segments of a document's path into the form of the routes. */
export type RouteSegments = (segments: readonly string[]) => readonly string[];

/** A document with what the served methods reach, and the served methods that the document does not have. */
export interface Reduced {
  readonly document: Document;
  readonly absent: readonly string[];
}

/**
 * Messages that a document has only for what operations hold: metadata, and answers of methods without a resource. No
 * method reaches them, because an operation holds any message.
 */
const OF_OPERATIONS = /(?<!Build|Reconciliation)OperationMetadata$|(?:Enable|Disable)Services?Response$/;

/** The part of a document that some methods reach. */
export function reduceDocument(
  original: OriginalDocument,
  served: readonly ServedMethod[],
  routeSegments: RouteSegments,
): Reduced {
  const pairs = served.map((each) => [each, bestMatch(original, each, routeSegments)] as const);
  const found = pairs.flatMap(([each, method]) => (method === undefined ? [] : [[each, method] as const]));
  const ids = new Set(found.map(([, { id }]) => id));
  const methods = Object.fromEntries(
    found.map(([{ method, path }, of]) => [`${method} ${path}`, reduceMethod(of, path, ids)] as const).sort(byName),
  );
  const ofOperations = Object.keys(original.schemas).filter((name) => OF_OPERATIONS.test(name));
  const reached = Object.values(methods).flatMap(({ request, response }) => [request ?? [], response ?? []].flat());
  const roots = [...reached, ...(reached.some((name) => /Operation$/.test(name)) ? ofOperations : [])];
  const schemas = Object.fromEntries([...reachedSchemas(original, roots, ids)].sort(byName));
  return {
    document: {
      revision: original.revision,
      parameters: writeMembers(original.parameters, "parameters", ids, []),
      methods,
      schemas,
    },
    absent: pairs.flatMap(([{ method, path }, of]) => (of === undefined ? [`${method} ${path}`] : [])),
  };
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** Segments of a path, with the verb as one of its own. */
const segmentsOf = (path: string): readonly string[] => path.replace(/:([A-Za-z]+)$/, "/:$1").split("/");

/** Segments of a method's path, without the version and the base that clients put before it. */
const methodSegments = ({ flatPath, path }: OriginalMethod): readonly string[] =>
  segmentsOf((flatPath ?? path).replace(/^(?:sql\/)?v\d\w*\//, ""));

const isPlaceholder = (segment: string): boolean => segment.startsWith("{");

/** The method of a request: each of its segments is the same, or a placeholder; the one with most equal segments. */
function bestMatch(
  original: OriginalDocument,
  { method, path }: ServedMethod,
  routeSegments: RouteSegments,
): OriginalMethod | undefined {
  const wanted = segmentsOf(path);
  const equal = (of: OriginalMethod): number =>
    methodSegments(of).filter((segment, index) => segment === wanted[index]).length;
  const isEqual = (segments: readonly string[]): boolean =>
    segments.length === wanted.length &&
    segments.every((segment, index) => isPlaceholder(segment) || segment === wanted[index]);
  const fits = (of: OriginalMethod): boolean =>
    of.httpMethod === method && (isEqual(methodSegments(of)) || isEqual(routeSegments(methodSegments(of))));
  return originalMethods(original)
    .filter(fits)
    .sort((one, other) => equal(other) - equal(one))[0];
}

function reduceMethod(of: OriginalMethod, path: string, ids: ReadonlySet<string>): Method {
  const members = (location: string): Readonly<Record<string, string>> =>
    writeMembers(
      Object.fromEntries(Object.entries(of.parameters).filter(([, parameter]) => parameter.location === location)),
      of.id,
      ids,
      [],
    );
  const query = members("query");
  const names = new Map(methodSegments(of).map((segment, index) => [segment.slice(1, -1), segmentsOf(path)[index]]));
  // A whole name of several segments has been matched by the path itself.
  const formed = Object.entries(members("path")).flatMap(([name, text]) => {
    const segment = names.get(name);
    return segment !== undefined && isPlaceholder(segment) && text.includes(" /")
      ? [[segment.slice(1, -1), text] as const]
      : [];
  });
  return {
    id: of.id,
    ...(of.request !== undefined && { request: of.request.$ref }),
    ...(of.response !== undefined && { response: of.response.$ref }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(formed.length > 0 && { path: Object.fromEntries(formed) }),
  };
}

/** The schemas that some schemas reach, those without a name of their own included. */
function reachedSchemas(
  original: OriginalDocument,
  roots: readonly string[],
  ids: ReadonlySet<string>,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const reached = new Map<string, Readonly<Record<string, string>>>();
  const waiting: Inline[] = roots.map((name) => [name, original.schemas[name]?.properties ?? {}]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, properties] = next;
    if (reached.has(name)) continue;
    const inlines: Inline[] = [];
    const members = writeMembers(properties, name, ids, inlines);
    reached.set(name, members);
    waiting.push(...inlines);
    for (const schema of Object.values(members).flatMap((text) => messagesIn(readMember(text).type))) {
      const named = original.schemas[schema];
      if (named !== undefined) waiting.push([schema, named.properties ?? {}]);
    }
  }
  return reached;
}

const messagesIn = (type: Type): readonly string[] =>
  type.kind === "message" ? [type.schema] : type.kind === "list" || type.kind === "map" ? messagesIn(type.of) : [];
