import { isRecord } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";
import type { Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";
import type { PlanGraph } from "./plan-graph";

const POLICY = "google_compute_security_policy";
const RULE = "google_compute_security_policy_rule";

/** The inline rule of a policy that has a priority; undefined where it has none. */
const inlineRule = (policy: unknown, priority: unknown): unknown => {
  const rules = valueAtPath(policy, "rule");
  return Array.isArray(rules) ? rules.find((rule) => isRecord(rule) && rule.priority === priority) : undefined;
};

/** The policy that a rule of its own belongs to, where the plan changes that policy too. */
const policyOf = (graph: PlanGraph, { address }: Change): Change | undefined =>
  graph.changes.find(
    (policy) =>
      policy.type === POLICY &&
      graph.usersOf(policy, [[RULE, "security_policy"]]).some((rule) => rule.address === address),
  );

const isBlocking = (rule: unknown): boolean =>
  /^(deny|throttle|rate_based_ban|redirect)/.test(String(valueAtPath(rule, "action")));

/**
 * What a new rule of its own does beside its policy: one that stood inside the policy until now is moved, and nothing acts
 * between the two steps; one that is new and enforced was not logged before.
 */
export function armorRuleConsequences(graph: PlanGraph, change: Change): readonly UnweighedConsequence[] {
  if (change.type !== RULE || !change.actions.includes("create")) return [];
  const policy = policyOf(graph, change);
  const priority = valueAtPath(change.after, "priority");
  const before = inlineRule(policy?.before, priority);
  const moved = policy && before !== undefined && inlineRule(policy.after, priority) === undefined;
  const isPreview = valueAtPath(change.after, "preview") === true;
  if (moved) {
    const was = isBlocking(before) && valueAtPath(before, "preview") !== true;
    const place = `the rule of priority ${String(priority)} is moved here out of ${policy.address}`;
    return was && isPreview
      ? [
          {
            ...{ severity: "high", undo: "instant", everywhere: true },
            text: `${place}, and in preview it only logs: what it blocked there comes through`,
          },
        ]
      : [
          {
            ...{ severity: "medium", undo: "instant" },
            text: `${place}: between the two steps of the apply no such rule acts`,
          },
        ];
  }
  // Nobody is refused by a policy that is as new as its rule.
  if (isPreview || !isBlocking(change.after) || policy?.actions.includes("create")) return [];
  return [
    {
      ...{ severity: "high", undo: "instant" },
      text: "a new rule is enforced at once: it may block requests that are wanted, and nothing was logged in preview before",
    },
  ];
}
