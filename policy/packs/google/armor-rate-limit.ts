import { rateLimitPerMinute } from "../../../environments/rate-limit";
import { UNKNOWN, blockPaths, numberAt, valueAt, type Value } from "../../core/resource";
import { isBetween, judgeValue, plainText } from "../../core/judge";
import { valueText } from "../../core/value-text";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { armorRules, backendPolicies, isRateAction, isRateRule, type ArmorRule } from "./armor-rules";

/** One page load with its assets; what a foreign estate must let through at least. */
const PAGE_LOAD_REQUESTS = 100;

/** Keys that give each client a count of its own. */
const PER_CLIENT = ["IP", "XFF_IP", "USER_IP"];
const EVERYONE = ["*", "0.0.0.0/0"];

const THRESHOLD = "rate_limit_options[0].rate_limit_threshold[0]";

const exceedAction = (value: unknown): boolean =>
  typeof value === "string" && /^(deny\((403|404|429|502)\)|redirect)$/.test(value);

/** The values that Google takes are all tens: 10, 30, 60, 120 … 3600. */
const isInterval = (value: unknown): boolean =>
  typeof value === "number" && isBetween(10, 3600)(value) && value % 10 === 0;

/** Google's form of the options: which belong to which action. */
export const rateLimitOptions: Rule = {
  id: "armor-rate-limit-options",
  kind: "refused",
  severity: "high",
  title: "Rules that count requests say how many and what then, and no other rule does",
  why: "Google refuses a throttle or a ban without complete options at apply; the provider does not check.",
  fix: "give throttle and rate_based_ban a threshold, conform_action allow and exceed_action deny(429), and others no rate_limit_options",
  check: (estate) =>
    armorRules(estate).flatMap(({ resource, at }) => {
      const options = at("rate_limit_options[0]");
      const action = valueAt(resource, at("action"));
      if (action === UNKNOWN || valueAt(resource, options) === UNKNOWN) return [unknown(resource, at("action"))];
      if (!isRateAction(action))
        return judgeValue(
          resource,
          options,
          (value) => value === undefined,
          `none beside ${valueText(at("action"), action)}`,
        );
      if (valueAt(resource, options) === undefined) {
        return [violation(resource, `${options}: nothing found, a threshold and actions needed`)];
      }
      return [
        ...judgeValue(resource, `${options}.conform_action`, (value) => value === "allow", '"allow"'),
        ...judgeValue(resource, `${options}.exceed_action`, exceedAction, "deny(403), (404), (429), (502) or redirect"),
        ...judgeValue(resource, at(`${THRESHOLD}.count`), isBetween(1, Infinity), "1 or more"),
        ...judgeValue(resource, at(`${THRESHOLD}.interval_sec`), isInterval, "10 to 3600, in tens"),
        // A ban of everyone is armor-rate-limit's finding, whatever its length.
        ...(action === "rate_based_ban" && matchesEveryone({ resource, at }) === false
          ? judgeValue(resource, `${options}.ban_duration_sec`, isBetween(1, Infinity), "1 or more")
          : []),
      ];
    }),
};

/** Whether a rule matches every address; UNKNOWN where that is not known. */
export function matchesEveryone({ resource, at }: ArmorRule): boolean | typeof UNKNOWN {
  const match = valueAt(resource, at("match[0]"));
  const ranges = valueAt(resource, at("match[0].config[0].src_ip_ranges"));
  if (match === UNKNOWN || ranges === UNKNOWN) return UNKNOWN;
  const list = Array.isArray(ranges) ? (ranges as readonly Value[]) : [];
  if (list.some((range) => typeof range === "string" && EVERYONE.includes(range))) return true;
  return list.includes(UNKNOWN) ? UNKNOWN : false;
}

function judgeKey({ resource, at }: ArmorRule, strict: boolean): readonly Verdict[] {
  const configs = blockPaths(resource, at("rate_limit_options[0].enforce_on_key_configs"));
  const paths =
    configs.length > 0
      ? configs.map((config) => `${config}.enforce_on_key_type`)
      : [at("rate_limit_options[0].enforce_on_key")];
  const holds = (value: Value | undefined): boolean =>
    strict ? PER_CLIENT.includes(plainText(value)) : typeof value === "string" && value !== "" && value !== "ALL";
  // Several keys count together, so that one of them is enough.
  if (paths.some((path) => valueAt(resource, path) !== UNKNOWN && holds(valueAt(resource, path)))) return [];
  const open = paths.filter((path) => valueAt(resource, path) === UNKNOWN);
  return [...open, ...paths].slice(0, 1).flatMap((path) => judgeValue(resource, path, holds, PER_CLIENT.join(", ")));
}

function judgeThreshold({ resource, at }: ArmorRule, floor: number): readonly Verdict[] {
  const paths = ["count", "interval_sec"].map((name) => at(`${THRESHOLD}.${name}`));
  const open = paths.find((path) => valueAt(resource, path) === UNKNOWN);
  if (open !== undefined) return [unknown(resource, open)];
  const [count, seconds] = paths.map((path) => numberAt(resource, path));
  // An absent one, and a zero, are armor-rate-limit-options' finding.
  if (!count || !seconds) return [];
  const perMinute = Math.floor((count * 60) / seconds);
  return perMinute >= floor
    ? []
    : [violation(resource, `${at(THRESHOLD)}: ${perMinute} a minute found, at least ${floor} allowed`)];
}

function judgeRule(rule: ArmorRule, { spec }: Estate): readonly Verdict[] {
  const { resource, at } = rule;
  // Without its options nothing of the limit is known: armor-rate-limit-options says so.
  if (valueAt(resource, at("rate_limit_options[0]")) === undefined) return [];
  const everyone = matchesEveryone(rule);
  if (everyone === UNKNOWN) return [unknown(resource, at("match"))];
  const preview = judgeValue(resource, at("preview"), (value) => value !== true, "false");
  if (!everyone || (!spec && preview.length > 0)) return [];
  return [
    ...judgeValue(resource, at("action"), (action) => action !== "rate_based_ban", "throttle"),
    ...(spec ? preview : []),
    ...judgeKey(rule, spec !== undefined),
    ...judgeThreshold(rule, spec ? rateLimitPerMinute(spec.environment) : PAGE_LOAD_REQUESTS),
  ];
}

/** The limit itself: high enough, per address, and never a ban. */
export const rateLimit: Rule = {
  id: "armor-rate-limit",
  kind: "down",
  severity: "high",
  title: "The rate limit throttles single addresses and lets page loads through",
  why: "Below the sum of its users an office, the e2e runner or our own services are blocked; a ban keeps them out when the flood is over; one count for everyone lets one address stop all.",
  fix: "throttle by IP with the threshold of environments/rate-limit.ts, or above what one page load asks for",
  check: (estate) => {
    const candidates = armorRules(estate).filter(isRateRule);
    // A rule whose match is missing is armor-rule-match's finding.
    const limits = candidates.filter(
      (rule) => matchesEveryone(rule) !== false || valueAt(rule.resource, rule.at("match[0]")) === undefined,
    );
    const missing = estate.spec !== undefined && limits.length === 0;
    return [
      ...(missing ? backendPolicies(estate) : []).map((policy) =>
        valueAt(policy, "rule") === UNKNOWN
          ? unknown(policy, "rule")
          : violation(policy, "rule: no throttle that matches every address found, one needed"),
      ),
      ...candidates.flatMap((rule) => judgeRule(rule, estate)),
    ];
  },
};
