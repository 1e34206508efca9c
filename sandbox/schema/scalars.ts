import type { Scalar } from "../../google/discovery/notation";
import type { Json } from "../core/json";
import { wrongForm, wrongValue, type Violation } from "./violations";

/** A value in the form in which Google keeps it, or what is wrong with it. */
export type Read = { readonly value: Json } | { readonly violation: Violation };

const WHOLE: Readonly<Record<"int32" | "uint32" | "int64" | "uint64", readonly [least: bigint, most: bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

const BASE64 = /^[\w+/-]*={0,2}$/;
const DURATION = /^-?\d{1,12}(?:\.\d{1,9})?s$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

type ReadScalar = (value: Json) => Json | undefined;

/** The whole number of a number or a decimal text, which the JSON of protocol buffers takes for each other. */
function wholeNumber(value: Json, type: keyof typeof WHOLE): bigint | undefined {
  const isWhole =
    typeof value === "number" ? Number.isInteger(value) : typeof value === "string" && /^-?\d+$/.test(value);
  if (!isWhole) return undefined;
  const number = BigInt(value as number | string);
  const [least, most] = WHOLE[type];
  return number >= least && number <= most ? number : undefined;
}

const shortNumber =
  (type: "int32" | "uint32"): ReadScalar =>
  (value) => {
    const number = wholeNumber(value, type);
    return number === undefined ? undefined : Number(number);
  };

/** Numbers of 64 bits are texts, because JSON's own lose digits. */
const longNumber =
  (type: "int64" | "uint64"): ReadScalar =>
  (value) =>
    wholeNumber(value, type)?.toString();

const realNumber: ReadScalar = (value) => {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  if (["NaN", "Infinity", "-Infinity"].includes(value)) return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
};

/** A switch, also as a text: gcloud writes `False` into a query. */
function readSwitch(value: Json): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" ? true : text === "false" ? false : undefined;
}

const formedText =
  (form: RegExp): ReadScalar =>
  (value) =>
    typeof value === "string" && form.test(value) ? value : undefined;

const READ: Readonly<Record<Scalar, ReadScalar>> = {
  string: (value) => (typeof value === "string" ? value : undefined),
  mask: (value) => (typeof value === "string" ? value : undefined),
  boolean: readSwitch,
  int32: shortNumber("int32"),
  uint32: shortNumber("uint32"),
  int64: longNumber("int64"),
  uint64: longNumber("uint64"),
  float: realNumber,
  double: realNumber,
  bytes: formedText(BASE64),
  duration: formedText(DURATION),
  timestamp: (value) =>
    typeof value === "string" && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined,
  date: formedText(DATE),
};

/** How Google's parser names the types, and what it adds before the value. */
const NAMED: Readonly<Record<Scalar, readonly [type: string, more?: string]>> = {
  string: ["TYPE_STRING"],
  boolean: ["TYPE_BOOL"],
  int32: ["TYPE_INT32"],
  uint32: ["TYPE_UINT32"],
  int64: ["TYPE_INT64"],
  uint64: ["TYPE_UINT64"],
  float: ["TYPE_FLOAT"],
  double: ["TYPE_DOUBLE"],
  bytes: ["TYPE_BYTES", "Base64 decoding failed for "],
  duration: ["type.googleapis.com/google.protobuf.Duration", "Illegal duration format; "],
  timestamp: ["type.googleapis.com/google.protobuf.Timestamp", "Invalid time format; "],
  date: ["type.googleapis.com/google.type.Date"],
  mask: ["type.googleapis.com/google.protobuf.FieldMask"],
};

/** One value of a type. */
export function readScalar(scalar: Scalar, pattern: string | undefined, value: Json, place: string): Read {
  const read = READ[scalar](value);
  if (read === undefined) return { violation: wrongValue(place, NAMED[scalar][0], value, NAMED[scalar][1]) };
  // An empty text is an absent one.
  return typeof read === "string" && pattern !== undefined && read !== "" && !new RegExp(`^(?:${pattern})$`).test(read)
    ? { violation: wrongForm(place, pattern, read) }
    : { value: read };
}
