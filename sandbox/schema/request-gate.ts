import { schemaMembers, type Members } from "../../google/discovery/schemas";
import type { Api } from "../core/api";
import { isObject, type JsonObject } from "../core/json";
import { maskViolations } from "./masks";
import type { MethodSchema } from "./schemas";
import { knownName, readMessage, readValue, snakeCase, type Reading } from "./values";
import { missing, unknownParameter, wrongForm, type Violation } from "./violations";

/** A request as the router found it. */
export interface Asked {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Undefined where the API takes bytes. */
  readonly body: JsonObject | undefined;
}

/** The request in the form in which Google reads it, and what is wrong with it. */
export interface Checked {
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly violations: readonly Violation[];
}

/** Parameters that Google's front end takes at every method, with and without a dollar sign. */
const FRONT_END =
  /^\$(?:alt|callback|fields|outputDefaults|prettyPrint|req|unique|userProject|xgafv|\.xgafv|apiVersion|ct|httpMethod|httpHeaders)$/;

/** Holds a request against what Google's discovery document says of its method. */
export function checkRequest(api: Api, schema: MethodSchema, { method, params, query, body }: Asked): Checked {
  const { document } = schema;
  const violations: Violation[] = [...pathViolations(schema, params)];
  const mask = query.get("updateMask") ?? query.get("update_mask");
  // Members that must be there are asked of what makes or replaces a resource.
  const isWhole = method !== "PATCH";
  const readQuery = checkQuery({ document, violations, isWhole: true }, schema.query, query);
  const { request } = schema.method;
  const readBody = checkBody({ document, violations, isWhole }, api, request, body);
  if (request !== undefined) {
    if (mask !== null) violations.push(...maskViolations(document, request, mask, "update_mask"));
    violations.push(...bodyMaskViolations(document, request, readBody));
  }
  return { query: readQuery, body: readBody, violations };
}

/** Names in the path that do not have the form of the method's parameter. */
const pathViolations = ({ path }: MethodSchema, params: Asked["params"]): readonly Violation[] =>
  [...path].flatMap(([name, { type }]) => {
    const value = params[name];
    return value === undefined || type.kind !== "scalar" || type.pattern === undefined
      ? []
      : new RegExp(`^(?:${type.pattern})$`).test(value)
        ? []
        : [wrongForm(name, type.pattern, value)];
  });

/** The parameters by the names that the document gives them. */
function checkQuery(reading: Reading, members: Members, query: URLSearchParams): URLSearchParams {
  const read = new URLSearchParams();
  for (const [sent, value] of query) {
    if (FRONT_END.test(sent)) continue;
    const name = knownName(members, sent);
    const member = name === undefined ? undefined : members.get(name);
    if (name === undefined || member === undefined) {
      reading.violations.push(unknownParameter(sent));
      continue;
    }
    const type = member.type.kind === "list" ? member.type.of : member.type;
    // `alt=json;enum-encoding=int` is a format with its options.
    const found = name === "alt" || value === "" ? value : readValue(reading, type, value, name, snakeCase(name));
    // Clients write a switch as their language does: `True`.
    read.append(name, typeof found === "boolean" ? String(found) : value);
  }
  for (const [name, { isRequired }] of members) {
    if (isRequired && (read.get(name) ?? "") === "") reading.violations.push(missing(snakeCase(name)));
  }
  return read;
}

function checkBody(reading: Reading, api: Api, request: string | undefined, body: JsonObject | undefined): JsonObject {
  if (body === undefined) return {};
  if (request !== undefined) return readMessage(reading, request, body, bodyPlace(api, request));
  // A method without a body has no member to which a name could belong.
  reading.violations.push(...Object.keys(body).map((name) => unknownParameter(name)));
  return {};
}

/** What Google's parser calls the body: its field in the message of the request, if it is not the whole message. */
function bodyPlace({ bodyField }: Api, request: string): string {
  if (bodyField !== undefined) return bodyField;
  if (request.endsWith("Request")) return "";
  return snakeCase(request.replace(/^GoogleCloudRunV2/, "").replace(/^[A-Z]/, (letter) => letter.toLowerCase()));
}

/** A mask within a body is about the message beside it. */
function bodyMaskViolations(document: string, request: string, body: JsonObject): readonly Violation[] {
  const members = [...schemaMembers(document, request)];
  const masks = members.filter(([, { type }]) => type.kind === "scalar" && type.scalar === "mask");
  const messages = members.flatMap(([name, { type }]) =>
    type.kind === "message" && isObject(body[name]) ? [type.schema] : [],
  );
  return masks.flatMap(([name]) => {
    const [mask, schema] = [body[name], messages[0]];
    return typeof mask === "string" && schema !== undefined
      ? maskViolations(document, schema, mask, snakeCase(name))
      : [];
  });
}
