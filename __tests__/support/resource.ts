import { fromSynth, type SynthesizedStack } from "../../policy/core/from-synth";
import { evaluate } from "../../policy/core/evaluate";
import type { Finding } from "../../policy/core/finding";
import type { Resource } from "../../policy/core/resource";
import { Estate, type EstateParts } from "../../policy/core/estate";
import { bindSpec, type Rule, type SpecRule } from "../../policy/core/rule";
import type { Spec } from "../../policy/core/spec";

/** Stack that the builders put resources into. */
export const STACK = "test-stack";

/**
 * Resources as a synthesized stack holds them (blocks as objects, expressions as text), read by the real reader.
 * Keys are addresses, `google_redis_instance.redis`.
 */
export function resources(bodies: Readonly<Record<string, object>>): readonly Resource[] {
  const resource: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [address, body] of Object.entries(bodies)) {
    const [type = "", name = ""] = address.split(".");
    (resource[type] ??= {})[name] = body as Record<string, unknown>;
  }
  return fromSynth(STACK, { resource }).resources;
}

/** What rules say of an estate. Rules of packs/netra are given the spec; without one, only rules that ask for none may be given. */
export function findingsOfRules(rules: readonly SpecRule[], parts: EstateParts, spec?: Spec): readonly Finding[] {
  const bound = rules.map((rule) => (spec ? bindSpec(rule, spec) : (rule as Rule)));
  return evaluate([{ id: "google", title: "under test", rules: bound }], new Estate(parts), {
    today: "2026-01-01",
    ...(spec && { environment: spec.environment.name, waivers: spec.environment.waivers }),
  });
}

/** What rules say of such resources. */
export function verdictsOf(
  rules: readonly SpecRule[],
  bodies: Readonly<Record<string, object>>,
  spec?: Spec,
): readonly Finding[] {
  return findingsOfRules(rules, { stacks: [], resources: resources(bodies) }, spec);
}

/** The same for the rule of that id. */
export function verdictsOfRule(
  rules: readonly SpecRule[],
  id: string,
  bodies: Readonly<Record<string, object>>,
  spec?: Spec,
): readonly Finding[] {
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule "${id}"`);
  return verdictsOf([rule], bodies, spec);
}

/** A deep copy with one value at a path (`template.timeout`, `rule.0.preview`) replaced; undefined removes it. */
export function alteredBody<T extends object>(body: T, path: string, value: unknown): T {
  const copy = structuredClone(body);
  const steps = path.split(".");
  const last = steps.pop()!;
  const parent = steps.reduce(
    (at, step) => (at[step] ??= {}) as Record<string, unknown>,
    copy as Record<string, unknown>,
  );
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

export type { SynthesizedStack };
