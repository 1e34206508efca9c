import type { Scalar, Type } from "./discovery/notation";
import { schemaMembers } from "./discovery/schemas";

/** What of a dashboard's JSON Google does not read. */
export interface FormProblem {
  /** Where it stands, `mosaicLayout.tiles[3].widget`; "" for the dashboard itself. */
  readonly path: string;
  readonly wrong: "member" | "word" | "type";
  /** The member's name, or the value as JSON. */
  readonly found: string;
  /** Members or words that there are, or the type that is wanted. */
  readonly allowed: readonly string[];
}

/** The document that describes dashboards. */
const DOCUMENT = "monitoring.v1";

type Holds = (value: unknown) => boolean;

const isNumber: Holds = (value) =>
  typeof value === "number" || (typeof value === "string" && value !== "" && Number.isFinite(Number(value)));

const isWhole: Holds = (value) => isNumber(value) && Number.isInteger(Number(value));

const isText: Holds = (value) => typeof value === "string";

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON of protocol buffers: a number may be a text (https://protobuf.dev/programming-guides/json/). */
const SCALARS: Readonly<Record<Scalar, readonly [word: string, holds: Holds]>> = {
  string: ["string", isText],
  bytes: ["string", isText],
  mask: ["string", isText],
  date: ["date", isText],
  timestamp: ["time", isText],
  boolean: ["boolean", (value) => typeof value === "boolean"],
  float: ["number", isNumber],
  double: ["number", isNumber],
  int32: ["integer", isWhole],
  uint32: ["integer", isWhole],
  int64: ["long", isWhole],
  uint64: ["long", isWhole],
  duration: ["duration", (value) => typeof value === "string" && /^-?\d+(\.\d+)?s$/.test(value)],
};

/** What of a dashboard Google refuses because it has no such member, word or type. */
export const formProblems = (dashboard: unknown): readonly FormProblem[] =>
  valueProblems("", { kind: "message", schema: "Dashboard" }, dashboard);

function valueProblems(path: string, type: Type, value: unknown): readonly FormProblem[] {
  // Nothing is the same as no member.
  if (value === null || value === undefined) return [];
  switch (type.kind) {
    case "any":
      return [];
    case "list":
      return Array.isArray(value)
        ? value.flatMap((item: unknown, index) => valueProblems(`${path}[${index}]`, type.of, item))
        : [typeProblem(path, "a list", value)];
    case "map":
      return isPlain(value) ? [] : [typeProblem(path, "map", value)];
    case "message":
      return isPlain(value) ? memberProblems(path, type.schema, value) : [typeProblem(path, "an object", value)];
    case "enum":
      return typeof value === "string" && type.values.includes(value)
        ? []
        : [{ path, wrong: "word", found: JSON.stringify(value), allowed: type.values }];
    case "scalar": {
      const [word, holds] = SCALARS[type.scalar];
      return holds(value) ? [] : [typeProblem(path, word, value)];
    }
  }
}

/**
 * Members that the description lacks and Google takes
 * (https://github.com/GoogleCloudPlatform/terraform-large-data-sharing-golang-webapp, which Google's tests deploy).
 */
const TAKEN: Readonly<Record<string, readonly string[]>> = { Dashboard: ["category"] };

function memberProblems(
  path: string,
  schema: string,
  value: Readonly<Record<string, unknown>>,
): readonly FormProblem[] {
  const members = schemaMembers(DOCUMENT, schema);
  return Object.entries(value).flatMap(([name, item]): readonly FormProblem[] => {
    const member = members.get(name);
    if (TAKEN[schema]?.includes(name)) return [];
    return member === undefined
      ? [{ path, wrong: "member", found: name, allowed: [...members.keys()] }]
      : valueProblems(path === "" ? name : `${path}.${name}`, member.type, item);
  });
}

const typeProblem = (path: string, wanted: string, value: unknown): FormProblem => ({
  path,
  wrong: "type",
  found: JSON.stringify(value),
  allowed: [wanted],
});
