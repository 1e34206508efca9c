import { isOneOf, judgeValue, plainText } from "../../core/judge";
import { UNKNOWN, textAt, valueAt } from "../../core/resource";
import { unknown, violation, type SpecRule } from "../../core/rule";
import { armorRules, backendPolicies, type ArmorRule } from "../google/edge/armor-rules";
import { defaultRulePath } from "../google/edge/cloud-armor";
import { rateLimit } from "./armor-rate-limit";

const WAF = /\bevaluatePreconfigured(Expr|Waf)\s*\(/;

const defaultRule: SpecRule = {
  id: "armor-default-allow",
  kind: "house",
  severity: "high",
  title: "What no rule of the policy matches is allowed",
  why: "Our users come from everywhere: a default that denies shuts out everyone whom no rule names.",
  fix: "set the action of the rule with the lowest priority to allow",
  yieldsTo: ["armor-default-rule"],
  check: (estate) =>
    backendPolicies(estate).flatMap((policy) => {
      const rule = defaultRulePath(policy);
      return rule === undefined ? [] : judgeValue(policy, `${rule}.action`, isOneOf("allow"), '"allow"');
    }),
};

const expressionPath = ({ at }: ArmorRule): string => at("match[0].expr[0].expression");

const isWaf = (rule: ArmorRule): boolean => WAF.test(textAt(rule.resource, expressionPath(rule)) ?? "");

const wafPreview: SpecRule = {
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

const wafPresent: SpecRule = {
  id: "armor-waf-present",
  kind: "house",
  severity: "medium",
  title: "The policy has preconfigured WAF rules, at least in preview",
  why: "A policy that only counts requests lets every injection through and logs none.",
  fix: "add a rule with evaluatePreconfiguredWaf, in preview",
  check: (estate) => {
    const rules = armorRules(estate);
    if (rules.some(isWaf)) return [];
    const isUnknown = rules.some((rule) => valueAt(rule.resource, expressionPath(rule)) === UNKNOWN);
    return backendPolicies(estate).map((policy) =>
      isUnknown || valueAt(policy, "rule") === UNKNOWN
        ? unknown(policy, "rule")
        : violation(policy, "rule: no evaluatePreconfiguredWaf found, at least one needed"),
    );
  },
};

const logging: SpecRule = {
  id: "armor-logging",
  kind: "house",
  severity: "low",
  title: "The policy's log level is declared",
  why: "Undeclared, a change by hand is invisible, and VERBOSE logs parts of requests.",
  fix: "set advanced_options_config.log_level to NORMAL",
  check: (estate) =>
    backendPolicies(estate).flatMap((policy) =>
      judgeValue(policy, "advanced_options_config[0].log_level", isOneOf("NORMAL", "VERBOSE"), "NORMAL"),
    ),
};

/** What our policy does beside counting requests. */
export const cloudArmorRules: readonly SpecRule[] = [defaultRule, rateLimit, wafPreview, wafPresent, logging];
