import { PROJECT, REGION, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, admin, sandbox } = useSandbox("compute");

const ROOT = `/compute/v1/projects/${PROJECT}`;
const LINK = `https://www.googleapis.com/compute/v1/projects/${PROJECT}`;
const NEGS = `${ROOT}/regions/${REGION}/networkEndpointGroups`;
const at = (collection: string): string => `${ROOT}/global/${collection}`;
const any = expect.any(String) as string;
/** What every resource of Compute has. */
const own = (kind: string, name: string, collection: string): object => ({
  kind: `compute#${kind}`,
  id: expect.stringMatching(/^\d+$/) as string,
  creationTimestamp: any,
  name,
  selfLink: `${LINK}/global/${collection}/${name}`,
});

const neg = (name: string, region = REGION): Promise<Body> =>
  good("POST", `${ROOT}/regions/${region}/networkEndpointGroups`, {
    name,
    networkEndpointType: "SERVERLESS",
    cloudRun: { service: "web" },
  });
const negLink = (name: string, region = REGION): string =>
  `projects/${PROJECT}/regions/${region}/networkEndpointGroups/${name}`;
const backendOf = (...groups: readonly string[]): Body[] =>
  groups.map((group) => ({ group, balancingMode: "UTILIZATION", capacityScaler: 1, maxUtilization: null }));
const service = (body: object = {}): Body => ({
  name: "web",
  loadBalancingScheme: "EXTERNAL_MANAGED",
  backends: backendOf(negLink("neg")),
  ...body,
});
const map = (body: object = {}): Body => ({ name: "map", defaultService: "global/backendServices/web", ...body });
const proxy = (body: object = {}): Body => ({
  name: "https",
  urlMap: "global/urlMaps/map",
  sslCertificates: ["global/sslCertificates/cert"],
  ...body,
});
const rule = (body: object = {}): Body => ({
  name: "rule",
  loadBalancingScheme: "EXTERNAL_MANAGED",
  IPAddress: `${LINK}/global/addresses/front`,
  target: "global/targetHttpsProxies/https",
  portRange: "443",
  ...body,
});

/** Everything from the endpoint group to the forwarding rule. */
async function wholeFrontEnd(): Promise<void> {
  await neg("neg");
  await good("POST", at("securityPolicies"), { name: "waf" });
  await good("POST", at("backendServices"), service());
  await good("POST", `${at("backendServices")}/web/setSecurityPolicy`, {
    securityPolicy: "global/securityPolicies/waf",
  });
  await good("POST", at("urlMaps"), map());
  await good("POST", at("sslCertificates"), { name: "cert", type: "MANAGED", managed: { domains: ["a.example."] } });
  await good("POST", at("sslPolicies"), { name: "tls", profile: "MODERN", minTlsVersion: "TLS_1_2" });
  await good("POST", at("targetHttpsProxies"), proxy({ sslPolicy: "global/sslPolicies/tls" }));
  await good("POST", at("addresses"), { name: "front" });
  await good("POST", at("forwardingRules"), rule());
}

test("a front end comes down in one order only: whatever something leads to is in use", async () => {
  await wholeFrontEnd();
  const order = [
    ["forwardingRules/rule", `${ROOT}/global/forwardingRules/rule`],
    ["addresses/front", `${at("addresses")}/front`],
    ["targetHttpsProxies/https", `${at("targetHttpsProxies")}/https`],
    ["sslPolicies/tls", `${at("sslPolicies")}/tls`],
    ["sslCertificates/cert", `${at("sslCertificates")}/cert`],
    ["urlMaps/map", `${at("urlMaps")}/map`],
    ["backendServices/web", `${at("backendServices")}/web`],
    ["securityPolicies/waf", `${at("securityPolicies")}/waf`],
    ["networkEndpointGroups/neg", `${NEGS}/neg`],
  ] as const;
  for (const [, path] of order.slice(1)) {
    expect(await bad("DELETE", path)).toMatch(
      /^400 resourceInUseByAnotherResource: The \w+ resource '.*' is already being used by '/,
    );
  }
  expect(await bad("DELETE", `${at("urlMaps")}/map`)).toBe(
    `400 resourceInUseByAnotherResource: The urlMap resource 'projects/${PROJECT}/global/urlMaps/map' is already being used by 'projects/${PROJECT}/global/targetHttpsProxies/https'`,
  );
  for (const [, path] of order) await good("DELETE", path);
  expect((await admin("GET", "dump")).text).not.toContain("compute/");
});

describe("endpoint groups", () => {
  test("one is answered with its size and region, and without a network", async () => {
    await neg("neg");
    expect(await good("GET", `${NEGS}/neg`)).toEqual({
      ...own("networkEndpointGroup", "neg", ""),
      selfLink: `${LINK}/regions/${REGION}/networkEndpointGroups/neg`,
      region: `${LINK}/regions/${REGION}`,
      networkEndpointType: "SERVERLESS",
      cloudRun: { service: "web" },
      size: 0,
    });
  });

  test("it cannot be changed, and names a service", async () => {
    await neg("neg");
    expect(await bad("PATCH", `${NEGS}/neg`, {})).toMatch(/^501 /);
    expect(await bad("POST", NEGS, { name: "x", networkEndpointType: "SERVERLESS", cloudRun: { tag: "t" } })).toBe(
      "400 invalid: Invalid value for field 'resource.cloudRun': ''. Either service or urlMask must be specified.",
    );
    expect(await bad("POST", NEGS, { name: "x", networkEndpointType: "GCE_VM_IP_PORT" })).toMatch(
      /^400 invalid: .*SERVERLESS/,
    );
  });
});

describe("backend services", () => {
  beforeEach(() => neg("neg"));

  test("one has its defaults and nothing else", async () => {
    await good("POST", at("backendServices"), service());
    expect(await good("GET", `${at("backendServices")}/web`)).toEqual({
      ...own("backendService", "web", "backendServices"),
      loadBalancingScheme: "EXTERNAL_MANAGED",
      backends: [
        {
          group: `https://www.googleapis.com/compute/v1/${negLink("neg")}`,
          balancingMode: "UTILIZATION",
          capacityScaler: 1,
        },
      ],
      protocol: "HTTP",
      sessionAffinity: "NONE",
      timeoutSec: 30,
      fingerprint: any,
    });
  });

  test("a PUT replaces all but identity and policies, under the fingerprint", async () => {
    await good("POST", at("securityPolicies"), { name: "waf" });
    await good("POST", at("backendServices"), service({ description: "x", logConfig: { enable: true } }));
    const path = `${at("backendServices")}/web`;
    await good("POST", `${path}/setSecurityPolicy`, {
      securityPolicy: `projects/${PROJECT}/global/securityPolicies/waf`,
    });
    const before = (await good("GET", path)) as { id: string; fingerprint: string };
    await good("PUT", path, service({ fingerprint: before.fingerprint }));
    const after = (await good("GET", path)) as Record<string, unknown>;
    expect(after).toMatchObject({ id: before.id, securityPolicy: `${LINK}/global/securityPolicies/waf` });
    expect(after).not.toHaveProperty("logConfig");
    expect(await bad("PUT", path, service({ fingerprint: before.fingerprint }))).toMatch(/^412 conditionNotMet: /);
  });

  test.each([{}, { securityPolicy: null }, { securityPolicy: "" }])("a policy is taken off by %j", async (body) => {
    await good("POST", at("securityPolicies"), { name: "waf" });
    await good("POST", at("backendServices"), service());
    const path = `${at("backendServices")}/web`;
    await good("POST", `${path}/setSecurityPolicy`, { securityPolicy: "global/securityPolicies/waf" });
    await good("POST", `${path}/setSecurityPolicy`, body);
    expect(await good("GET", path)).not.toHaveProperty("securityPolicy");
    await good("DELETE", `${at("securityPolicies")}/waf`);
    expect(
      await bad("POST", `${path}/setEdgeSecurityPolicy`, { securityPolicy: "global/securityPolicies/waf" }),
    ).toMatch(/^404 notFound: /);
  });

  test.each([
    [
      { timeoutSec: 31 },
      "Invalid value for field 'resource.timeoutSec': '31'. Timeout sec is not supported for a backend service with Serverless network endpoint groups.",
    ],
    [
      { portName: "https" },
      "Invalid value for field 'resource.portName': 'https'. Port name is not supported for a backend service with Serverless network endpoint groups.",
    ],
    [
      { connectionDraining: { drainingTimeoutSec: 3601 } },
      "Invalid value for field 'resource.connectionDraining.drainingTimeoutSec': '3601'. Must be greater than or equal to 0 and less than or equal to 3600",
    ],
    [
      { backends: backendOf(negLink("neg"), negLink("neg")) },
      "Invalid value for field 'resource.backends': ''. A backend service can have one serverless network endpoint group per region.",
    ],
  ])("%j is refused for a serverless backend", async (body, message) => {
    expect(await bad("POST", at("backendServices"), service(body))).toBe(`400 invalid: ${message}`);
  });

  test("a health check is refused for a serverless backend", async () => {
    const healthChecks = ["global/healthChecks/check"];
    expect(await bad("POST", at("backendServices"), service({ healthChecks }))).toMatch(/^404 notFound: /);
    // The sandbox serves no health checks: one is put there, so that the rule itself is asked.
    sandbox().store.put(`compute/projects/${PROJECT}/global/healthChecks/check`, {});
    expect(await bad("POST", at("backendServices"), service({ healthChecks }))).toBe(
      "400 invalid: Invalid value for field 'resource.healthChecks': ''. A backend service cannot have a healthcheck with Serverless network endpoint group backends.",
    );
  });

  test.each([
    { timeoutSec: 30 },
    { portName: "http" },
    { connectionDraining: { drainingTimeoutSec: 3600 } },
    { connectionDraining: { drainingTimeoutSec: 0 } },
  ])("%j is taken", async (body) => {
    await good("POST", at("backendServices"), service(body));
  });

  test("a group of each region is taken; without a group, so is every timeout", async () => {
    await neg("neg", "us-east1");
    await good(
      "POST",
      at("backendServices"),
      service({ backends: backendOf(negLink("neg"), negLink("neg", "us-east1")) }),
    );
    await good("POST", at("backendServices"), { name: "plain", timeoutSec: 86_400, portName: "https" });
  });
});

describe("URL maps", () => {
  beforeEach(async () => {
    await neg("neg");
    await good("POST", at("backendServices"), service());
  });
  const hosts = (...names: readonly string[]): Body[] => names.map((host) => ({ hosts: [host], pathMatcher: "m" }));
  const paths = (...list: readonly string[]): Body => ({
    hostRules: hosts("a.example"),
    pathMatchers: [
      {
        name: "m",
        defaultService: "global/backendServices/web",
        pathRules: [{ paths: list, service: "global/backendServices/web" }],
      },
    ],
  });

  test("a redirect comes back as it was sent", async () => {
    const defaultUrlRedirect = {
      httpsRedirect: true,
      stripQuery: false,
      redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT",
    };
    await good("POST", at("urlMaps"), { name: "redirect", defaultUrlRedirect });
    expect(await good("GET", `${at("urlMaps")}/redirect`)).toEqual({
      ...own("urlMap", "redirect", "urlMaps"),
      defaultUrlRedirect,
      fingerprint: any,
    });
  });

  test.each([
    [
      { defaultService: undefined },
      "Invalid value for field 'resource': ''. One of defaultService, defaultUrlRedirect is required.",
    ],
    [
      { hostRules: hosts("a.example") },
      "Invalid value for field 'resource.hostRules.pathMatcher': 'm'. Path matcher not found.",
    ],
    [
      { ...paths("/x"), hostRules: hosts("a.example", "a.example") },
      "Invalid value for field 'resource.hostRules.hosts': 'a.example'. The host is in more than one host rule.",
    ],
    [paths("/x", "/x"), "Invalid value for field 'resource.pathMatchers.pathRules.paths': '/x'. Duplicate path."],
    ...["x", "/a*", "/a/*/b"].map((path) => [
      paths(path),
      `Invalid value for field 'resource.pathMatchers.pathRules.paths': '${path}'. A path begins with / and * can only follow the last /.`,
    ]),
  ] as [object, string][])("%j is refused", async (body, message) => {
    expect(await bad("POST", at("urlMaps"), map(body))).toBe(`400 invalid: ${message}`);
  });

  test("paths with a star at the end are taken, and services deep inside must be there", async () => {
    await good("POST", at("urlMaps"), map(paths("/", "/*", "/a/*", "/a")));
    const gone = paths("/x") as { pathMatchers: { pathRules: { service: string }[] }[] };
    gone.pathMatchers[0]!.pathRules[0]!.service = "global/backendServices/none";
    expect(await bad("POST", at("urlMaps"), map({ ...gone, name: "other" }))).toBe(
      `404 notFound: The resource 'projects/${PROJECT}/global/backendServices/none' was not found`,
    );
  });
});

describe("certificates, proxies and rules", () => {
  beforeEach(wholeFrontEnd);

  test("a certificate is being provisioned for ever", async () => {
    expect(await good("GET", `${at("sslCertificates")}/cert`)).toEqual({
      ...own("sslCertificate", "cert", "sslCertificates"),
      type: "MANAGED",
      managed: { domains: ["a.example."], status: "PROVISIONING", domainStatus: { "a.example.": "PROVISIONING" } },
      subjectAlternativeNames: ["a.example."],
    });
  });

  test("a TLS policy answers its features, and changes under its fingerprint", async () => {
    const path = `${at("sslPolicies")}/tls`;
    const before = (await good("GET", path)) as { fingerprint: string; enabledFeatures: string[] };
    await good("PATCH", path, { profile: "RESTRICTED", customFeatures: null, fingerprint: before.fingerprint });
    const after = (await good("GET", path)) as typeof before;
    expect(after).toMatchObject({ profile: "RESTRICTED", minTlsVersion: "TLS_1_2" });
    expect(after.enabledFeatures).not.toEqual(before.enabledFeatures);
    expect(await bad("PATCH", path, { fingerprint: before.fingerprint })).toMatch(/^412 /);
    await good("POST", at("sslPolicies"), { name: "plain" });
    expect(await good("GET", `${at("sslPolicies")}/plain`)).toMatchObject({
      profile: "COMPATIBLE",
      minTlsVersion: "TLS_1_0",
    });
  });

  test("a proxy has its defaults, and actions with and without /global/", async () => {
    const path = `${at("targetHttpsProxies")}/https`;
    const bare = `${ROOT}/targetHttpsProxies/https`;
    expect(await good("GET", path)).toEqual({
      ...own("targetHttpsProxy", "https", "targetHttpsProxies"),
      urlMap: `${LINK}/global/urlMaps/map`,
      sslCertificates: [`${LINK}/global/sslCertificates/cert`],
      sslPolicy: `${LINK}/global/sslPolicies/tls`,
      quicOverride: "NONE",
      fingerprint: any,
    });
    await good("POST", at("urlMaps"), map({ name: "other" }));
    await good("POST", at("sslCertificates"), { name: "second", managed: { domains: ["b.example"] } });
    await good("POST", `${path}/setQuicOverride`, { quicOverride: "DISABLE" });
    await good("POST", `${path}/setSslPolicy`, { sslPolicy: null });
    await good("POST", `${path}/setCertificateMap`, { certificateMap: "//certificatemanager.googleapis.com/m" });
    await good("POST", `${bare}/setUrlMap`, { urlMap: "global/urlMaps/other" });
    await good("POST", `${bare}/setSslCertificates`, { sslCertificates: [`${LINK}/global/sslCertificates/second`] });
    const changed = (await good("GET", path)) as object;
    expect(changed).toMatchObject({
      urlMap: `${LINK}/global/urlMaps/other`,
      sslCertificates: [`${LINK}/global/sslCertificates/second`],
      quicOverride: "DISABLE",
      certificateMap: "//certificatemanager.googleapis.com/m",
    });
    expect(changed).not.toHaveProperty("sslPolicy");
    await good("DELETE", `${at("sslCertificates")}/cert`);
  });

  test("a proxy for HTTPS has between one and fifteen certificates; one for HTTP has none", async () => {
    const many = async (count: number, name: string): Promise<Body> => {
      const names = Array.from({ length: count }, (_, index) => `${name}-${index}`);
      for (const each of names)
        await good("POST", at("sslCertificates"), { name: each, managed: { domains: ["c.example"] } });
      return proxy({ name, sslCertificates: names.map((each) => `global/sslCertificates/${each}`) });
    };
    expect(await bad("POST", at("targetHttpsProxies"), proxy({ name: "none", sslCertificates: [] }))).toBe(
      "400 invalid: Invalid value for field 'resource.sslCertificates': ''. At least 1 SSL certificate must be specified.",
    );
    await good("POST", at("targetHttpsProxies"), await many(15, "full"));
    expect(await bad("POST", at("targetHttpsProxies"), await many(16, "over"))).toMatch(
      /Too many certificates: 16, at most 15/,
    );
    await good("POST", at("targetHttpProxies"), { name: "http", urlMap: "global/urlMaps/map" });
    await good("POST", `${ROOT}/targetHttpProxies/http/setUrlMap`, { urlMap: "global/urlMaps/map" });
    expect(await good("GET", `${at("targetHttpProxies")}/http`)).toMatchObject({
      urlMap: `${LINK}/global/urlMaps/map`,
    });
  });

  test("a rule answers the address as a number, the port as a range, and no IP version", async () => {
    const { address } = (await good("GET", `${at("addresses")}/front`)) as { address: string };
    expect(await good("GET", `${at("forwardingRules")}/rule`)).toEqual({
      ...own("forwardingRule", "rule", "forwardingRules"),
      loadBalancingScheme: "EXTERNAL_MANAGED",
      IPAddress: address,
      IPProtocol: "TCP",
      portRange: "443-443",
      networkTier: "PREMIUM",
      target: `${LINK}/global/targetHttpsProxies/https`,
      fingerprint: any,
      labelFingerprint: any,
    });
    await good("DELETE", `${at("forwardingRules")}/rule`);
    await good("POST", at("forwardingRules"), rule({ IPAddress: address, portRange: "443-443" }));
    await good("POST", `${at("forwardingRules")}/rule/setTarget`, { target: "global/targetHttpsProxies/https" });
    const { labelFingerprint } = (await good("GET", `${at("forwardingRules")}/rule`)) as { labelFingerprint: string };
    await good("POST", `${at("forwardingRules")}/rule/setLabels`, { labels: { a: "b" }, labelFingerprint });
    expect(await good("GET", `${at("forwardingRules")}/rule`)).toMatchObject({
      labels: { a: "b" },
      IPAddress: address,
    });
    expect(await bad("POST", `${at("forwardingRules")}/rule/setLabels`, { labelFingerprint })).toMatch(/^412 /);
  });

  test("one address serves one rule a port", async () => {
    expect(await bad("POST", at("forwardingRules"), rule({ name: "twin" }))).toMatch(
      /^400 invalid: Invalid value for field 'resource\.IPAddress': '203\.0\.113\.\d+'\. Specified IP address is in-use and would result in a conflict\.$/,
    );
    await good("POST", at("forwardingRules"), rule({ name: "twin", portRange: "80" }));
    await good("POST", at("forwardingRules"), rule({ name: "lone", IPAddress: null }));
    expect((await good("GET", `${at("forwardingRules")}/lone`)).IPAddress).toMatch(/^203\.0\.113\.\d+$/);
  });

  test("the scheme, the tier and the address of a rule must fit", async () => {
    expect(
      await bad(
        "POST",
        at("forwardingRules"),
        rule({ name: "classic", portRange: "80", loadBalancingScheme: "EXTERNAL" }),
      ),
    ).toBe(
      `400 invalid: Invalid value for field 'resource.target': '${LINK}/global/targetHttpsProxies/https'. The load balancing scheme EXTERNAL does not match EXTERNAL_MANAGED of '${LINK}/global/backendServices/web'.`,
    );
    expect(await bad("POST", at("forwardingRules"), rule({ name: "cheap", networkTier: "STANDARD" }))).toBe(
      "400 invalid: Invalid value for field 'resource.networkTier': A global forwarding rule needs the PREMIUM tier.",
    );
    expect(await bad("POST", at("forwardingRules"), rule({ name: "lost", IPAddress: "global/addresses/none" }))).toBe(
      "404 notFound: The resource 'global/addresses/none' was not found",
    );
    expect(
      await bad("POST", at("forwardingRules"), rule({ name: "lost", target: "global/targetHttpsProxies/none" })),
    ).toMatch(/^404 /);
  });
});

describe("Cloud Armor", () => {
  const POLICIES = at("securityPolicies");
  const deny = (priority: number, body: object = {}): Body => ({
    priority,
    action: "deny(403)",
    match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["192.0.2.0/24"] } },
    ...body,
  });
  const limited = { action: "throttle", rateLimitOptions: { conformAction: "allow", exceedAction: "deny(429)" } };
  const priorities = async (): Promise<readonly number[]> =>
    ((await good("GET", `${POLICIES}/waf`)) as { rules: { priority: number }[] }).rules.map(({ priority }) => priority);

  test("a policy comes with its default rule, and answers rules by priority with description and preview", async () => {
    await good("POST", POLICIES, { name: "waf", rules: [deny(20), deny(10, { preview: true })] });
    const policy = (await good("GET", `${POLICIES}/waf`)) as { rules: object[] };
    expect(policy).toEqual({
      ...own("securityPolicy", "waf", "securityPolicies"),
      type: "CLOUD_ARMOR",
      description: "",
      fingerprint: any,
      rules: expect.any(Array) as unknown[],
    });
    expect(await priorities()).toEqual([10, 20, 2_147_483_647]);
    expect(policy.rules[0]).toEqual({
      kind: "compute#securityPolicyRule",
      description: "",
      ...(deny(10) as object),
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
    await good("POST", `${POLICIES}/waf/addRule`, deny(10, { description: null }));
    await good("POST", `${POLICIES}/waf/patchRule?priority=10&updateMask=action`, { action: "deny(404)" });
    await good("POST", `${POLICIES}/waf/patchRule?priority=10`, { priority: 11 });
    expect(await priorities()).toEqual([11, 2_147_483_647]);
    expect((await good("GET", `${POLICIES}/waf`)).rules[0]).toMatchObject({
      action: "deny(404)",
      description: "",
      match: {},
    });
    await good("POST", `${POLICIES}/waf/removeRule?priority=11`);
    expect(await priorities()).toEqual([2_147_483_647]);
    expect(await bad("POST", `${POLICIES}/waf/removeRule?priority=11`)).toBe(
      "400 invalid: Invalid value for field 'priority': '11'. No rule has this priority.",
    );
    expect(await bad("POST", `${POLICIES}/waf/removeRule?priority=2147483647`)).toBe(
      "400 invalid: The default rule of a security policy cannot be removed.",
    );
  });

  test("a rule whose members look like a refusal is a rule", async () => {
    await good("POST", POLICIES, {
      name: "waf",
      rules: [deny(10, { code: 99_999, reason: "x" })],
      code: 99_999,
      reason: "x",
    });
    await good("POST", `${POLICIES}/waf/patchRule?priority=10`, { action: "allow" });
    await good("PATCH", `${POLICIES}/waf`, { code: 99_999, reason: "x" });
    expect((await good("GET", `${POLICIES}/waf`)).rules[0].action).toBe("allow");
  });

  test("an update mask clears what it names and is not sent", async () => {
    await good("POST", POLICIES, { name: "waf", description: "x", advancedOptionsConfig: { logLevel: "VERBOSE" } });
    await good("PATCH", `${POLICIES}/waf?updateMask=advanced_options_config`, {});
    expect(await good("GET", `${POLICIES}/waf`)).not.toHaveProperty("advancedOptionsConfig");
  });

  test.each([
    [[deny(1), deny(1)], "Invalid value for field 'resource.rules': Cannot have rules with the same priorities: 1."],
    [[deny(-1)], "Invalid value for field 'resource.rules.priority': '-1'. Must be between 0 and 2147483647."],
    [
      [deny(1, { match: {} })],
      "Invalid value for field 'resource.rules[priority=1].match': One of expr, versionedExpr is required.",
    ],
    [
      [deny(1, { action: "throttle" })],
      "Invalid value for field 'resource.rules[priority=1].rateLimitOptions': Rate limit options are required with, and only with, throttle and rate_based_ban; found action 'throttle'.",
    ],
    [
      [deny(1, { ...limited, action: "allow" })],
      "Invalid value for field 'resource.rules[priority=1].rateLimitOptions': Rate limit options are required with, and only with, throttle and rate_based_ban; found action 'allow'.",
    ],
    [
      [deny(1, { match: { expr: { expression: "" } } })],
      "Invalid value for field 'resource.rules[priority=1].match.expr.expression': The expression is empty.",
    ],
  ])("the rules %j are refused", async (rules, message) => {
    expect(await bad("POST", POLICIES, { name: "waf", rules })).toBe(`400 invalid: ${message}`);
  });

  test("limits with throttle, an expression, and a default rule of one's own are taken", async () => {
    const rules = [
      deny(0, limited),
      deny(1, { match: { expr: { expression: "true" } } }),
      deny(2_147_483_647, { action: "deny(403)" }),
    ];
    await good("POST", POLICIES, { name: "waf", rules });
    expect(await priorities()).toEqual([0, 1, 2_147_483_647]);
  });
});
