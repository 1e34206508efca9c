import { UNKNOWN, numberAt, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { matchesEveryone } from "./armor-rate-limit";
import { armorRules, isRateAction, type ArmorRule } from "./armor-rules";
import { DEFAULT_PRIORITY } from "./cloud-armor";

interface Placed {
  readonly rule: ArmorRule;
  readonly priority: number;
}

/** Rules of each policy in the order in which Google asks them: the lowest number first. */
function inOrder(rules: readonly ArmorRule[]): readonly (readonly Placed[])[] {
  const byPolicy = new Map<string, Placed[]>();
  for (const rule of rules) {
    const priority = numberAt(rule.resource, rule.at("priority"));
    if (priority === undefined || priority === DEFAULT_PRIORITY) continue;
    // A rule that is a resource of its own belongs to the policy that it names.
    const policy = textAt(rule.resource, "security_policy")?.split("/").pop() ?? rule.resource.address;
    byPolicy.set(policy, [...(byPolicy.get(policy) ?? []), { rule, priority }]);
  }
  return [...byPolicy.values()].map((list) => list.sort((a, b) => a.priority - b.priority));
}

/** Whether nothing behind a rule is asked any more; UNKNOWN where that is not known. A rule in preview only logs. */
function endsAll({ rule }: Placed): boolean | typeof UNKNOWN {
  const { resource, at } = rule;
  const [action, preview] = [valueAt(resource, at("action")), valueAt(resource, at("preview"))];
  if (preview === true) return false;
  const lets = action === "allow" || isRateAction(action);
  return lets ? matchesEveryone(rule) : false;
}

/** Whether a rule was meant to refuse somebody. */
const refuses = ({ rule: { resource, at } }: Placed): boolean => {
  const action = textAt(resource, at("action")) ?? "";
  return action.startsWith("deny") && valueAt(resource, at("preview")) !== true;
};

function judgeOrder(rules: readonly Placed[]): readonly Verdict[] {
  const end = rules.findIndex((rule) => endsAll(rule) !== false);
  const first = rules[end];
  if (first === undefined) return [];
  return rules
    .slice(end + 1)
    .filter(refuses)
    .map(({ rule: { resource, at }, priority }) =>
      endsAll(first) === UNKNOWN
        ? unknown(resource, at("priority"))
        : violation(
            resource,
            `${at("priority")}: ${priority} found behind a rule of everyone at ${first.priority}, a lower number than that allowed`,
          ),
    );
}

/** A rule that lets everyone past ends the evaluation, also one that counts: below its limit it allows. */
export const shadowed: Rule = {
  id: "armor-rule-shadowed",
  kind: "no effect",
  severity: "high",
  title: "No rule of Cloud Armor that denies stands behind one that lets everyone past",
  why: "The first rule that matches decides. A throttle or a ban of every address matches every request and allows it below its limit: no WAF rule behind it is ever asked.",
  fix: "give the rules that deny lower numbers than the limit",
  source: "https://cloud.google.com/armor/docs/security-policy-overview#eval-order",
  // Ours are to stay in preview, and the rule that says so says it of an enforced one.
  yieldsTo: ["armor-waf-preview"],
  check: (estate) => inOrder(armorRules(estate)).flatMap(judgeOrder),
};
