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
  if (isObject(body) && body.done === true && isObject(body.response) && method.request !== undefined) {
    // The answer of an operation that makes or changes a resource is the resource.
    if (!method.request.endsWith("Request")) checkMessage(document, method.request, body.response, "response", tell);
  }
  return found;
}

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
