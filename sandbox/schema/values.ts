import { enumMember } from "../../google/discovery/enum-numbers";
import { type Member, type Type } from "../../google/discovery/notation";
import { schemaMembers, type Members } from "../../google/discovery/schemas";
import { isObject, type Json, type JsonObject } from "../core/json";
import { readScalar } from "./scalars";
import { missing, unknownName, wrongShape, wrongValue, type Violation } from "./violations";

/** What a reader of a body needs to know. */
export interface Reading {
  readonly document: string;
  /** Filled with what is wrong. */
  readonly violations: Violation[];
  /** Members that must be there are asked for: an update under a mask need not name them. */
  readonly isWhole: boolean;
}

/**
 * A value as Google reads it: names in camel case, whole numbers of 64 bits as texts, enum members by name, without
 * members that only Google writes.
 *
 * @param name - of the member or the parameter that holds it
 * @param place - as Google's parser names it
 */
export function readValue(reading: Reading, type: Type, value: Json, name: string, place: string): Json {
  // To every API a null is an absent member; an update may clear one by it.
  if (value === null) return null;
  switch (type.kind) {
    case "any":
      return value;
    case "list":
      if (!Array.isArray(value)) return wrong(reading, wrongValue(place, "TYPE_LIST", value), value);
      return (value as Json[]).map((each, index) => {
        const at = `${place}[${index}]`;
        // A null stands for an absent member, and an item of a list cannot be absent.
        return each === null
          ? wrong(reading, shapeOf(each, name, at), each)
          : readValue(reading, type.of, each, name, at);
      });
    case "map":
      if (!isObject(value)) return wrong(reading, shapeOf(value, name, place), value);
      return mapObject(value, (each, key) => readValue(reading, type.of, each ?? null, key, `${place}[${key}]`));
    case "message":
      if (!isObject(value)) return wrong(reading, shapeOf(value, name, place), value);
      return readMessage(reading, type.schema, value, place);
    case "enum": {
      // The enums of Compute are texts, and an empty one is absent: the provider sends it.
      if (value === "" && reading.document === "compute.v1") return null;
      const found =
        typeof value === "number"
          ? enumMember(reading.document, type.values, value)
          : type.values.find((each) => each === (LENIENT.has(reading.document) ? upperCase(value) : value));
      return found ?? wrong(reading, wrongValue(place, "TYPE_ENUM", value), value);
    }
    case "scalar": {
      if (typeof value === "object") return wrong(reading, shapeOf(value, name, place), value);
      const read = readScalar(type.scalar, type.pattern, value, place);
      return "value" in read ? read.value : wrong(reading, read.violation, value);
    }
  }
}

/** Documents whose enum members may be written in lower case: the provider compares them so. */
const LENIENT: ReadonlySet<string> = new Set(["artifactregistry.v1"]);

const upperCase = (value: Json): Json => (typeof value === "string" ? value.toUpperCase() : value);

/** One message: its members are those of the schema. */
export function readMessage(reading: Reading, schema: string, value: JsonObject, place: string): JsonObject {
  const members = schemaMembers(reading.document, schema);
  const entries = Object.entries(value).flatMap(([sent, each]) => {
    const name = knownName(members, sent);
    const member = name === undefined ? undefined : members.get(name);
    if (name === undefined || member === undefined) {
      // The type of an Any stands beside the members of what it holds. A null is an absent member, also one that there is
      // not: the provider sends some.
      if (sent !== "@type" && each !== null) reading.violations.push(unknownName(sent, place));
      return [];
    }
    if (member.isOutput) return [];
    return [[name, readValue(reading, member.type, each ?? null, name, below(place, name))] as const];
  });
  const read = Object.fromEntries(entries);
  if (reading.isWhole) reading.violations.push(...absentMembers(members, read, place));
  return read;
}

/** A list that is absent is an empty one: the provider leaves out `bindings` when it takes the last one from a bucket. */
const absentMembers = (members: Members, read: JsonObject, place: string): readonly Violation[] =>
  [...members].flatMap(([name, { isRequired, type }]) =>
    isRequired && type.kind !== "list" && (read[name] ?? null) === null ? [missing(below(place, name))] : [],
  );

/** The name of a member or parameter that is meant: protocol buffers take camel case and snake case. */
export function knownName(members: ReadonlyMap<string, Member>, sent: string): string | undefined {
  if (members.has(sent)) return sent;
  const camel = sent.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return members.has(camel) ? camel : undefined;
}

/** Google's parser names members in snake case. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const below = (place: string, name: string): string => (place === "" ? snakeCase(name) : `${place}.${snakeCase(name)}`);

function shapeOf(value: Json, name: string, place: string): Violation {
  const parent = place.includes(".") ? place.slice(0, place.lastIndexOf(".")) : "";
  if (Array.isArray(value)) return wrongShape(name, parent, "list");
  return isObject(value) ? wrongShape(name, parent, "map") : wrongValue(place, "TYPE_MESSAGE", value);
}

function wrong(reading: Reading, violation: Violation, value: Json): Json {
  reading.violations.push(violation);
  return value;
}

const mapObject = (value: JsonObject, change: (each: Json | undefined, key: string) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each, key)] as const));
