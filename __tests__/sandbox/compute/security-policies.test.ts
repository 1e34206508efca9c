import { PROJECT, useSandbox, type Body } from "../../support/sandbox";
import { commonMembers } from "./common-members";

const { good, bad } = useSandbox("compute");

describe("Cloud Armor", () => {
  const POLICIES = `/compute/v1/projects/${PROJECT}/global/securityPolicies`;
  const denyRule = (priority: number, body: object = {}): Body => ({
    priority,
    action: "deny(403)",
    match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["192.0.2.0/24"] } },
    ...body,
  });
  const limited = { action: "throttle", rateLimitOptions: { conformAction: "allow", exceedAction: "deny(429)" } };
  const readPriorities = async (): Promise<readonly number[]> =>
    ((await good("GET", `${POLICIES}/waf`)) as { rules: { priority: number }[] }).rules.map(({ priority }) => priority);

  test("a policy comes with its default rule, and answers rules by priority with description and preview", async () => {
    await good("POST", POLICIES, { name: "waf", rules: [denyRule(20), denyRule(10, { preview: true })] });
    const policy = (await good("GET", `${POLICIES}/waf`)) as { rules: object[] };
    expect(policy).toEqual({
      ...commonMembers("securityPolicy", "waf", "securityPolicies"),
      type: "CLOUD_ARMOR",
      description: "",
      fingerprint: expect.any(String) as string,
      rules: expect.any(Array) as unknown[],
    });
    expect(await readPriorities()).toEqual([10, 20, 2_147_483_647]);
    expect(policy.rules[0]).toEqual({
      kind: "compute#securityPolicyRule",
      description: "",
      ...(denyRule(10) as object),
      preview: true,
    });
    expect(policy.rules[2]).toEqual({
      kind: "compute#securityPolicyRule",
      action: "allow",
      description: "default rule",
      priority: 2_147_483_647,
      match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
      preview: false,
    });
  });

  test("a key to count by that is empty is absent", async () => {
    const { rateLimitOptions, ...rule } = limited;
    const rateLimited = (options: object): Body =>
      denyRule(10, { ...rule, rateLimitOptions: { ...rateLimitOptions, ...options } });
    await good("POST", POLICIES, { name: "waf", rules: [rateLimited({ enforceOnKey: "", enforceOnKeyName: "" })] });
    expect((await good("GET", `${POLICIES}/waf`)).rules[0].rateLimitOptions).toEqual(rateLimitOptions);
    await good("POST", POLICIES, { name: "by-ip", rules: [rateLimited({ enforceOnKey: "IP" })] });
    expect((await good("GET", `${POLICIES}/by-ip`)).rules[0].rateLimitOptions).toEqual({
      ...{ ...rateLimitOptions, enforceOnKey: "IP" },
    });
  });

  test("adaptive protection is visible as STANDARD where it is on", async () => {
    const adaptive = (enable: boolean): Body => ({ adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable } } });
    await good("POST", POLICIES, { name: "on", ...(adaptive(true) as object) });
    await good("POST", POLICIES, { name: "off", ...(adaptive(false) as object) });
    expect((await good("GET", `${POLICIES}/on`)).adaptiveProtectionConfig).toEqual({
      layer7DdosDefenseConfig: { enable: true, ruleVisibility: "STANDARD" },
    });
    expect(await good("GET", `${POLICIES}/off`)).toMatchObject(adaptive(false) as object);
  });

  test("rules are added, changed, moved and removed by priority", async () => {
    await good("POST", POLICIES, { name: "waf" });
    await good("POST", `${POLICIES}/waf/addRule`, denyRule(10, { description: null }));
    await good("POST", `${POLICIES}/waf/patchRule?priority=10&updateMask=action`, { action: "deny(404)" });
    await good("POST", `${POLICIES}/waf/patchRule?priority=10`, { priority: 11 });
    expect(await readPriorities()).toEqual([11, 2_147_483_647]);
    expect((await good("GET", `${POLICIES}/waf`)).rules[0]).toMatchObject({
      action: "deny(404)",
      description: "",
      match: {},
    });
    await good("POST", `${POLICIES}/waf/removeRule?priority=11`);
    expect(await readPriorities()).toEqual([2_147_483_647]);
    expect(await bad("POST", `${POLICIES}/waf/removeRule?priority=11`)).toBe(
      "400 invalid: Invalid value for field 'priority': '11'. No rule has this priority.",
    );
    expect(await bad("POST", `${POLICIES}/waf/removeRule?priority=2147483647`)).toBe(
      "400 invalid: The default rule of a security policy cannot be removed.",
    );
  });

  test("an update mask clears what it names and is not sent", async () => {
    await good("POST", POLICIES, { name: "waf", description: "x", advancedOptionsConfig: { logLevel: "VERBOSE" } });
    await good("PATCH", `${POLICIES}/waf?updateMask=advanced_options_config`, {});
    expect(await good("GET", `${POLICIES}/waf`)).not.toHaveProperty("advancedOptionsConfig");
  });

  test.each([
    [
      [denyRule(1), denyRule(1)],
      "Invalid value for field 'resource.rules': Cannot have rules with the same priorities: 1.",
    ],
    [[denyRule(-1)], "Invalid value for field 'resource.rules.priority': '-1'. Must be between 0 and 2147483647."],
    [
      [denyRule(1, { match: {} })],
      "Invalid value for field 'resource.rules[priority=1].match': One of expr, versionedExpr is required.",
    ],
    [
      [denyRule(1, { action: "throttle" })],
      "Invalid value for field 'resource.rules[priority=1].rateLimitOptions': Rate limit options are required with, and only with, throttle and rate_based_ban; found action 'throttle'.",
    ],
    [
      [denyRule(1, { ...limited, action: "allow" })],
      "Invalid value for field 'resource.rules[priority=1].rateLimitOptions': Rate limit options are required with, and only with, throttle and rate_based_ban; found action 'allow'.",
    ],
    [
      [denyRule(1, { match: { expr: { expression: "" } } })],
      "Invalid value for field 'resource.rules[priority=1].match.expr.expression': The expression is empty.",
    ],
  ])("the rules %j are refused", async (rules, message) => {
    expect(await bad("POST", POLICIES, { name: "waf", rules })).toBe(`400 invalid: ${message}`);
  });

  test("limits with throttle, an expression, and a default rule of one's own are taken", async () => {
    const rules = [
      denyRule(0, limited),
      denyRule(1, { match: { expr: { expression: "true" } } }),
      denyRule(2_147_483_647, { action: "deny(403)" }),
    ];
    await good("POST", POLICIES, { name: "waf", rules });
    expect(await readPriorities()).toEqual([0, 1, 2_147_483_647]);
  });
});
