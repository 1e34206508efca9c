import type { ContractRow, Floor } from "../environments/contract";
import type { Environment } from "../environments/environment";
import { UNKNOWN, valueAt, type Resource, type StackSettings, type Value } from "./resource";

export type Severity = "critical" | "high" | "medium" | "low";

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

/** Paths whose values may hold a secret: a message names them and never quotes them. */
const CONFIDENTIAL = /(^|[.[\]])(env|secret_data|password|auth_string|labels|user_labels|annotations)\b/;

/** A value for people: quoted and shortened, or only "a value" where it might be a secret. */
export function shown(path: string, value: Value | undefined): string {
  if (value === undefined) return "nothing";
  if (CONFIDENTIAL.test(path)) return "a value";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "a block";
  const text = typeof value === "symbol" ? "a value not known before apply" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
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

/** Judges the value at one path; absent values reach the predicate as undefined. */
export function judge(
  resource: Resource,
  path: string,
  holds: (value: Known) => boolean,
  allowed: string,
): readonly Verdict[] {
  const value = valueAt(resource, path);
  if (value === UNKNOWN) return [unknown(resource, path)];
  if (holds(value)) return [];
  return [violation(resource, `${path}: ${shown(path, value)} found, ${allowed} allowed`)];
}

/** A value as plain text, for comparisons; "" for blocks, lists and what is unknown. */
export const plainText = (value: Value | undefined): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? `${value}` : "";

/** The check "for every resource of that type, this". */
export const forEvery =
  (type: string, check: (resource: Resource, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    ofType(estate, type).flatMap((resource) => check(resource, estate));

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
