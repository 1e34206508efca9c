import type { ContractRow, Floor } from "../../environments/contract";
import type { Environment } from "../../environments/environment";
import type { Severity } from "../../report/severity";
import { UNKNOWN, valueAt, type Resource, type StackSettings, type Value } from "./resource";

/** Everything of one environment that rules may look at: a rule can judge what spans stacks. */
export interface Estate {
  readonly resources: readonly Resource[];
  readonly stacks: readonly StackSettings[];
  /** Present where the resources come from our own spec; rules that need it say nothing elsewhere. */
  readonly spec?: Spec;
}

/** What the environment's data promise; the rules hold the resources against it. */
export interface Spec {
  readonly environment: Environment;
  readonly contract: readonly ContractRow[];
  readonly floors: Readonly<Record<string, Floor>>;
}

/** What a rule says of one place. Silence means that it holds. */
export interface Verdict {
  readonly stack: string;
  readonly address: string;
  readonly status: "violation" | "unknown";
  /** Where, what was found, what is allowed. The rule's `fix` follows it in every report. */
  readonly message: string;
}

/** One idea about the infrastructure. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** What must hold, one line. */
  readonly title: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do, as an imperative. */
  readonly fix: string;
  /** False for what no waiver may excuse. */
  readonly waivable?: false;
  readonly check: (estate: Estate) => readonly Verdict[];
}

const indexes = new WeakMap<readonly Resource[], ReadonlyMap<string, readonly Resource[]>>();

function indexByType(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) {
    const same = index.get(resource.type);
    if (same) same.push(resource);
    else index.set(resource.type, [resource]);
  }
  indexes.set(resources, index);
  return index;
}

/** Resources of a type; indexed once per estate, because every rule asks. */
export const ofType = ({ resources }: Pick<Estate, "resources">, type: string): readonly Resource[] =>
  (indexes.get(resources) ?? indexByType(resources)).get(type) ?? [];

/** Resources of the types that are wanted, in the estate's order. Types are asked, of which there are a few dozen. */
export function ofTypes(
  { resources }: Pick<Estate, "resources">,
  isWanted: (type: string) => boolean,
): readonly Resource[] {
  const index = indexes.get(resources) ?? indexByType(resources);
  const types = [...index.keys()].filter(isWanted);
  if (types.length < 2) return types.flatMap((type) => index.get(type) ?? []);
  const wanted = new Set(types);
  return resources.filter(({ type }) => wanted.has(type));
}

/** Paths whose values may hold a secret: a message names them and never quotes them. */
const CONFIDENTIAL = /(^|[.[\]])(env|secret_data|password|auth_string|labels|user_labels|annotations)\b/;

/**
 * Texts that may be quoted wherever they stand: Google's own words, times, quantities, address ranges and tiers. No key,
 * password or token has such a form; everything else is "a value", because a plan holds secrets in the oddest places.
 */
const QUOTABLE = new RegExp(
  `^(${[
    "[A-Z]+\\d?(_[A-Z0-9]+)*", // Google's own words: REDIS_7_2, HTTP2
    "[a-z]{1,15}|[a-z]{1,4}\\d[a-z]?|[a-z]{1,10}(_[a-z]{1,10}){1,2}", // http, h2c, rate_based_ban
    "deny\\(\\d{3}\\)",
    "\\d{1,6}(\\.\\d+)?(s|Mi|Gi|m)?",
    "(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}",
    "(us|europe|asia|australia|northamerica|southamerica|me|africa)-[a-z]{4,12}\\d{1,2}(-[a-f])?",
    "(allkeys|volatile)-(lru|lfu|random|ttl)",
    "(e2|f1|n1|n2)-[a-z]{5,8}(-\\d{1,2})?",
    "db-[a-z]{2,9}-[A-Z]?[\\d-]{1,12}|db-[fg]1-[a-z]{5}",
  ].join("|")})$`,
);

/** Whether the form of a text shows that it is no secret. */
export const isQuotable = (text: string): boolean => text.length <= 64 && QUOTABLE.test(text);

/** A value for people: quoted, or only "a value" where it might be a secret. */
export function shown(path: string, value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "symbol") return "a value not known before apply";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "a block";
  if (CONFIDENTIAL.test(path)) return "a value";
  if (value === "") return '""';
  if (typeof value !== "string") return `${value}`;
  return isQuotable(value) ? `"${value}"` : "a value";
}

export const violation = ({ stack, address }: Resource, message: string): Verdict => ({
  stack,
  address,
  status: "violation",
  message,
});

export const unknown = ({ stack, address }: Resource, path: string): Verdict => ({
  stack,
  address,
  status: "unknown",
  message: `${path}: not known before apply`,
});

/** A value that is known; undefined is absent. */
export type Known = Exclude<Value, typeof UNKNOWN> | undefined;

/** What a value that holds is answered: one list for all of them, because nearly every value does. */
const HELD: readonly Verdict[] = [];

/** What was said of a path last: rule after rule says the same of thousands of resources. */
const said = new Map<string, { readonly value: Known; readonly allowed: string; readonly message: string }>();

function foundText(path: string, value: Known, allowed: string): string {
  const last = said.get(path);
  if (last && last.value === value && last.allowed === allowed) return last.message;
  const message = `${path}: ${shown(path, value)} found, ${allowed} allowed`;
  said.set(path, { value, allowed, message });
  return message;
}

/** Judges the value at one path; absent values reach the predicate as undefined. */
export function judge(
  resource: Resource,
  path: string,
  holds: (value: Known) => boolean,
  allowed: string,
): readonly Verdict[] {
  const value = valueAt(resource, path);
  if (value === UNKNOWN) return [unknown(resource, path)];
  if (holds(value)) return HELD;
  return [violation(resource, foundText(path, value, allowed))];
}

/** A value as plain text, for comparisons; "" for blocks, lists and what is unknown. */
export const plainText = (value: Value | undefined): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? `${value}` : "";

/** The check "for every resource of that type, this". */
export const forEvery =
  (type: string, check: (resource: Resource, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) => {
    // Not flatMap, which takes three times as long where almost every list is empty or of one.
    const verdicts: Verdict[] = [];
    for (const resource of ofType(estate, type)) verdicts.push(...check(resource, estate));
    return verdicts;
  };

/** The check "for every resource of that type, the value at that path". */
export const attribute = (
  type: string,
  path: string,
  holds: (value: Known) => boolean,
  allowed: string,
): Rule["check"] => forEvery(type, (resource) => judge(resource, path, holds, allowed));

/** A predicate: one of those values. */
export const oneOf =
  (...allowed: readonly Known[]) =>
  (value: Known): boolean =>
    allowed.includes(value);

/** A predicate: a number within bounds, also where it is written as text. */
export const between =
  (min: number, max: number) =>
  (value: Known): boolean => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    return typeof number === "number" && number >= min && number <= max;
  };
