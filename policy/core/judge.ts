import type { Estate } from "./estate";
import { UNKNOWN, valueAt, type Resource, type Value } from "./resource";
import { unknown, violation, type Rule, type SpecRule, type Verdict } from "./rule";
import type { Spec } from "./spec";
import { valueText } from "./value-text";

/** A value that is known; undefined is absent. */
export type Known = Exclude<Value, typeof UNKNOWN> | undefined;

/**
 * Judges the value at one path; absent values reach the predicate as undefined.
 *
 * @param allowed - what the message says is allowed: `"1s" to "60s"`
 */
export function judgeValue(
  resource: Resource,
  path: string,
  holds: (value: Known) => boolean,
  allowed: string,
): readonly Verdict[] {
  const value = valueAt(resource, path);
  if (value === UNKNOWN) return [unknown(resource, path)];
  return holds(value) ? [] : [violation(resource, `${path}: ${valueText(path, value)} found, ${allowed} allowed`)];
}

/** A value as plain text, for comparisons; "" for blocks, lists and what is unknown. */
export const plainText = (value: Value | undefined): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? `${value}` : "";

/** A value as a number, also where it is written as text; NaN for everything else, also for lists with what is unknown. */
export const numberOf = (value: Value | undefined): number =>
  typeof value === "number" || (typeof value === "string" && value !== "") ? Number(value) : NaN;

/** A duration as Google writes it, `600s`, in seconds; NaN for everything else. */
export const secondsOf = (value: Value | undefined): number =>
  typeof value === "string" && /^\d+(\.\d+)?s$/.test(value) ? parseFloat(value) : NaN;

/**
 * Verdicts that count only where another value is a certain one: none where it is not, and where nobody knows it before apply
 * that is unknown, if there would be any.
 */
export function judgeWhere(
  resource: Resource,
  path: string,
  wanted: Known,
  judge: () => readonly Verdict[],
): readonly Verdict[] {
  const value = valueAt(resource, path);
  if (value === wanted) return judge();
  return value === UNKNOWN && judge().length > 0 ? [unknown(resource, path)] : [];
}

/** The check "for every resource of that type, this". */
export const forEveryResource =
  (type: string, check: (resource: Resource, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    estate.ofType(type).flatMap((resource) => check(resource, estate));

/** The same for several types, type by type. */
export const forEveryOf =
  (types: readonly string[], check: (resource: Resource, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    types.flatMap((type) => forEveryResource(type, check)(estate));

/** The check of our own promises "for every resource of that type, this". */
export const forEveryDeclared =
  (type: string, check: (resource: Resource, spec: Spec, estate: Estate) => readonly Verdict[]): SpecRule["check"] =>
  (estate, spec) =>
    estate.ofType(type).flatMap((resource) => check(resource, spec, estate));

/** The check "for every resource of that type, the value at that path". */
export const attributeCheck = (
  type: string,
  path: string,
  holds: (value: Known) => boolean,
  allowed: string,
): Rule["check"] => forEveryResource(type, (resource) => judgeValue(resource, path, holds, allowed));

/** A predicate: one of those values. */
export const isOneOf =
  (...allowed: readonly Known[]) =>
  (value: Known): boolean =>
    allowed.includes(value);

/** A predicate: a number within bounds, also where it is written as text. */
export const isBetween =
  (min: number, max: number) =>
  (value: Known): boolean => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    return typeof number === "number" && number >= min && number <= max;
  };
