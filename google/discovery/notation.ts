/** What Google's discovery documents say of types, in a notation of one text a member. */

/** Formats of one value. */
export const SCALARS = [
  "string",
  "boolean",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "float",
  "double",
  "bytes",
  "duration",
  "timestamp",
  "date",
  "mask",
] as const;

/** A format of one value, as proto3's JSON names it. */
export type Scalar = (typeof SCALARS)[number];

/** The type of a member, a parameter or a body. */
export type Type =
  | { readonly kind: "scalar"; readonly scalar: Scalar; readonly pattern?: string }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly of: Type }
  | { readonly kind: "map"; readonly of: Type }
  | { readonly kind: "message"; readonly schema: string }
  /** JSON of any form. */
  | { readonly kind: "any" };

/** One member of a schema, or one parameter of a method. */
export interface Member {
  readonly type: Type;
  /** Google refuses a request without it. */
  readonly isRequired: boolean;
  /** Only Google writes it: in a request it is ignored. */
  readonly isOutput: boolean;
}

const REQUIRED = "required ";
const OUTPUT = "output ";

/** The text of a member: `required enum A|B`, `output list of string`, `string /[a-z]+/`. */
export const writeMember = ({ type, isRequired, isOutput }: Member): string =>
  `${isRequired ? REQUIRED : ""}${isOutput ? OUTPUT : ""}${writeType(type)}`;

function writeType(type: Type): string {
  switch (type.kind) {
    case "scalar":
      return type.pattern === undefined ? type.scalar : `${type.scalar} /${type.pattern}/`;
    case "enum":
      return `enum ${type.values.join("|")}`;
    case "list":
    case "map":
      return `${type.kind} of ${writeType(type.of)}`;
    case "message":
      return `message ${type.schema}`;
    case "any":
      return "any";
  }
}

/** The member that {@link writeMember} has written; throws for any other text, which is a fault of the data. */
export function readMember(text: string): Member {
  const isRequired = text.startsWith(REQUIRED);
  const behind = isRequired ? text.slice(REQUIRED.length) : text;
  const isOutput = behind.startsWith(OUTPUT);
  return { type: readType(isOutput ? behind.slice(OUTPUT.length) : behind), isRequired, isOutput };
}

function readType(text: string): Type {
  const [, word = "", rest = ""] = /^(\w+)(?: (.*))?$/s.exec(text) ?? [];
  if (word === "any") return { kind: "any" };
  if (word === "enum") return { kind: "enum", values: rest.split("|") };
  if (word === "message") return { kind: "message", schema: rest };
  if (word === "list" || word === "map") return { kind: word, of: readType(rest.slice("of ".length)) };
  const scalar = SCALARS.find((each) => each === word);
  if (scalar === undefined) throw new Error(`discovery data: no type "${text}"`);
  return rest === "" ? { kind: "scalar", scalar } : { kind: "scalar", scalar, pattern: rest.slice(1, -1) };
}
