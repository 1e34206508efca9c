import { readDocuments } from "../../google/discovery/documents";
import type { Type } from "../../google/discovery/notation";
import { asObject, isObject, type Json, type JsonObject } from "../../sandbox/core/json";
import { schemaMembers } from "../../google/discovery/schemas";
import type { MethodSchema } from "../../sandbox/schema/schemas";
import { readScalar } from "../../sandbox/schema/scalars";

/** A member of an answer that Google's document does not have, or has otherwise. */
export interface Deviation {
  /** The method: `run.projects.locations.services.get`. */
  readonly method: string;
  /** `template.containers[].image`. */
  readonly member: string;
  readonly problem: string;
}

/** What the answer of a method deviates from its document in. */
export function answerDeviations({ document, method }: MethodSchema, body: Json | undefined): readonly Deviation[] {
  const found: Deviation[] = [];
  const tell = (member: string, problem: string): void => {
    found.push({ method: method.id, member, problem });
  };
  if (method.response !== undefined && body !== undefined) checkMessage(document, method.response, body, "", tell);
  if (method.response?.endsWith("Operation") && isObject(body) && body.kind === undefined) {
    for (const member of ["metadata", "response"]) checkAny(document, body[member], member, tell);
  }
  return found;
}

/**
 * A message of any type: it says its type, as the JSON of protocol buffers has it
 * (https://protobuf.dev/programming-guides/json/#any), and has the members of that.
 */
function checkAny(document: string, value: Json | undefined, place: string, tell: Tell): void {
  if (value === undefined) return;
  const message = asObject(value);
  const type = message["@type"];
  const [, name] = /^type\.googleapis\.com\/(google\.[\w.]+)$/.exec(typeof type === "string" ? type : "") ?? [];
  if (name === undefined) {
    tell(place, `a message with @type, found ${JSON.stringify(type ?? null)}`);
    return;
  }
  if (name === "google.protobuf.Empty") {
    if (Object.keys(message).length > 1) tell(place, "an empty message, found members");
    return;
  }
  // The documents name a schema by the last part of the type, or by all of it.
  const whole = name.replace(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase()).replaceAll(".", "");
  const { schemas = {} } = readDocuments()[document] ?? {};
  const schema = [whole, name.slice(name.lastIndexOf(".") + 1)].find((each) => Object.hasOwn(schemas, each));
  if (schema !== undefined) checkMessage(document, schema, value, place, tell);
  else if (!UNDESCRIBED.has(name)) tell(place, `a type that the document describes, found ${name}`);
}

/** Types that no document describes. */
const UNDESCRIBED: ReadonlySet<string> = new Set(["google.iam.v1.WorkloadIdentityPoolProviderOperationMetadata"]);

type Tell = (member: string, problem: string) => void;

function checkMessage(document: string, schema: string, value: Json, place: string, tell: Tell): void {
  if (!isObject(value)) {
    tell(place, `a message, found ${typeof value}`);
    return;
  }
  const members = schemaMembers(document, schema);
  for (const [name, each] of Object.entries(asObject(value) satisfies JsonObject)) {
    if (name === "@type" || each === undefined) continue;
    const member = members.get(name);
    const at = place === "" ? name : `${place}.${name}`;
    if (member === undefined) tell(at, "no such member");
    else checkValue(document, member.type, each, at, tell);
  }
}

function checkValue(document: string, type: Type, value: Json, place: string, tell: Tell): void {
  switch (type.kind) {
    case "any":
      return;
    case "list":
      if (!Array.isArray(value)) tell(place, `a list, found ${typeof value}`);
      else for (const each of value as Json[]) checkValue(document, type.of, each, `${place}[]`, tell);
      return;
    case "map":
      if (!isObject(value)) tell(place, `a map, found ${typeof value}`);
      else for (const each of Object.values(value)) checkValue(document, type.of, each ?? null, `${place}[]`, tell);
      return;
    case "message":
      checkMessage(document, type.schema, value, place, tell);
      return;
    case "enum":
      if (typeof value !== "string" || !type.values.includes(value))
        tell(place, `an enum, found ${JSON.stringify(value)}`);
      return;
    case "scalar": {
      const read = typeof value === "object" ? undefined : readScalar(type.scalar, undefined, value, place);
      // A number of 64 bits is written as a text, and every other value as it is kept.
      if (read === undefined || !("value" in read) || read.value !== value)
        tell(place, `${type.scalar}, found ${JSON.stringify(value)}`);
    }
  }
}
