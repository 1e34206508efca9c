/** Limits of the external application load balancer. Google checks them at apply; the provider does not. */

/** Most certificates of one target proxy (https://cloud.google.com/load-balancing/docs/quotas). */
export const MAX_CERTIFICATES_PER_PROXY = 15;

/** Longest connection draining, seconds (https://cloud.google.com/load-balancing/docs/enabling-connection-draining). */
export const MAX_DRAINING_SECONDS = 3600;

/**
 * Bounds of the keep-alive towards clients, seconds
 * (https://cloud.google.com/load-balancing/docs/https#timeout-keepalive-client).
 */
export const CLIENT_KEEP_ALIVE_SECONDS = { min: 5, max: 1200, default: 610 } as const;

/** What a rule of Cloud Armor does, but for `deny(STATUS)` (https://cloud.google.com/armor/docs/security-policy-overview). */
const RULE_ACTIONS: ReadonlySet<string> = new Set([
  "allow",
  "deny",
  "fairshare",
  "goto_next",
  "rate_based_ban",
  "redirect",
  "throttle",
]);

/** Whether Cloud Armor has an action of rules: `deny(403)`. */
export const isRuleAction = (action: string): boolean =>
  RULE_ACTIONS.has(action) || /^deny\((?:403|404|429|502)\)$/.test(action);

/**
 * Targets of a forwarding rule that are no resource: every API of Google's, or those that a service perimeter protects
 * (https://cloud.google.com/vpc/docs/about-accessing-google-apis-endpoints).
 */
const API_BUNDLES: ReadonlySet<string> = new Set(["all-apis", "vpc-sc"]);

/** Whether a target of a forwarding rule stands for APIs of Google's. */
export const isApiBundle = (target: string): boolean => API_BUNDLES.has(target);
