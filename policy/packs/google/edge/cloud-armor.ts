import { LOAD_BALANCING_REFUSALS as REFUSALS } from "../../../../google/refusals/load-balancing";
import { BACKEND_ROWS } from "../../../../google/hardened/load-balancer";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryOf, judgeValue, isOneOf } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { matchesEveryone, rateLimit, rateLimitOptions } from "./armor-rate-limit";
import { SECURITY_POLICY, armorRules, backendPolicies, isRateAction, type ArmorRule } from "./armor-rules";
import { namedAt } from "../../../core/relations/named";
import { judgeNamed } from "../../../core/relations/targets";
import { BACKEND_SERVICE, BACKEND_SERVICES } from "./serverless-backends";

/** The number of the lowest priority, where Google demands a rule. */
export const DEFAULT_PRIORITY = 2_147_483_647;

/** Balancers of TCP and UDP have no requests that a rule could look at. */
const isPlainTcp = (backend: Resource): boolean => /^(TCP|SSL|UDP)$/.test(textAt(backend, "protocol") ?? "");

const REGION_POLICY = "google_compute_region_security_policy";

const attached: Rule = {
  id: "armor-attached",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "Every public backend service has a Cloud Armor policy",
  why: "Without it no rate limit and no WAF rule ever sees a request.",
  fix: "set security_policy to the policy's id",
  check: forEveryOf(BACKEND_SERVICES, (backend) => {
    const scheme = valueAt(backend, "load_balancing_scheme");
    if (scheme === UNKNOWN) return [unknown(backend, "load_balancing_scheme")];
    // EXTERNAL, the classic load balancer, is the default.
    const isClassic = backend.type === BACKEND_SERVICE && ["EXTERNAL", "", undefined].includes(scheme as string);
    const policy = backend.type === BACKEND_SERVICE ? SECURITY_POLICY : REGION_POLICY;
    const isPublic = scheme === BACKEND_ROWS.loadBalancingScheme.value || isClassic;
    return isPublic && !isPlainTcp(backend) ? judgeNamed(backend, "security_policy", [policy]) : [];
  }),
};

/** Whether a rule lets someone through: everyone whom it matches, or everyone below a limit. */
const isOpening = (rule: ArmorRule): boolean => {
  const action = valueAt(rule.resource, rule.at("action"));
  return action === "allow" || action === UNKNOWN || (isRateAction(action) && matchesEveryone(rule) !== false);
};

/** Whether a rule stands in a policy, or may: one that is a resource of its own names it. */
function mayBeOf(estate: Estate, rule: Resource, policy: Resource): boolean {
  if (rule.type === SECURITY_POLICY) return rule === policy;
  const named = namedAt(estate, rule, "security_policy", [SECURITY_POLICY]);
  return named.resources.includes(policy) || named.isOpen;
}

/** A default that denies makes an allow list of the rules before it; without one that allows, nobody gets in. */
function judgeDenyingDefault(estate: Estate, policy: Resource, path: string): readonly Verdict[] {
  if (!/^deny/.test(textAt(policy, path) ?? "")) return [];
  const rules = armorRules(estate).filter(({ resource }) => mayBeOf(estate, resource, policy));
  return rules.some(isOpening)
    ? []
    : [violation(policy, `${path}: deny found, and no rule before it that lets anyone through`)];
}

/** The path of a policy's rule at the lowest priority; undefined where there is none. */
export const defaultRulePath = (policy: Resource): string | undefined =>
  blockPaths(policy, "rule").find((rule) => numberAt(policy, `${rule}.priority`) === DEFAULT_PRIORITY);

const defaultRule: Rule = {
  id: "armor-default-rule",
  kind: "refused",
  severity: "high",
  title: "A policy with rules has one at the lowest priority, and does not shut everyone out",
  why: "Google refuses a policy without it at apply, and the provider does not check; one that denies shuts everyone out.",
  fix: `add a rule with priority ${DEFAULT_PRIORITY} and action allow`,
  source: "https://cloud.google.com/armor/docs/security-policy-overview#eval-order",
  check: (estate) =>
    backendPolicies(estate).flatMap((policy) => {
      if (valueAt(policy, "rule") === UNKNOWN) return [unknown(policy, "rule")];
      const found = defaultRulePath(policy);
      if (found !== undefined) return judgeDenyingDefault(estate, policy, `${found}.action`);
      const paths = blockPaths(policy, "rule").map((rule) => `${rule}.priority`);
      if (paths.length === 0) return [];
      const unknownPath = paths.find((path) => valueAt(policy, path) === UNKNOWN);
      return unknownPath === undefined
        ? [violation(policy, `rule: none with priority ${DEFAULT_PRIORITY} found, one needed`)]
        : [unknown(policy, unknownPath)];
    }),
};

const priorities: Rule = {
  id: "armor-priorities",
  kind: "refused",
  severity: "high",
  title: "Each rule of a policy has a priority of its own",
  why: "Google refuses two rules with one priority.",
  fix: "give the later rule another priority",
  source: "https://cloud.google.com/armor/docs/security-policy-overview#eval-order",
  check: (estate) =>
    backendPolicies(estate).flatMap((policy) => {
      const paths = blockPaths(policy, "rule").map((rule) => `${rule}.priority`);
      const values = paths.map((path) => numberAt(policy, path));
      return paths.flatMap((path, index) => {
        if (valueAt(policy, path) === UNKNOWN) return [unknown(policy, path)];
        const first = values.indexOf(values[index]);
        const same = values
          .slice(0, index + 1)
          .flatMap((value) => (value !== undefined && value === values[index] ? [value] : []));
        return REFUSALS.priorities.accepts({ priorities: same })
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
  source: "https://cloud.google.com/compute/docs/reference/rest/v1/securityPolicies",
  check: (estate) =>
    armorRules(estate).flatMap(({ resource, at }) => {
      const expression = valueAt(resource, at("match[0].expr[0]"));
      if (expression === UNKNOWN) return [unknown(resource, at("match"))];
      return expression === undefined
        ? judgeValue(resource, at("match[0].versioned_expr"), isOneOf("SRC_IPS_V1"), "SRC_IPS_V1 or an expression")
        : [];
    }),
};

const MAX_DESCRIPTION = 64;

const description: Rule = {
  id: "armor-description",
  kind: "unproven",
  severity: "low",
  title: `A rule's description has at most ${MAX_DESCRIPTION} characters`,
  why: "The provider's page promises no more; Google has taken longer ones, and may refuse one at apply.",
  fix: "shorten the description",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_security_policy",
  check: (estate) =>
    armorRules(estate).flatMap(({ resource, at }) => {
      if (valueAt(resource, at("description")) === UNKNOWN) return [unknown(resource, at("description"))];
      const length = textAt(resource, at("description"))?.length ?? 0;
      return length <= MAX_DESCRIPTION
        ? []
        : [violation(resource, `${at("description")}: ${length} characters found, at most ${MAX_DESCRIPTION} allowed`)];
    }),
};

export const cloudArmorRules: readonly Rule[] = [
  attached,
  defaultRule,
  priorities,
  match,
  rateLimitOptions,
  rateLimit,
  description,
];
