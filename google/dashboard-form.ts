import { DASHBOARD_ENUMS } from "./dashboard-enums";
import { DASHBOARD_MESSAGES, UNDOCUMENTED_MEMBERS } from "./dashboard-messages";

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

type Members = ReadonlyMap<string, string>;

const messages: ReadonlyMap<string, Members> = new Map(
  Object.entries(DASHBOARD_MESSAGES).map(([message, text]) => [
    message,
    new Map(
      text
        .split(" ")
        .filter((part) => part !== "")
        .map((part) => part.split(":") as [string, string]),
    ),
  ]),
);

const undocumented = (message: string, member: string): boolean =>
  (UNDOCUMENTED_MEMBERS[message] ?? "").split(" ").includes(member);

const isNumber = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "string" && value !== "" && Number.isFinite(Number(value)));

const isText = (value: unknown): boolean => typeof value === "string";

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON of protocol buffers: a number may be a text (https://protobuf.dev/programming-guides/json/). */
const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  boolean: (value) => typeof value === "boolean",
  number: isNumber,
  integer: (value) => isNumber(value) && Number.isInteger(Number(value)),
  long: (value) => isNumber(value) && Number.isInteger(Number(value)),
  duration: (value) => typeof value === "string" && /^-?\d+(\.\d+)?s$/.test(value),
  time: isText,
  map: isPlain,
};

/** What of a dashboard Google refuses because it has no such member, word or type. */
export const formProblems = (dashboard: unknown): readonly FormProblem[] => valueProblems("", "Dashboard", dashboard);

function valueProblems(path: string, type: string, value: unknown): readonly FormProblem[] {
  // Nothing is the same as no member.
  if (value === null || value === undefined) return [];
  if (type.endsWith("[]")) {
    return Array.isArray(value)
      ? value.flatMap((item: unknown, index) => valueProblems(`${path}[${index}]`, type.slice(0, -2), item))
      : [typeProblem(path, "a list", value)];
  }
  const words = DASHBOARD_ENUMS[type];
  if (words !== undefined) {
    return typeof value === "string" && words.includes(value)
      ? []
      : [{ path, wrong: "word", found: JSON.stringify(value), allowed: words }];
  }
  const members = messages.get(type);
  if (members !== undefined)
    return isPlain(value) ? memberProblems(path, type, members, value) : [typeProblem(path, "an object", value)];
  return SCALARS[type]?.(value) === true ? [] : [typeProblem(path, type, value)];
}

const memberProblems = (
  path: string,
  message: string,
  members: Members,
  value: Readonly<Record<string, unknown>>,
): readonly FormProblem[] =>
  Object.entries(value).flatMap(([name, item]): readonly FormProblem[] => {
    const type = members.get(name);
    if (type !== undefined) return valueProblems(path === "" ? name : `${path}.${name}`, type, item);
    return undocumented(message, name) ? [] : [{ path, wrong: "member", found: name, allowed: [...members.keys()] }];
  });

const typeProblem = (path: string, wanted: string, value: unknown): FormProblem => ({
  path,
  wrong: "type",
  found: JSON.stringify(value),
  allowed: [wanted],
});
