import { BACKEND } from "../../../google/hardened/load-balancer";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../core/resource";
import { forEveryResource, judgeValue, isOneOf, plainText } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { matchesEveryone, rateLimit, rateLimitOptions } from "./armor-rate-limit";
import { SECURITY_POLICY, armorRules, backendPolicies, isRateAction, type ArmorRule } from "./armor-rules";
import { judgeNamed } from "./references";
import { BACKEND_SERVICE } from "./serverless-backends";

/** The lowest priority there is, where Google demands a rule. */
const DEFAULT_PRIORITY = 2_147_483_647;

const WAF = /\bevaluatePreconfigured(Expr|Waf)\s*\(/;

const attached: Rule = {
  id: "armor-attached",
  kind: "exposed",
  severity: "high",
  title: "Every public backend service has a Cloud Armor policy",
  why: "Without it no rate limit and no WAF rule ever sees a request.",
  fix: "set security_policy to the policy's id",
  check: forEveryResource(BACKEND_SERVICE, (backend) => {
    const scheme = valueAt(backend, "load_balancing_scheme");
    if (scheme === UNKNOWN) return [unknown(backend, "load_balancing_scheme")];
    return scheme === BACKEND.loadBalancingScheme.value
      ? judgeNamed(backend, "security_policy", [SECURITY_POLICY])
      : [];
  }),
};

/** Whether a rule lets someone through: everyone it matches, or everyone below a limit. */
const letsThrough = (rule: ArmorRule): boolean => {
  const action = valueAt(rule.resource, rule.at("action"));
  return action === "allow" || action === UNKNOWN || (isRateAction(action) && matchesEveryone(rule) !== false);
};

/** A default that denies is an allow list; without a rule that allows it is a closed door. */
function shutsOut(estate: Estate, policy: Resource, priority: string): readonly Verdict[] {
  const path = priority.replace(/priority$/, "action");
  if (!/^deny/.test(textAt(policy, path) ?? "")) return [];
  const rules = armorRules(estate).filter(
    ({ resource }) => resource === policy || resource.type === "google_compute_security_policy_rule",
  );
  return rules.some(letsThrough)
    ? []
    : [violation(policy, `${path}: deny found, and no rule before it that lets anyone through`)];
}

const defaultRule: Rule = {
  id: "armor-default-rule",
  kind: "refused",
  severity: "high",
  title: "A policy with rules has one at the lowest priority, which in our own lets the rest through",
  why: "Google refuses a policy without it at apply, and the provider does not check; one that denies shuts everyone out.",
  fix: `add a rule with priority ${DEFAULT_PRIORITY} and action allow`,
  check: (estate) =>
    backendPolicies(estate).flatMap((policy) => {
      if (valueAt(policy, "rule") === UNKNOWN) return [unknown(policy, "rule")];
      const paths = blockPaths(policy, "rule").map((rule) => `${rule}.priority`);
      const found = paths.find((path) => numberAt(policy, path) === DEFAULT_PRIORITY);
      if (found !== undefined && estate.spec) {
        return judgeValue(policy, found.replace(/priority$/, "action"), isOneOf("allow"), '"allow"');
      }
      if (found !== undefined) return shutsOut(estate, policy, found);
      if (paths.length === 0) return [];
      const open = paths.find((path) => valueAt(policy, path) === UNKNOWN);
      return open === undefined
        ? [violation(policy, `rule: none with priority ${DEFAULT_PRIORITY} found, one needed`)]
        : [unknown(policy, open)];
    }),
};

const priorities: Rule = {
  id: "armor-priorities",
  kind: "refused",
  severity: "high",
  title: "Each rule of a policy has a priority of its own",
  why: "Google refuses two rules with one priority.",
  fix: "give the later rule another priority",
  check: (estate) =>
    backendPolicies(estate).flatMap((policy) => {
      const paths = blockPaths(policy, "rule").map((rule) => `${rule}.priority`);
      const values = paths.map((path) => numberAt(policy, path));
      return paths.flatMap((path, index) => {
        if (valueAt(policy, path) === UNKNOWN) return [unknown(policy, path)];
        const first = values.indexOf(values[index]);
        return values[index] === undefined || first === index
          ? []
          : [violation(policy, `${path}: ${values[index]} found, as at ${paths[first]}, each once allowed`)];
      });
    }),
};

const match: Rule = {
  id: "armor-rule-match",
  kind: "refused",
  severity: "high",
  title: "Each rule of a policy matches something",
  why: "Google refuses a rule with neither an expression nor source ranges at apply.",
  fix: "add match.expr, or match.versioned_expr SRC_IPS_V1 with source ranges",
  check: (estate) =>
    armorRules(estate).flatMap(({ resource, at }) => {
      const expression = valueAt(resource, at("match[0].expr[0]"));
      if (expression === UNKNOWN) return [unknown(resource, at("match"))];
      return expression === undefined
        ? judgeValue(resource, at("match[0].versioned_expr"), isOneOf("SRC_IPS_V1"), "SRC_IPS_V1 or an expression")
        : [];
    }),
};

const expressionPath = ({ at }: ArmorRule): string => at("match[0].expr[0].expression");

const isWaf = (rule: ArmorRule): boolean => WAF.test(textAt(rule.resource, expressionPath(rule)) ?? "");

const wafPreview: Rule = {
  id: "armor-waf-preview",
  kind: "down",
  severity: "high",
  title: "WAF rules only log, or leave paths out",
  why: "Enforced at once on every path they blocked /ws, the sign-in callback, / and /health (incident 5).",
  fix: "set preview to true until the log is clean, or leave /ws and the callback out with request.path",
  check: (estate) =>
    armorRules(estate).flatMap((rule) => {
      const { resource, at } = rule;
      const expression = valueAt(resource, expressionPath(rule));
      if (valueAt(resource, at("preview")) === true || valueAt(resource, at("action")) === "allow") return [];
      if (expression === UNKNOWN) return [unknown(resource, expressionPath(rule))];
      if (!isWaf(rule) || plainText(expression).includes("request.path")) return [];
      return judgeValue(resource, at("preview"), isOneOf(true), "true, or an expression with request.path,");
    }),
};

const wafPresent: Rule = {
  id: "armor-waf-present",
  kind: "house",
  severity: "medium",
  title: "The policy has preconfigured WAF rules, at least in preview",
  why: "A policy that only counts requests lets every injection through, and logs none.",
  fix: "add a rule with evaluatePreconfiguredWaf, in preview",
  check: (estate) => {
    const rules = armorRules(estate);
    if (!estate.spec || rules.some(isWaf)) return [];
    const open = rules.some((rule) => valueAt(rule.resource, expressionPath(rule)) === UNKNOWN);
    return backendPolicies(estate).map((policy) =>
      open || valueAt(policy, "rule") === UNKNOWN
        ? unknown(policy, "rule")
        : violation(policy, "rule: no evaluatePreconfiguredWaf found, at least one needed"),
    );
  },
};

const MAX_DESCRIPTION = 64;

const description: Rule = {
  id: "armor-description",
  kind: "refused",
  severity: "high",
  title: `A rule's description has at most ${MAX_DESCRIPTION} characters`,
  why: "Google refuses a longer one at apply; the provider does not count.",
  fix: "shorten the description",
  check: (estate) =>
    armorRules(estate).flatMap(({ resource, at }) => {
      const length = textAt(resource, at("description"))?.length ?? 0;
      return length <= MAX_DESCRIPTION
        ? []
        : [violation(resource, `${at("description")}: ${length} characters found, at most ${MAX_DESCRIPTION} allowed`)];
    }),
};

const logging: Rule = {
  id: "armor-logging",
  kind: "house",
  severity: "low",
  title: "The policy's log level is declared",
  why: "Undeclared, a change by hand is invisible, and VERBOSE logs parts of requests.",
  fix: "set advanced_options_config.log_level to NORMAL",
  check: (estate) =>
    estate.spec
      ? backendPolicies(estate).flatMap((policy) =>
          judgeValue(policy, "advanced_options_config[0].log_level", isOneOf("NORMAL", "VERBOSE"), "NORMAL"),
        )
      : [],
};

export const cloudArmorRules: readonly Rule[] = [
  attached,
  defaultRule,
  priorities,
  match,
  rateLimitOptions,
  rateLimit,
  wafPreview,
  wafPresent,
  logging,
  description,
];
