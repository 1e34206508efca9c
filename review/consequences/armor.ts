import { member } from "../../policy/core/json";
import type { AttributeChange } from "../attribute-changes";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import {
  isExisting,
  isSetTo,
  isRaised,
  numberChangeText,
  findChangedItem,
  isLowered,
  isSwitchedOff,
  isSwitchedOn,
  attributeRows,
  type ChangedItem,
  type ChangePredicate,
} from "./row";

/**
 * Priority of the default rule, which judges every request that no other rule matches
 * (https://cloud.google.com/armor/docs/security-policy-overview).
 */
const DEFAULT_RULE = 2147483647;

const changedRule = (attribute: AttributeChange, change: Change): ChangedItem =>
  findChangedItem("rule", attribute, change) ?? { before: undefined, after: undefined };

const hasAction = (rule: unknown, actions: RegExp): boolean => {
  const action = member(rule, "action");
  return typeof action === "string" && actions.test(action);
};

/** Whether a rule refuses, limits or redirects requests. */
const isBlocking = (rule: unknown): boolean => hasAction(rule, /^(deny|rate_based_ban|throttle|redirect)/);

const isRuleRemoved: ChangePredicate = (attribute, change) => {
  const { before, after } = changedRule(attribute, change);
  return before !== undefined && after === undefined;
};

const isNewRuleEnforced: ChangePredicate = (attribute, change) => {
  const { before, after } = changedRule(attribute, change);
  return before === undefined && after !== undefined && isBlocking(after) && member(after, "preview") !== true;
};

const isRuleAdded: ChangePredicate = (attribute, change) => {
  const { before, after } = changedRule(attribute, change);
  return before === undefined && after !== undefined;
};

const isDefaultDenied: ChangePredicate = (attribute, change) => {
  const { after } = changedRule(attribute, change);
  return member(after, "priority") === DEFAULT_RULE && hasAction(after, /^deny/);
};

/** Rows of Cloud Armor. It judges the request that opens a socket, and nothing after it. */
export const ARMOR: readonly AttributeRow[] = attributeRows("google_compute_security_policy", [
  {
    paths: ["rule.*"],
    when: (attribute, change) => isRuleRemoved(attribute, change) && isBlocking(changedRule(attribute, change).before),
    severity: "high",
    text: "a rule is removed: what it limited or blocked comes through",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["rule.*"],
    when: isRuleRemoved,
    severity: "high",
    text: "a rule is removed: what it let through is judged by the rules after it",
    undo: "instant",
  },
  {
    paths: ["rule.action"],
    when: isDefaultDenied,
    severity: "critical",
    text: "whatever no rule allows is refused: every user, unless a rule names them",
    undo: "instant",
  },
  {
    paths: ["rule.*"],
    when: isNewRuleEnforced,
    severity: "high",
    text: "a new rule is enforced at once: it may block requests that are wanted, and nothing was logged in preview before",
    undo: "instant",
  },
  {
    paths: ["rule.*"],
    when: isRuleAdded,
    severity: "low",
    text: "a new rule that only logs, or lets through",
    undo: "instant",
  },
  {
    paths: ["rule.preview"],
    // Left out of the code it is known only after apply, and was not in preview before.
    when: ({ before, unknownAfter }) => unknownAfter && before !== true,
    severity: "low",
    text: "a rule is enforced, as it was",
    undo: "instant",
  },
  {
    paths: ["rule.preview"],
    when: (attribute) => attribute.after !== true,
    severity: "high",
    text: "a rule is enforced instead of logged: it may block requests that are wanted",
    undo: "instant",
  },
  {
    paths: ["rule.preview"],
    when: isSwitchedOn,
    severity: "high",
    text: "a rule only logs: it no longer limits or blocks anything",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["rule.action"],
    when: isSetTo("allow"),
    severity: "high",
    text: "a rule lets through what it limited or blocked",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["rule.action"],
    when: isSetTo("rate_based_ban"),
    severity: "high",
    text: "addresses over the limit are banned for a time instead of throttled: everyone behind a shared address with them",
    undo: "instant",
  },
  {
    paths: ["rule.action"],
    severity: "high",
    text: "a rule answers its requests otherwise: users whom it matches are refused, or no longer limited",
    undo: "instant",
  },
  {
    paths: ["rule.rate_limit_options.rate_limit_threshold.count", "rule.rate_limit_options.ban_threshold.count"],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `an address may ask ${numberChangeText(attribute)} times an interval: users behind a shared address are refused earlier, a reconnect storm above all`,
    undo: "instant",
  },
  {
    paths: ["rule.rate_limit_options.rate_limit_threshold.count", "rule.rate_limit_options.ban_threshold.count"],
    when: isRaised,
    severity: "medium",
    text: (attribute) =>
      `an address may ask ${numberChangeText(attribute)} times an interval: floods reach the services earlier`,
    undo: "instant",
  },
  {
    paths: ["rule.rate_limit_options.*"],
    severity: "high",
    text: "the rate limit counts or answers otherwise: users are refused earlier, or floods let through",
    undo: "instant",
  },
  {
    paths: ["rule.match.*", "rule.preconfigured_waf_config.*", "rule.priority"],
    severity: "high",
    text: "a rule matches other requests: it may block requests that are wanted, or let through what it blocked",
    undo: "instant",
  },
  {
    paths: ["adaptive_protection_config.layer_7_ddos_defense_config.enable"],
    when: isSwitchedOff,
    severity: "medium",
    text: "nobody is told of application-layer floods any more",
    undo: "instant",
  },
  {
    paths: ["adaptive_protection_config.*", "advanced_options_config.*"],
    severity: "medium",
    text: "Cloud Armor reads, logs or learns from requests otherwise",
    undo: "instant",
  },
  {
    paths: ["rule.description"],
    severity: "low",
    text: "changes in place, requests are not touched",
    undo: "instant",
  },
]);

/** Rows of a rule that is a resource of its own, beside its policy. */
export const ARMOR_RULE: readonly AttributeRow[] = attributeRows(
  ["google_compute_security_policy_rule", "google_compute_region_security_policy_rule"],
  [
    {
      paths: ["preview"],
      when: (attribute, change) => isExisting(attribute, change) && isSwitchedOn(attribute, change),
      severity: "high",
      text: "the rule only logs: it no longer limits or blocks anything",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: ["preview"],
      when: isSwitchedOff,
      severity: "high",
      text: "the rule is enforced instead of logged: it may block requests that are wanted",
      undo: "instant",
    },
    {
      paths: ["action"],
      when: (attribute, change) => isExisting(attribute, change) && isSetTo("allow")(attribute, change),
      severity: "high",
      text: "the rule lets through what it limited or blocked",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: [
        "action",
        "match.*",
        "preconfigured_waf_config.*",
        "priority",
        "rate_limit_options.*",
        "redirect_options.*",
      ],
      when: isExisting,
      severity: "high",
      text: "the rule matches or answers other requests: it may block requests that are wanted, or let through what it blocked",
      undo: "instant",
    },
  ],
);

/** The policy of a region writes its rules as `rules`, and has none of the other arguments. */
export const REGION_ARMOR: readonly AttributeRow[] = attributeRows("google_compute_region_security_policy", [
  {
    paths: ["rules", "rules.*"],
    severity: "high",
    text: "other requests are refused, limited or let through",
    undo: "instant",
  },
]);
