import { invalidArgument, isRefusal, type Refusal } from "../core/answer";
import type { Route } from "../core/call";
import type { Collection } from "../core/collection";
import { actionRoute, collectionRoutes } from "../core/collection-routes";
import { applyMask, maskPaths } from "../core/joins";
import { asList, asObject, mapValuesAt, mergeObjects, omitMembers, type Json, type JsonObject } from "../core/json";
import { computeCollection, setLabelsRoute } from "./resources";
import { checkSecurityPolicy, priorityOf } from "./security-policy-rules";

const securityPolicies = computeCollection({
  pattern: "projects/{project}/global/securityPolicies",
  noun: "securityPolicy",
  update: { method: "PATCH", join: "merge" },
  hasFingerprint: true,
  defaults: { type: "CLOUD_ARMOR", description: "" },
  complete: (_draft, resource) => ({
    ...asObject(mapValuesAt(resource, "adaptiveProtectionConfig.layer7DdosDefenseConfig", withVisibility)),
    rules: withDefaultRule(asList(resource.rules)),
  }),
  check: checkSecurityPolicy,
});

/** Adaptive protection is STANDARD where it is on and names no visibility. */
const withVisibility = (config: Json): Json =>
  asObject(config).enable === true ? mergeObjects({ ruleVisibility: "STANDARD" }, asObject(config)) : config;

/** The rule of lowest priority, which every policy has; it allows everything unless the policy changes it. */
const DEFAULT_RULE: JsonObject = {
  action: "allow",
  description: "default rule",
  priority: 2_147_483_647,
  match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
  preview: false,
};

/** Rules ordered by priority, each with the members that Google always answers. */
function withDefaultRule(rules: readonly Json[]): readonly Json[] {
  const given = rules.map((rule) => completeRule(asObject(rule)));
  const all = given.some((rule) => rule.priority === DEFAULT_RULE.priority)
    ? given
    : [...given, completeRule(DEFAULT_RULE)];
  return [...all].sort((a, b) => priorityOf(a) - priorityOf(b));
}

const completeRule = ({ rateLimitOptions, ...rule }: JsonObject): JsonObject => ({
  kind: "compute#securityPolicyRule",
  description: "",
  preview: false,
  ...rule,
  ...(rateLimitOptions !== undefined && { rateLimitOptions: withoutEmptyKeys(asObject(rateLimitOptions)) }),
});

/** Limits without a key that is empty: the provider sends one where none is declared, and Google answers none. */
const withoutEmptyKeys = (limits: JsonObject): JsonObject =>
  omitMembers(limits, ...["enforceOnKey", "enforceOnKeyName"].filter((member) => limits[member] === ""));

const withRules = (policy: JsonObject, rules: readonly Json[]): JsonObject => ({ ...policy, rules });

/** The rule whose priority a query names, or a refusal. */
function ruleAt(policy: JsonObject, query: URLSearchParams): JsonObject | Refusal {
  const priority = Number(query.get("priority"));
  const found = asList(policy.rules).find((rule) => priorityOf(asObject(rule)) === priority);
  return found === undefined
    ? invalidArgument(
        `Invalid value for field 'priority': '${query.get("priority") ?? ""}'. No rule has this priority.`,
      )
    : asObject(found);
}

/** Policies of Cloud Armor. */
export const securityPolicyCollections: readonly Collection[] = [securityPolicies];

/** Their routes. */
export const securityPolicyRoutes: readonly Route[] = [
  ...collectionRoutes(securityPolicies),
  setLabelsRoute(securityPolicies),
  actionRoute(securityPolicies, "addRule", (policy, { body }) => withRules(policy, [...asList(policy.rules), body])),
  actionRoute(
    securityPolicies,
    "patchRule",
    (policy, { body, query }) => {
      const rule = ruleAt(policy, query);
      if (isRefusal(rule)) return rule;
      // A path in the mask of a rule is cleared where it is not sent.
      const patched = applyMask({ ...rule, ...body }, body, maskPaths(query.get("updateMask") ?? ""));
      const others = asList(policy.rules).filter((each) => asObject(each).priority !== rule.priority);
      return withRules(policy, [...others, { ...patched, priority: body.priority ?? rule.priority ?? 0 }]);
    },
    ["priority"],
  ),
  actionRoute(
    securityPolicies,
    "removeRule",
    (policy, { query }) => {
      const rule = ruleAt(policy, query);
      if (isRefusal(rule)) return rule;
      return rule.priority === DEFAULT_RULE.priority
        ? invalidArgument("The default rule of a security policy cannot be removed.")
        : withRules(
            policy,
            asList(policy.rules).filter((each) => asObject(each).priority !== rule.priority),
          );
    },
    ["priority"],
  ),
];
