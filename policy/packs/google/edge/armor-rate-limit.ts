import { LOAD_BALANCING_REFUSALS as REFUSALS } from "../../../../google/refusals/load-balancing";
import { UNKNOWN, blockPaths, numberAt, valueAt, type Value } from "../../../core/resource";
import { isBetween, judgeValue, plainText } from "../../../core/judge";
import { valueText } from "../../../core/value-text";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { armorRules, isRateAction, isRateRule, type ArmorRule } from "./armor-rules";

/** Requests of one page load with its assets: the least that a limit must let through in a minute. */
const PAGE_LOAD_REQUESTS = 100;

/** Keys that give each client a count of its own. */
export const PER_CLIENT = ["IP", "XFF_IP", "USER_IP"];
const EVERYONE = ["*", "0.0.0.0/0"];

const THRESHOLD = "rate_limit_options[0].rate_limit_threshold[0]";

const isExceedAction = (value: unknown): boolean =>
  typeof value === "string" && /^(deny\((403|404|429|502)\)|redirect)$/.test(value);

/** The values that Google takes are all tens: 10, 30, 60, 120 … 3600. */
const isInterval = (value: unknown): boolean =>
  typeof value === "number" && isBetween(10, 3600)(value) && value % 10 === 0;

/** The form of the options: which belong to which action. */
export const rateLimitOptions: Rule = {
  id: "armor-rate-limit-options",
  kind: "refused",
  severity: "high",
  title: "Rules that count requests say how many and what then, and no other rule does",
  why: "Google refuses a throttle or a ban without complete options at apply; the provider does not check.",
  fix: "give throttle and rate_based_ban a threshold, conform_action allow and exceed_action deny(429), a ban its ban_duration_sec, and other rules no rate_limit_options",
  source: "https://cloud.google.com/armor/docs/rate-limiting-overview",
  check: (estate) =>
    armorRules(estate).flatMap(({ resource, at }) => {
      const options = at("rate_limit_options[0]");
      const action = valueAt(resource, at("action"));
      if (action === UNKNOWN || valueAt(resource, options) === UNKNOWN) return [unknown(resource, at("action"))];
      if (!isRateAction(action))
        return judgeValue(
          resource,
          options,
          (value) => REFUSALS.rateLimit.accepts({ action: plainText(action), hasOptions: value !== undefined }),
          `none beside ${valueText(at("action"), action)}`,
        );
      if (valueAt(resource, options) === undefined) {
        return [violation(resource, `${options}: nothing found, a threshold and actions needed`)];
      }
      return [
        ...judgeValue(resource, `${options}.conform_action`, (value) => value === "allow", '"allow"'),
        ...judgeValue(
          resource,
          `${options}.exceed_action`,
          isExceedAction,
          "deny(403), (404), (429), (502) or redirect",
        ),
        ...judgeValue(resource, at(`${THRESHOLD}.count`), isBetween(1, Infinity), "1 or more"),
        ...judgeValue(resource, at(`${THRESHOLD}.interval_sec`), isInterval, "10 to 3600, in tens"),
        ...(action === "rate_based_ban"
          ? judgeValue(resource, `${options}.ban_duration_sec`, isBetween(1, Infinity), "1 or more")
          : []),
      ];
    }),
};

/** Whether a rule matches every address; UNKNOWN where that is not known. */
export function matchesEveryone({ resource, at }: ArmorRule): boolean | typeof UNKNOWN {
  const match = valueAt(resource, at("match[0]"));
  const ranges = valueAt(resource, at("match[0].config[0].src_ip_ranges"));
  const expression = valueAt(resource, at("match[0].expr[0].expression"));
  if ([match, ranges, expression].includes(UNKNOWN)) return UNKNOWN;
  if (plainText(expression).trim() === "true") return true;
  const list = Array.isArray(ranges) ? (ranges as readonly Value[]) : [];
  if (list.some((range) => typeof range === "string" && EVERYONE.includes(range))) return true;
  return list.includes(UNKNOWN) ? UNKNOWN : false;
}

/**
 * Judges what a rule counts by. Several keys count together, so that one that is right is enough.
 *
 * @param holds - whether a key gives each client a count of its own
 */
export function judgeKey({ resource, at }: ArmorRule, holds: (key: Value | undefined) => boolean): readonly Verdict[] {
  const configs = blockPaths(resource, at("rate_limit_options[0].enforce_on_key_configs"));
  const paths =
    configs.length > 0
      ? configs.map((config) => `${config}.enforce_on_key_type`)
      : [at("rate_limit_options[0].enforce_on_key")];
  if (paths.some((path) => valueAt(resource, path) !== UNKNOWN && holds(valueAt(resource, path)))) return [];
  const unknownPaths = paths.filter((path) => valueAt(resource, path) === UNKNOWN);
  return [...unknownPaths, ...paths]
    .slice(0, 1)
    .flatMap((path) => judgeValue(resource, path, holds, PER_CLIENT.join(", ")));
}

/** Judges how many requests a minute a rule lets through. An absent threshold and a zero have no rate. */
export function judgeThreshold({ resource, at }: ArmorRule, floor: number): readonly Verdict[] {
  const paths = ["count", "interval_sec"].map((name) => at(`${THRESHOLD}.${name}`));
  const unknownPath = paths.find((path) => valueAt(resource, path) === UNKNOWN);
  if (unknownPath !== undefined) return [unknown(resource, unknownPath)];
  const [count, seconds] = paths.map((path) => numberAt(resource, path));
  if (!count || !seconds) return [];
  const perMinute = Math.floor((count * 60) / seconds);
  return perMinute >= floor
    ? []
    : [violation(resource, `${at(THRESHOLD)}: ${perMinute} a minute found, at least ${floor} allowed`)];
}

function judgeLimit(rule: ArmorRule): readonly Verdict[] {
  const { resource, at } = rule;
  const everyone = matchesEveryone(rule);
  if (everyone === UNKNOWN) return [unknown(resource, at("match"))];
  const isLimit = everyone && valueAt(resource, at("rate_limit_options[0]")) !== undefined;
  const preview = valueAt(resource, at("preview"));
  // A limit in preview only logs.
  if (!isLimit || preview === true) return [];
  const verdicts = [
    ...judgeValue(resource, at("action"), (action) => action !== "rate_based_ban", "throttle"),
    ...judgeKey(rule, (key) => typeof key === "string" && key !== "" && key !== "ALL"),
    ...judgeThreshold(rule, PAGE_LOAD_REQUESTS),
  ];
  return preview === UNKNOWN && verdicts.length > 0 ? [unknown(resource, at("preview"))] : verdicts;
}

/** The limit itself: high enough, for each client, and never a ban. */
export const rateLimit: Rule = {
  id: "armor-rate-limit",
  kind: "down",
  severity: "high",
  abroad: "medium",
  title: "A rate limit of everyone throttles single clients and lets page loads through",
  why: "A limit below what one page load asks for blocks every visitor; a ban keeps them out when the flood is over; one count for everyone lets one client stop all.",
  fix: "throttle by IP, above what one page load asks for",
  check: (estate) => armorRules(estate).filter(isRateRule).flatMap(judgeLimit),
};
