import type { Finding } from "../../policy/core/finding";

/** What a rule says about itself. */
export type RuleText = Pick<Finding, "kind" | "pack" | "severity" | "title" | "why" | "fix"> & { readonly id: string };

/** The rules of some findings, each once, in the order of their first finding: a thousand findings share one reason. */
export function findingRules(findings: Iterable<Finding>): readonly RuleText[] {
  const rules = new Map<string, RuleText>();
  for (const { rule: id, kind, pack, severity, title, why, fix } of findings) {
    if (!rules.has(id)) rules.set(id, { id, kind, pack, severity, title, why, fix });
  }
  return [...rules.values()];
}
