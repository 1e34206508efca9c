import { asText, isObject, valueText, type Json, type JsonObject } from "../core/json";

/** Filters of the log (https://cloud.google.com/logging/docs/view/logging-query-language), as far as they are read here. */

type Operator = "=" | "!=" | ">" | ">=" | "<" | "<=" | ":";

/** One condition of a filter: a comparison of a field with some values of which one must hold, or texts of which one stands anywhere. */
export interface EntryCondition {
  /** Absent where the whole entry is searched. */
  readonly field?: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

const VALUE = /"(?:[^"\\]|\\.)*"|[^\s"()]+/;
const QUOTED = /"(?:[^"\\]|\\.)*"/;
const alternatives = (value: RegExp): string => `\\(\\s*(?:${value.source})(?:\\s+OR\\s+(?:${value.source}))*\\s*\\)`;
const CONDITION = new RegExp(
  `^(?:([\\w.]+)\\s*(!=|>=|<=|=|>|<|:)\\s*(${VALUE.source}|${alternatives(VALUE)})|(${QUOTED.source}|${alternatives(QUOTED)}))(?=\\s|$)`,
);
const CONJUNCTION = /^AND\s+/;
const EVERY_VALUE = new RegExp(VALUE.source, "g");

/** The conditions of a filter that joins them with AND or a space; undefined for any other filter. */
export function parseEntryFilter(filter: string): readonly EntryCondition[] | undefined {
  const found: EntryCondition[] = [];
  let rest = filter.trim();
  while (rest !== "") {
    if (found.length > 0) rest = rest.replace(CONJUNCTION, "");
    const [whole, field, operator = ":", compared, searched = ""] = CONDITION.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    const given = compared ?? searched;
    const words = given.match(EVERY_VALUE) ?? [];
    const values = given.startsWith("(") ? words.filter((_, index) => index % 2 === 0) : words;
    // A bare AND, OR or NOT is a word of the language and not a value.
    if (values.some((value) => /^(?:AND|OR|NOT)$/.test(value))) return undefined;
    found.push({ ...(field !== undefined && { field }), operator: operator as Operator, values: values.map(unquoted) });
    rest = rest.slice(whole.length).trim();
  }
  return found;
}

const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;

/** Whether an entry meets a condition. An absent member equals nothing and has no order. */
export function meetsCondition(entry: JsonObject, { field, operator, values }: EntryCondition): boolean {
  if (field === undefined) return values.some((value) => holdsText(entry, value.toLowerCase()));
  const found = field.split(".").reduce<Json | undefined>(memberOf, entry);
  return values.some((value) => compares(field, found, operator, value));
}

/** Whether a text stands in any member, whatever its case. */
const holdsText = (value: Json | undefined, text: string): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value as JsonObject).some((member) => holdsText(member, text))
    : valueText(value).toLowerCase().includes(text);

function compares(field: string, found: Json | undefined, operator: Operator, value: string): boolean {
  if (operator === "!=") return found === undefined || valueText(found) !== value;
  if (found === undefined) return false;
  if (operator === "=") return valueText(found) === value;
  if (operator === ":") return valueText(found).toLowerCase().includes(value.toLowerCase());
  const order = orderNumber(field, valueText(found)) - orderNumber(field, value);
  return { "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[operator];
}

const memberOf = (value: Json | undefined, member: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;

/** From the least to the most severe. */
const SEVERITIES = ["DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"];

/** A number by which two values compare: times and severities have an order of their own. */
function orderNumber(field: string, value: string): number {
  if (field === "timestamp" || field === "receiveTimestamp") return Date.parse(value);
  return field === "severity" ? SEVERITIES.indexOf(value) : Number(value);
}

/** Milliseconds at which an entry happened. */
export const entryTime = ({ timestamp }: JsonObject): number => Date.parse(asText(timestamp));
