import { writeMember, type Member, type Scalar, type Type } from "../../google/discovery/notation";
import type { OriginalType } from "./original";

const SCALAR_OF: Readonly<Record<string, Scalar>> = {
  "string ": "string",
  "string byte": "bytes",
  "string int64": "int64",
  "string uint64": "uint64",
  "string google-duration": "duration",
  "string google-datetime": "timestamp",
  "string date-time": "timestamp",
  "string date": "date",
  "string google-fieldmask": "mask",
  "integer int32": "int32",
  "integer uint32": "uint32",
  "number float": "float",
  "number double": "double",
  "boolean ": "boolean",
};

/** An object that a document describes where it is used: it becomes a schema with a name of its own. */
export type Inline = readonly [name: string, properties: Readonly<Record<string, OriginalType>>];

/**
 * The type of a part of a document.
 *
 * @param place - the schema and the members that lead to it, from which an object without a name takes its name
 * @param inlines - filled with such objects
 */
function typeOf(original: OriginalType, place: string, inlines: Inline[]): Type {
  const { $ref, type = "any", format = "", pattern, items, additionalProperties, properties } = original;
  if (original.repeated === true) return { kind: "list", of: typeOf({ ...original, repeated: false }, place, inlines) };
  if ($ref !== undefined) return { kind: "message", schema: $ref };
  if (type === "array") return { kind: "list", of: typeOf(items ?? {}, place, inlines) };
  if (type === "object" && additionalProperties !== undefined) {
    return { kind: "map", of: typeOf(additionalProperties, place, inlines) };
  }
  if (type === "object" && properties !== undefined) {
    inlines.push([place, properties]);
    return { kind: "message", schema: place };
  }
  if (type === "any" || type === "object") return { kind: "any" };
  if (original.enum !== undefined) return { kind: "enum", values: original.enum };
  const scalar = SCALAR_OF[`${type} ${format}`];
  if (scalar === undefined) throw new Error(`${place}: no type for "${type} ${format}"`);
  return { kind: "scalar", scalar, ...(pattern !== undefined && { pattern }) };
}

/** What the documents say only in words: every one of Google's generators writes them at the beginning. */
const isSaid = (description: string, word: RegExp): boolean => word.test(description);

/**
 * One member or parameter.
 *
 * @param methods - the methods that are served: a member may be required in some of them
 */
function memberOf(original: OriginalType, place: string, methods: ReadonlySet<string>, inlines: Inline[]): Member {
  const { description = "", readOnly = false, required = false, annotations } = original;
  const isOutput = readOnly || isSaid(description, /^\[?output[ -]only\b/i);
  const type = typeOf(original, place, inlines);
  const isRequired =
    required || isSaid(description, /^required[.:] /i) || (annotations?.required ?? []).some((id) => methods.has(id));
  return {
    type,
    isRequired: isRequired && !isOutput && !isNameOfItself(place, description) && hasAbsence(type),
    isOutput,
  };
}

/** A resource's own name is in the path, or made of it and an id: what the body says of it is ignored. */
const isNameOfItself = (place: string, description: string): boolean =>
  place.endsWith(".name") && /\bunique name of the resource\b|\bidentifier\b/i.test(description);

/** Whether an absent value differs from every value: protocol buffers cannot tell an absent number from zero. */
const hasAbsence = (type: Type): boolean =>
  type.kind === "enum"
    ? (type.values[0] ?? "").endsWith("UNSPECIFIED")
    : type.kind !== "scalar" || ["string", "bytes", "mask", "duration", "timestamp", "int64"].includes(type.scalar);

/** Members by name, in the notation of the data; names are sorted. */
export const writeMembers = (
  properties: Readonly<Record<string, OriginalType>>,
  place: string,
  methods: ReadonlySet<string>,
  inlines: Inline[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(properties)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, original]) => {
        const inline = `${place}.${name}`;
        return [name, writeMember(memberOf(original, inline, methods, inlines))] as const;
      }),
  );
