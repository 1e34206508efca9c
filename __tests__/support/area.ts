import type { SpecRule } from "../../policy/core/rule";
import type { Spec } from "../../policy/core/spec";
import { alteredBody, verdictsOf } from "./resource";

export type Bodies = Readonly<Record<string, object>>;

/** A value that is unknown before apply, because its expression refers to another module. */
export const ELSEWHERE = "${module.elsewhere.value}";

export type BrokenValue = readonly [rule: string, address: string, path: string, value: unknown, message: string];
export type HeldValue = readonly [address: string, path: string, value: unknown];
export type UnknownValue = readonly [rule: string, address: string, path: string];

export interface Area {
  readonly rules: readonly SpecRule[];
  /** The spec for rules of packs/netra; absent for rules of packs/google. */
  readonly spec?: Spec;
  /** Resources in which nothing is wrong. */
  readonly estate: Bodies;
  /** One value each that breaks one rule and no other. */
  readonly broken: readonly BrokenValue[];
  /** Other good values. */
  readonly held?: readonly HeldValue[];
  /** Values that the rule cannot judge before apply. */
  readonly unknown: readonly UnknownValue[];
}

/** The estate with one value replaced; undefined removes it, and without a path the whole resource is replaced. */
const estateWith = (estate: Bodies, address: string, path: string, value: unknown): Bodies => ({
  ...estate,
  [address]: path === "" ? (value as object) : alteredBody(estate[address] ?? {}, path, value),
});

/** The tests that every area of rules has: silent on good resources, violated by a value, unknown before apply. */
export function describeArea({ rules, spec, estate, broken, held = [], unknown }: Area): void {
  test("a good estate has no finding in the area", () => {
    expect(verdictsOf(rules, estate, spec)).toEqual([]);
  });

  test.each(broken)("%s: %s %s = %j", (rule, address, path, value, message) => {
    const found = verdictsOf(rules, estateWith(estate, address, path, value), spec);
    expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "violation"]]);
    expect(found[0]?.message).toContain(message);
  });

  if (held.length > 0) {
    test.each(held)("holds: %s %s = %j", (address, path, value) => {
      expect(verdictsOf(rules, estateWith(estate, address, path, value), spec)).toEqual([]);
    });
  }

  test.each(unknown)("%s: %s %s is not known before apply", (rule, address, path) => {
    const found = verdictsOf(rules, estateWith(estate, address, path, ELSEWHERE), spec);
    expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "unknown"]]);
  });
}
