import { CONTRACT, FLOORS } from "../../environments/contract";
import { rateLimitPerMinute } from "../../environments/rate-limit";
import { trial } from "../fixture/trial";
import { cloudArmorRules as googleRules } from "../../policy/packs/google/edge/cloud-armor";
import { cloudArmorRules as netraRules } from "../../policy/packs/netra/cloud-armor";
import { isOpen } from "../../policy/core/finding";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";

const allRules = [...googleRules, ...netraRules];
const LIMIT = rateLimitPerMinute(trial);
const EVERYONE = { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["*"] } };

/** A policy as our construct writes it, hardened; each case breaks one value. */
const POLICY = {
  name: "armor",
  type: "CLOUD_ARMOR",
  advanced_options_config: { log_level: "NORMAL" },
  rule: [
    {
      priority: 1000,
      action: "throttle",
      preview: false,
      match: EVERYONE,
      rate_limit_options: {
        conform_action: "allow",
        exceed_action: "deny(429)",
        enforce_on_key: "IP",
        rate_limit_threshold: { count: LIMIT, interval_sec: 60 },
      },
    },
    {
      priority: 2000,
      action: "deny(403)",
      preview: true,
      match: { expr: { expression: "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})" } },
    },
    { priority: 2147483647, action: "allow", preview: false, match: EVERYONE },
  ],
};
/** A ban of everyone, complete as Google wants it. */
const BAN = {
  ...POLICY.rule[0],
  action: "rate_based_ban",
  rate_limit_options: { ...POLICY.rule[0]!.rate_limit_options, ban_duration_sec: 600 },
};
const BACKEND = {
  name: "api-backend",
  load_balancing_scheme: "EXTERNAL_MANAGED",
  security_policy: "${google_compute_security_policy.armor.id}",
};
const ADDRESS = "google_compute_security_policy.armor";
const BACKEND_ADDRESS = "google_compute_backend_service.api";
const SPEC = { environment: trial, contract: CONTRACT, floors: FLOORS };
const ELSEWHERE = "${module.elsewhere.value}";

const estate = (policy: object, backend: object = BACKEND) => ({ [ADDRESS]: policy, [BACKEND_ADDRESS]: backend });

test("a hardened policy has no finding in the area, with and without a spec", () => {
  expect(verdictsOf(googleRules, estate(POLICY))).toEqual([]);
  expect(verdictsOf(allRules, estate(POLICY), SPEC)).toEqual([]);
});

test.each([
  ["armor-default-rule", "rule.2.priority", 3000, "none with priority 2147483647 found"],
  ["armor-priorities", "rule.1.priority", 1000, "rule[1].priority: 1000 found, as at rule[0].priority"],
  ["armor-rule-match", "rule.2.match", {}, "rule[2].match[0].versioned_expr: nothing found"],
  ["armor-rate-limit-options", "rule.0.rate_limit_options", undefined, "a threshold and actions needed"],
  ["armor-rate-limit-options", "rule.0.action", "deny(429)", 'none beside "deny(429)" allowed'],
  ["armor-rate-limit-options", "rule.0.rate_limit_options.conform_action", "deny(403)", '"deny(403)" found'],
  ["armor-rate-limit-options", "rule.0.rate_limit_options.exceed_action", "deny(500)", '"deny(500)" found'],
  ["armor-rate-limit-options", "rule.0.rate_limit_options.rate_limit_threshold", undefined, "count: nothing found"],
  ["armor-rate-limit-options", "rule.0.rate_limit_options.rate_limit_threshold.count", 0, "count: 0 found"],
  [
    "armor-rate-limit-options",
    "rule.0.rate_limit_options.rate_limit_threshold.interval_sec",
    45,
    "10 to 3600, in tens",
  ],
  ["armor-description", "rule.0.description", "x".repeat(65), "65 characters found, at most 64"],
  ["armor-rate-limit", "rule.0", BAN, '"rate_based_ban" found, throttle allowed'],
  ["armor-rate-limit", "rule.0.rate_limit_options.enforce_on_key", "ALL", '"ALL" found'],
  ["armor-rate-limit", "rule.0.rate_limit_options.enforce_on_key", undefined, "nothing found, IP, XFF_IP"],
  ["armor-rate-limit", "rule.0.rate_limit_options.rate_limit_threshold.count", 50, "50 a minute found"],
  ["armor-rate-limit", "rule.0.rate_limit_options.rate_limit_threshold.interval_sec", 3600, "80 a minute found"],
])("%s: %s = %j, with and without a spec", (rule, path, value, message) => {
  for (const [rules, spec] of [[googleRules], [allRules, SPEC]] as const) {
    const found = verdictsOf(rules, estate(alteredBody(POLICY, path, value)), spec);
    expect(new Set(found.map((finding) => finding.rule))).toEqual(new Set([rule]));
    expect(found.every(({ status, address }) => status === "violation" && address === ADDRESS)).toBe(true);
    expect(found.map((finding) => finding.message).join("\n")).toContain(message);
  }
});

test.each([
  ["armor-default-allow", "rule.2.action", "deny(403)", 'rule[2].action: "deny(403)" found, "allow" allowed'],
  ["armor-rate-limit-declared", "rule.0.preview", true, "rule[0].preview: true found"],
  [
    "armor-rate-limit-declared",
    "rule.0.match.config.src_ip_ranges",
    ["10.0.0.0/8"],
    "no throttle that matches every address",
  ],
  ["armor-rate-limit-declared", "rule.0.rate_limit_options.enforce_on_key", "REGION_CODE", '"REGION_CODE" found'],
  [
    "armor-rate-limit-declared",
    "rule.0.rate_limit_options.rate_limit_threshold.count",
    LIMIT - 1,
    `${LIMIT - 1} a minute found, at least ${LIMIT} allowed`,
  ],
  ["armor-waf-preview", "rule.1.preview", false, "rule[1].preview: false found, true, or an expression"],
  ["armor-waf-preview", "rule.1.preview", undefined, "rule[1].preview: nothing found"],
  ["armor-waf-present", "rule.1.match.expr.expression", "origin.region_code == 'XX'", "no evaluatePreconfiguredWaf"],
  ["armor-logging", "advanced_options_config", undefined, "log_level: nothing found"],
])("%s in our own estate: %s = %j", (rule, path, value, message) => {
  const body = alteredBody(POLICY, path, value);
  expect(verdictsOf(googleRules, estate(body))).toEqual([]);
  const found = verdictsOf(allRules, estate(body), SPEC);
  expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "violation"]]);
  expect(found[0]?.message).toContain(message);
});

test.each([
  ["armor-default-rule", "rule"],
  ["armor-default-rule", "rule.2.priority"],
  ["armor-priorities", "rule.2.priority"],
  ["armor-rule-match", "rule.0.match"],
  ["armor-rate-limit-options", "rule.0.action"],
  ["armor-rate-limit-options", "rule.0.rate_limit_options.exceed_action"],
  ["armor-default-allow", "rule.2.action"],
  ["armor-rate-limit-declared", "rule"],
  ["armor-rate-limit-declared", "rule.0.match"],
  ["armor-rate-limit-declared", "rule.0.rate_limit_options.enforce_on_key"],
  ["armor-rate-limit-declared", "rule.0.rate_limit_options.rate_limit_threshold.count"],
  ["armor-rate-limit-declared", "rule.0.preview"],
  ["armor-rate-limit", "rule.0.match"],
  ["armor-rate-limit", "rule.0.rate_limit_options.enforce_on_key"],
  ["armor-rate-limit", "rule.0.rate_limit_options.rate_limit_threshold.count"],
  ["armor-waf-preview", "rule.1.preview"],
  ["armor-waf-present", "rule.1.match.expr.expression"],
  ["armor-logging", "advanced_options_config"],
])("%s is unknown when %s is", (rule, path) => {
  const found = verdictsOfRule(allRules, rule, estate(alteredBody(POLICY, path, ELSEWHERE)), SPEC);
  expect(found.map(({ status }) => status)).toEqual(["unknown"]);
});

test("a ban of everyone that does not say how long it lasts is refused, and would shut everyone out", () => {
  const found = verdictsOf(googleRules, estate(alteredBody(POLICY, "rule.0.action", "rate_based_ban")));
  expect(found.map(({ rule }) => rule).sort()).toEqual(["armor-rate-limit", "armor-rate-limit-options"]);
});

test("armor-rate-limit is unknown where nobody knows whether a wrong limit only logs", () => {
  const wrong = alteredBody(POLICY, "rule.0.rate_limit_options.enforce_on_key", "ALL");
  const found = verdictsOf(googleRules, estate(alteredBody(wrong, "rule.0.preview", ELSEWHERE)));
  expect(found.map(({ rule, status }) => [rule, status])).toEqual([["armor-rate-limit", "unknown"]]);
  expect(verdictsOf(googleRules, estate(alteredBody(POLICY, "rule.0.preview", ELSEWHERE)))).toEqual([]);
});

test.each([
  ["armor-rate-limit", "rule.0.rate_limit_options.rate_limit_threshold.count", 50, ["armor-rate-limit-declared"]],
  ["armor-rate-limit-options", "rule.0.rate_limit_options", undefined, ["armor-rate-limit-declared"]],
  ["armor-rule-match", "rule.0.match", {}, ["armor-rate-limit-declared"]],
])("who waives %s (%s = %j) hears %j", (waived, path, value, heard) => {
  const waiver = { rule: waived, address: ADDRESS, reason: "a test", owner: "test", expires: "2026-01-01" };
  const spec = { ...SPEC, environment: { ...trial, waivers: [waiver] } };
  const open = verdictsOf(allRules, estate(alteredBody(POLICY, path, value)), spec).filter(isOpen);
  expect([...new Set(open.map(({ rule }) => rule))]).toEqual(heard);
});

test.each([
  ["nothing", undefined, ["violation"]],
  ["empty text", "", ["violation"]],
  ["an expression that names nothing", ELSEWHERE, ["unknown"]],
  ["a link to another configuration's policy", "projects/p/global/securityPolicies/theirs", []],
  ["a data source", "${data.google_compute_security_policy.theirs.self_link}", []],
])("armor-attached: %s", (_, policy, statuses) => {
  const found = verdictsOf(googleRules, estate(POLICY, alteredBody(BACKEND, "security_policy", policy)));
  expect(found.map(({ rule, status }) => [rule, status])).toEqual(statuses.map((status) => ["armor-attached", status]));
});

test("armor-attached: an internal backend service needs none, one of unknown scheme is unknown", () => {
  const schemes = ["INTERNAL_MANAGED", ELSEWHERE].map((load_balancing_scheme) => ({
    name: "b",
    load_balancing_scheme,
  }));
  const [internal, open] = schemes.map((backend) => verdictsOf(googleRules, estate(POLICY, backend)));
  expect(internal).toEqual([]);
  expect(open?.map(({ status }) => status)).toEqual(["unknown"]);
});

describe("what other estates may do", () => {
  test.each([
    ["a policy whose rules are resources of their own", "rule", undefined],
    ["a stricter limit for few addresses", "rule.0.match.config.src_ip_ranges", ["192.0.2.0/24"]],
    ["a default rule that denies", "rule.2.action", "deny(403)"],
    ["a limit that only logs", "rule.0.preview", true],
    ["an enforced WAF rule", "rule.1.preview", false],
    [
      "several keys, one of which is the address",
      "rule.0.rate_limit_options",
      {
        ...POLICY.rule[0]!.rate_limit_options,
        enforce_on_key: "",
        enforce_on_key_configs: [{ enforce_on_key_type: "HTTP_PATH" }, { enforce_on_key_type: "IP" }],
      },
    ],
    [
      "an enforced WAF rule that leaves paths out",
      "rule.1",
      {
        priority: 2000,
        action: "deny(403)",
        match: { expr: { expression: "!request.path.matches('/ws') && evaluatePreconfiguredExpr('xss-stable')" } },
      },
    ],
  ])("%s", (_, path, value) => {
    expect(verdictsOf(googleRules, estate(alteredBody(POLICY, path, value)))).toEqual([]);
  });

  test("an edge policy is not judged", () => {
    expect(verdictsOf(googleRules, estate({ name: "edge", type: "CLOUD_ARMOR_EDGE", rule: [{}] }))).toEqual([]);
  });
});

test("a rule that is a resource of its own is judged like an inline one", () => {
  const address = "google_compute_security_policy_rule.ban";
  const found = verdictsOf(googleRules, {
    [address]: { ...BAN, security_policy: "armor" },
  });
  expect(found.map((finding) => [finding.rule, finding.address])).toEqual([["armor-rate-limit", address]]);
});

test("our own estate without any rule lacks the limit and the WAF", () => {
  const found = verdictsOf(allRules, estate(alteredBody(POLICY, "rule", [])), SPEC);
  expect(found.map(({ rule }) => rule).sort()).toEqual(["armor-rate-limit-declared", "armor-waf-present"]);
});

describe("a default that denies", () => {
  const denying = alteredBody(POLICY, "rule.2.action", "deny(403)");
  const some = { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["198.51.100.0/24"] } };
  const found = (policy: object): readonly string[] =>
    verdictsOf(googleRules, estate(policy)).map(({ rule, message }) => `${rule} ${message}`);

  test("shuts everyone out where no rule before it lets anyone through", () => {
    const [verdict, ...others] = found(alteredBody(denying, "rule.0", { ...BAN, match: some }));
    expect(verdict).toContain("armor-default-rule rule[2].action: deny found, and no rule before it");
    expect(others).toEqual([]);
  });

  test.each([
    ["a throttle of everyone", denying],
    ["an allow list", alteredBody(denying, "rule.0", { priority: 1000, action: "allow", match: some })],
    ["an action that is not known", alteredBody(denying, "rule.0", { priority: 1000, action: ELSEWHERE, match: some })],
  ])("holds beside %s", (_, policy) => {
    expect(found(policy).filter((text) => text.startsWith("armor-default-rule"))).toEqual([]);
  });

  test("a ban of some addresses says how long it lasts", () => {
    const ban = { ...POLICY.rule[0], action: "rate_based_ban", match: some };
    expect(found(alteredBody(POLICY, "rule.0", ban))).toEqual([
      expect.stringContaining("ban_duration_sec: nothing found"),
    ]);
  });
});
