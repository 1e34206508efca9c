import type { Rule } from "../../policy/core/rule";
import { findingsOfRules, resources } from "./resource";

/** What rules say of resources that a plan makes: rule and address of each violation, sorted. */
export function saidOfNew(
  rules: readonly Rule[],
  bodies: Readonly<Record<string, object>>,
): readonly (readonly [rule: string, address: string])[] {
  const made = resources(bodies).map((resource) => ({ ...resource, isNew: true as const }));
  return findingsOfRules(rules, { stacks: [], resources: made })
    .filter(({ status }) => status === "violation")
    .map(({ rule, address }) => [rule, address] as const)
    .sort();
}
