import { rateLimitPerMinute } from "../../../environments/rate-limit";
import { judgeValue, plainText } from "../../core/judge";
import { UNKNOWN, valueAt } from "../../core/resource";
import { unknown, violation, type SpecRule, type Verdict } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { PER_CLIENT, judgeKey, judgeThreshold, matchesEveryone } from "../google/edge/armor-rate-limit";
import { armorRules, backendPolicies, isRateRule, type ArmorRule } from "../google/edge/armor-rules";

function judgeLimit(rule: ArmorRule, { environment }: Spec): readonly Verdict[] {
  const { resource, at } = rule;
  const everyone = matchesEveryone(rule);
  if (everyone === UNKNOWN) return [unknown(resource, at("match"))];
  if (!everyone) return [];
  return [
    ...judgeValue(resource, at("preview"), (value) => value !== true, "false"),
    ...judgeKey(rule, (key) => PER_CLIENT.includes(plainText(key))),
    ...judgeThreshold(rule, rateLimitPerMinute(environment)),
  ];
}

/** The limit that the environment asks for. */
export const rateLimit: SpecRule = {
  id: "armor-rate-limit-declared",
  kind: "down",
  severity: "high",
  title: "Every address has a rate limit that lets all of its users through",
  why: "Below the sum of its users an office, the e2e runner or our own services are blocked; without a limit, or with one that only logs, one address floods every service.",
  fix: "throttle by IP with the threshold of environments/rate-limit.ts",
  yieldsTo: ["armor-rate-limit", "armor-rate-limit-options", "armor-rule-match"],
  check: (estate, spec) => {
    const candidates = armorRules(estate).filter(isRateRule);
    const limits = candidates.filter((rule) => matchesEveryone(rule) !== false);
    return [
      ...(limits.length === 0 ? backendPolicies(estate) : []).map((policy) =>
        valueAt(policy, "rule") === UNKNOWN
          ? unknown(policy, "rule")
          : violation(policy, "rule: no throttle that matches every address found, one needed"),
      ),
      ...candidates.flatMap((rule) => judgeLimit(rule, spec)),
    ];
  },
};
