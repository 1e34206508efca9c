import { enumMember } from "../../google/discovery/enum-numbers";
import type { Type } from "../../google/discovery/notation";
import { readDocuments } from "../../google/discovery/documents";
import { hasPresence, leavesOutZeros } from "../../google/discovery/presence";
import { schemaMembers } from "../../google/discovery/schemas";
import { isObject, type Json, type JsonObject } from "../core/json";
import type { MethodSchema } from "./schemas";

/** The body of an answer without what Google leaves out of it; the same body where its API answers zeros. */
export function withoutZeros({ document, method }: MethodSchema, body: Json | undefined): Json | undefined {
  if (!leavesOutZeros(document) || method.response === undefined || !isObject(body)) return body;
  const answer = messageWithoutZeros(document, method.response, body);
  const { request } = method;
  // The answer of an operation that makes or changes a resource is the resource, also where it does not name its type.
  return isObject(answer.response) && request !== undefined && !request.endsWith("Request")
    ? { ...answer, response: messageWithoutZeros(document, request, answer.response) }
    : answer;
}

/** The schema of a message that names its type, as it stands where any message may stand. */
function namedSchema(document: string, message: JsonObject): string | undefined {
  const type = message["@type"];
  const [version = "", name = ""] = typeof type === "string" ? type.split(".").slice(-2) : [];
  const long = `${version.charAt(0).toUpperCase()}${version.slice(1)}${name}`;
  const schemas = Object.keys(readDocuments()[document]?.schemas ?? {});
  return name === "" ? undefined : schemas.find((schema) => schema === name || schema.endsWith(long));
}

function messageWithoutZeros(document: string, schema: string, message: JsonObject): JsonObject {
  const members = schemaMembers(document, schema);
  const kept = Object.entries(message).flatMap(([name, value]) => {
    const type = members.get(name)?.type;
    if (type === undefined || value === undefined) return [[name, value] as const];
    const isLeftOut = isZero(document, type, value) && !hasPresence(document, schema, name);
    return isLeftOut ? [] : [[name, valueWithoutZeros(document, type, value)] as const];
  });
  return Object.fromEntries(kept);
}

/** The items of lists and maps stay, whatever they are. */
function valueWithoutZeros(document: string, type: Type, value: Json): Json {
  switch (type.kind) {
    case "message":
      return isObject(value) ? messageWithoutZeros(document, type.schema, value) : value;
    case "list":
      return Array.isArray(value) ? (value as Json[]).map((each) => valueWithoutZeros(document, type.of, each)) : value;
    case "map":
      return isObject(value) ? mapWithoutZeros(document, type.of, value) : value;
    default:
      return value;
  }
}

/** A message of any type stands where a document has a map of anything. */
function mapWithoutZeros(document: string, of: Type, value: JsonObject): JsonObject {
  const schema = namedSchema(document, value);
  if (schema !== undefined) return messageWithoutZeros(document, schema, value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, valueWithoutZeros(document, of, each ?? null)]),
  );
}

/** Types whose values are messages: a duration of zero seconds is one that is set. */
const MESSAGES: ReadonlySet<string> = new Set(["date", "duration", "mask", "timestamp"]);

function isZero(document: string, type: Type, value: Json): boolean {
  switch (type.kind) {
    case "scalar":
      if (MESSAGES.has(type.scalar)) return false;
      return value === 0 || value === false || value === "" || (value === "0" && /64$/.test(type.scalar));
    case "enum":
      return value === enumMember(document, type.values, 0);
    case "list":
      return Array.isArray(value) && value.length === 0;
    case "map":
      return isObject(value) && Object.keys(value).length === 0;
    default:
      return false;
  }
}
