import { PROJECT, REGION, useSandbox, type Body } from "../../support/sandbox";
import { commonMembers, LINK } from "./common-members";

const { good, bad, admin, sandbox } = useSandbox("compute");

const ROOT = `/compute/v1/projects/${PROJECT}`;
const NEGS = `${ROOT}/regions/${REGION}/networkEndpointGroups`;
const collectionPath = (collection: string): string => `${ROOT}/global/${collection}`;
const any = expect.any(String) as string;
const createEndpointGroup = (name: string, region = REGION): Promise<Body> =>
  good("POST", `${ROOT}/regions/${region}/networkEndpointGroups`, {
    name,
    networkEndpointType: "SERVERLESS",
    cloudRun: { service: "web" },
  });
const endpointGroupLink = (name: string, region = REGION): string =>
  `projects/${PROJECT}/regions/${region}/networkEndpointGroups/${name}`;
const backendsOf = (...groups: readonly string[]): Body[] =>
  groups.map((group) => ({ group, balancingMode: "UTILIZATION", capacityScaler: 1, maxUtilization: null }));
const serviceBody = (body: object = {}): Body => ({
  name: "web",
  loadBalancingScheme: "EXTERNAL_MANAGED",
  backends: backendsOf(endpointGroupLink("neg")),
  ...body,
});
const urlMapBody = (body: object = {}): Body => ({
  name: "map",
  defaultService: "global/backendServices/web",
  ...body,
});
const proxyBody = (body: object = {}): Body => ({
  name: "https",
  urlMap: "global/urlMaps/map",
  sslCertificates: ["global/sslCertificates/cert"],
  ...body,
});
const ruleBody = (body: object = {}): Body => ({
  name: "rule",
  loadBalancingScheme: "EXTERNAL_MANAGED",
  IPAddress: `${LINK}/global/addresses/front`,
  target: "global/targetHttpsProxies/https",
  portRange: "443",
  ...body,
});

/** Everything from the endpoint group to the forwarding rule. */
async function createFrontEnd(): Promise<void> {
  await createEndpointGroup("neg");
  await good("POST", collectionPath("securityPolicies"), { name: "waf" });
  await good("POST", collectionPath("backendServices"), serviceBody());
  await good("POST", `${collectionPath("backendServices")}/web/setSecurityPolicy`, {
    securityPolicy: "global/securityPolicies/waf",
  });
  await good("POST", collectionPath("urlMaps"), urlMapBody());
  await good("POST", collectionPath("sslCertificates"), {
    name: "cert",
    type: "MANAGED",
    managed: { domains: ["a.example."] },
  });
  await good("POST", collectionPath("sslPolicies"), { name: "tls", profile: "MODERN", minTlsVersion: "TLS_1_2" });
  await good("POST", collectionPath("targetHttpsProxies"), proxyBody({ sslPolicy: "global/sslPolicies/tls" }));
  await good("POST", collectionPath("addresses"), { name: "front" });
  await good("POST", collectionPath("forwardingRules"), ruleBody());
}

test("a front end comes down in one order only: whatever something leads to is in use", async () => {
  await createFrontEnd();
  const order = [
    ["forwardingRules/rule", `${ROOT}/global/forwardingRules/rule`],
    ["addresses/front", `${collectionPath("addresses")}/front`],
    ["targetHttpsProxies/https", `${collectionPath("targetHttpsProxies")}/https`],
    ["sslPolicies/tls", `${collectionPath("sslPolicies")}/tls`],
    ["sslCertificates/cert", `${collectionPath("sslCertificates")}/cert`],
    ["urlMaps/map", `${collectionPath("urlMaps")}/map`],
    ["backendServices/web", `${collectionPath("backendServices")}/web`],
    ["securityPolicies/waf", `${collectionPath("securityPolicies")}/waf`],
    ["networkEndpointGroups/neg", `${NEGS}/neg`],
  ] as const;
  for (const [, path] of order.slice(1)) {
    expect(await bad("DELETE", path)).toMatch(
      /^400 resourceInUseByAnotherResource: The \w+ resource '.*' is already being used by '/,
    );
  }
  expect(await bad("DELETE", `${collectionPath("urlMaps")}/map`)).toBe(
    `400 resourceInUseByAnotherResource: The urlMap resource 'projects/${PROJECT}/global/urlMaps/map' is already being used by 'projects/${PROJECT}/global/targetHttpsProxies/https'`,
  );
  for (const [, path] of order) await good("DELETE", path);
  expect((await admin("GET", "dump")).text).not.toContain("compute/");
});

describe("endpoint groups", () => {
  test("one is answered with its size and region, and without a network", async () => {
    await createEndpointGroup("neg");
    expect(await good("GET", `${NEGS}/neg`)).toEqual({
      ...commonMembers("networkEndpointGroup", "neg", ""),
      selfLink: `${LINK}/regions/${REGION}/networkEndpointGroups/neg`,
      region: `${LINK}/regions/${REGION}`,
      networkEndpointType: "SERVERLESS",
      cloudRun: { service: "web" },
      size: 0,
    });
  });

  test("it cannot be changed, and names a service", async () => {
    await createEndpointGroup("neg");
    expect(await bad("PATCH", `${NEGS}/neg`, {})).toMatch(/^501 /);
    expect(await bad("POST", NEGS, { name: "x", networkEndpointType: "SERVERLESS", cloudRun: { tag: "t" } })).toBe(
      "400 invalid: Invalid value for field 'resource.cloudRun': ''. Either service or urlMask must be specified.",
    );
    expect(await bad("POST", NEGS, { name: "x", networkEndpointType: "GCE_VM_IP_PORT" })).toMatch(
      /^501 notImplemented: .*SERVERLESS/,
    );
  });

  test.each([
    ["App Engine's default service", { networkEndpointType: "SERVERLESS", appEngine: {} }],
    ["a function", { networkEndpointType: "SERVERLESS", cloudFunction: { function: "f" } }],
    ["a mask", { networkEndpointType: "SERVERLESS", cloudRun: { urlMask: "<service>.example" } }],
    [
      "a service of Google's",
      { networkEndpointType: "PRIVATE_SERVICE_CONNECT", pscTargetService: `${REGION}-cloudkms.googleapis.com` },
    ],
    ["addresses", { networkEndpointType: "INTERNET_IP_PORT", network: `${LINK}/global/networks/net` }],
    ["names", { networkEndpointType: "INTERNET_FQDN_PORT", network: `${LINK}/global/networks/net` }],
  ])("it leads to %s", async (_, body) => {
    await good("POST", collectionPath("networks"), { name: "net" });
    await good("POST", NEGS, { name: "neg", ...body });
    expect(await good("GET", `${NEGS}/neg`)).toMatchObject(body);
  });

  test.each([
    [{ cloudRun: { service: "web" }, appEngine: {} }, "resource.cloudRun': ''. Only one platform can be specified."],
    [{ cloudFunction: {} }, "resource.cloudFunction': ''. Either function or urlMask must be specified."],
    [{}, "resource.cloudRun': ''. Either service or urlMask must be specified."],
    [{ networkEndpointType: "PRIVATE_SERVICE_CONNECT" }, "resource.pscTargetService': ''. It must be specified"],
    [{ networkEndpointType: "INTERNET_IP_PORT" }, "resource.network': ''. It must be specified"],
  ])("%j leads nowhere", async (body, problem) => {
    expect(await bad("POST", NEGS, { name: "x", networkEndpointType: "SERVERLESS", ...body })).toContain(problem);
  });
});

describe("backend services", () => {
  beforeEach(() => createEndpointGroup("neg"));

  test("one has its defaults and nothing else", async () => {
    await good("POST", collectionPath("backendServices"), serviceBody());
    expect(await good("GET", `${collectionPath("backendServices")}/web`)).toEqual({
      ...commonMembers("backendService", "web", "backendServices"),
      loadBalancingScheme: "EXTERNAL_MANAGED",
      backends: [
        {
          group: `https://www.googleapis.com/compute/v1/${endpointGroupLink("neg")}`,
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
    await good("POST", collectionPath("securityPolicies"), { name: "waf" });
    await good(
      "POST",
      collectionPath("backendServices"),
      serviceBody({ description: "x", logConfig: { enable: true } }),
    );
    const path = `${collectionPath("backendServices")}/web`;
    await good("POST", `${path}/setSecurityPolicy`, {
      securityPolicy: `projects/${PROJECT}/global/securityPolicies/waf`,
    });
    const before = (await good("GET", path)) as { id: string; fingerprint: string };
    await good("PUT", path, serviceBody({ fingerprint: before.fingerprint }));
    const after = (await good("GET", path)) as Record<string, unknown>;
    expect(after).toMatchObject({ id: before.id, securityPolicy: `${LINK}/global/securityPolicies/waf` });
    expect(after).not.toHaveProperty("logConfig");
    expect(await bad("PUT", path, serviceBody({ fingerprint: before.fingerprint }))).toMatch(/^412 conditionNotMet: /);
  });

  test.each([{}, { securityPolicy: null }, { securityPolicy: "" }])("a policy is taken off by %j", async (body) => {
    await good("POST", collectionPath("securityPolicies"), { name: "waf" });
    await good("POST", collectionPath("backendServices"), serviceBody());
    const path = `${collectionPath("backendServices")}/web`;
    await good("POST", `${path}/setSecurityPolicy`, { securityPolicy: "global/securityPolicies/waf" });
    await good("POST", `${path}/setSecurityPolicy`, body);
    expect(await good("GET", path)).not.toHaveProperty("securityPolicy");
    await good("DELETE", `${collectionPath("securityPolicies")}/waf`);
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
      { backends: backendsOf(endpointGroupLink("neg"), endpointGroupLink("neg")) },
      "Invalid value for field 'resource.backends': ''. A backend service can have one serverless network endpoint group per region.",
    ],
  ])("%j is refused for a serverless backend", async (body, message) => {
    expect(await bad("POST", collectionPath("backendServices"), serviceBody(body))).toBe(`400 invalid: ${message}`);
  });

  test("a health check is refused for a serverless backend", async () => {
    const healthChecks = ["global/healthChecks/check"];
    expect(await bad("POST", collectionPath("backendServices"), serviceBody({ healthChecks }))).toMatch(
      /^404 notFound: /,
    );
    // The sandbox serves no health checks: one is put there, so that the rule itself is asked.
    sandbox().store.put(`compute/projects/${PROJECT}/global/healthChecks/check`, {});
    expect(await bad("POST", collectionPath("backendServices"), serviceBody({ healthChecks }))).toBe(
      "400 invalid: Invalid value for field 'resource.healthChecks': ''. A backend service cannot have a healthcheck with Serverless network endpoint group backends.",
    );
  });

  test.each([
    { timeoutSec: 30 },
    { portName: "http" },
    { connectionDraining: { drainingTimeoutSec: 3600 } },
    { connectionDraining: { drainingTimeoutSec: 0 } },
  ])("%j is taken", async (body) => {
    await good("POST", collectionPath("backendServices"), serviceBody(body));
  });

  test("a group of each region is taken; without a group, so is every timeout", async () => {
    await createEndpointGroup("neg", "us-east1");
    await good(
      "POST",
      collectionPath("backendServices"),
      serviceBody({ backends: backendsOf(endpointGroupLink("neg"), endpointGroupLink("neg", "us-east1")) }),
    );
    await good("POST", collectionPath("backendServices"), { name: "plain", timeoutSec: 86_400, portName: "https" });
  });
});

describe("URL maps", () => {
  beforeEach(async () => {
    await createEndpointGroup("neg");
    await good("POST", collectionPath("backendServices"), serviceBody());
  });
  const hostRules = (...names: readonly string[]): Body[] => names.map((host) => ({ hosts: [host], pathMatcher: "m" }));
  const pathMatcher = (...list: readonly string[]): Body => ({
    hostRules: hostRules("a.example"),
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
    await good("POST", collectionPath("urlMaps"), { name: "redirect", defaultUrlRedirect });
    expect(await good("GET", `${collectionPath("urlMaps")}/redirect`)).toEqual({
      ...commonMembers("urlMap", "redirect", "urlMaps"),
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
      { hostRules: hostRules("a.example") },
      "Invalid value for field 'resource.hostRules.pathMatcher': 'm'. Path matcher not found.",
    ],
    [
      { ...pathMatcher("/x"), hostRules: hostRules("a.example", "a.example") },
      "Invalid value for field 'resource.hostRules.hosts': 'a.example'. The host is in more than one host rule.",
    ],
    [pathMatcher("/x", "/x"), "Invalid value for field 'resource.pathMatchers.pathRules.paths': '/x'. Duplicate path."],
    ...["x", "/a*", "/a/*/b"].map((path) => [
      pathMatcher(path),
      `Invalid value for field 'resource.pathMatchers.pathRules.paths': '${path}'. A path begins with / and * can only follow the last /.`,
    ]),
  ] as [object, string][])("%j is refused", async (body, message) => {
    expect(await bad("POST", collectionPath("urlMaps"), urlMapBody(body))).toBe(`400 invalid: ${message}`);
  });

  test("paths with a star at the end are taken, and services deep inside must be there", async () => {
    await good("POST", collectionPath("urlMaps"), urlMapBody(pathMatcher("/", "/*", "/a/*", "/a")));
    const gone = pathMatcher("/x") as { pathMatchers: { pathRules: { service: string }[] }[] };
    gone.pathMatchers[0]!.pathRules[0]!.service = "global/backendServices/none";
    expect(await bad("POST", collectionPath("urlMaps"), urlMapBody({ ...gone, name: "other" }))).toBe(
      `404 notFound: The resource 'projects/${PROJECT}/global/backendServices/none' was not found`,
    );
  });
});

describe("certificates, proxies and rules", () => {
  beforeEach(createFrontEnd);

  test("a certificate is being provisioned for ever", async () => {
    expect(await good("GET", `${collectionPath("sslCertificates")}/cert`)).toEqual({
      ...commonMembers("sslCertificate", "cert", "sslCertificates"),
      type: "MANAGED",
      managed: { domains: ["a.example."], status: "PROVISIONING", domainStatus: { "a.example.": "PROVISIONING" } },
      subjectAlternativeNames: ["a.example."],
    });
  });

  test("a TLS policy answers its features, and changes under its fingerprint", async () => {
    const path = `${collectionPath("sslPolicies")}/tls`;
    const before = (await good("GET", path)) as { fingerprint: string; enabledFeatures: string[] };
    await good("PATCH", path, { profile: "RESTRICTED", customFeatures: null, fingerprint: before.fingerprint });
    const after = (await good("GET", path)) as typeof before;
    expect(after).toMatchObject({ profile: "RESTRICTED", minTlsVersion: "TLS_1_2" });
    expect(after.enabledFeatures).not.toEqual(before.enabledFeatures);
    expect(await bad("PATCH", path, { fingerprint: before.fingerprint })).toMatch(/^412 /);
    await good("POST", collectionPath("sslPolicies"), { name: "plain" });
    expect(await good("GET", `${collectionPath("sslPolicies")}/plain`)).toMatchObject({
      profile: "COMPATIBLE",
      minTlsVersion: "TLS_1_0",
    });
  });

  test("a proxy has its defaults, and actions with and without /global/", async () => {
    const path = `${collectionPath("targetHttpsProxies")}/https`;
    const bare = `${ROOT}/targetHttpsProxies/https`;
    expect(await good("GET", path)).toEqual({
      ...commonMembers("targetHttpsProxy", "https", "targetHttpsProxies"),
      urlMap: `${LINK}/global/urlMaps/map`,
      sslCertificates: [`${LINK}/global/sslCertificates/cert`],
      sslPolicy: `${LINK}/global/sslPolicies/tls`,
      quicOverride: "NONE",
      fingerprint: any,
    });
    await good("POST", collectionPath("urlMaps"), urlMapBody({ name: "other" }));
    await good("POST", collectionPath("sslCertificates"), { name: "second", managed: { domains: ["b.example"] } });
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
    await good("DELETE", `${collectionPath("sslCertificates")}/cert`);
  });

  test("a proxy for HTTPS has between one and fifteen certificates; one for HTTP has none", async () => {
    const many = async (count: number, name: string): Promise<Body> => {
      const names = Array.from({ length: count }, (_, index) => `${name}-${index}`);
      for (const each of names)
        await good("POST", collectionPath("sslCertificates"), { name: each, managed: { domains: ["c.example"] } });
      return proxyBody({ name, sslCertificates: names.map((each) => `global/sslCertificates/${each}`) });
    };
    expect(
      await bad("POST", collectionPath("targetHttpsProxies"), proxyBody({ name: "none", sslCertificates: [] })),
    ).toBe(
      "400 invalid: Invalid value for field 'resource.sslCertificates': ''. At least 1 SSL certificate must be specified.",
    );
    await good("POST", collectionPath("targetHttpsProxies"), await many(15, "full"));
    expect(await bad("POST", collectionPath("targetHttpsProxies"), await many(16, "over"))).toMatch(
      /Too many certificates: 16, at most 15/,
    );
    await good("POST", collectionPath("targetHttpProxies"), { name: "http", urlMap: "global/urlMaps/map" });
    await good("POST", `${ROOT}/targetHttpProxies/http/setUrlMap`, { urlMap: "global/urlMaps/map" });
    expect(await good("GET", `${collectionPath("targetHttpProxies")}/http`)).toMatchObject({
      urlMap: `${LINK}/global/urlMaps/map`,
    });
  });

  test("a rule answers the address as a number, the port as a range, and no IP version", async () => {
    const { address } = (await good("GET", `${collectionPath("addresses")}/front`)) as { address: string };
    expect(await good("GET", `${collectionPath("forwardingRules")}/rule`)).toEqual({
      ...commonMembers("forwardingRule", "rule", "forwardingRules"),
      loadBalancingScheme: "EXTERNAL_MANAGED",
      IPAddress: address,
      IPProtocol: "TCP",
      portRange: "443-443",
      networkTier: "PREMIUM",
      target: `${LINK}/global/targetHttpsProxies/https`,
      fingerprint: any,
      labelFingerprint: any,
    });
    await good("DELETE", `${collectionPath("forwardingRules")}/rule`);
    await good("POST", collectionPath("forwardingRules"), ruleBody({ IPAddress: address, portRange: "443-443" }));
    await good("POST", `${collectionPath("forwardingRules")}/rule/setTarget`, {
      target: "global/targetHttpsProxies/https",
    });
    const { labelFingerprint } = (await good("GET", `${collectionPath("forwardingRules")}/rule`)) as {
      labelFingerprint: string;
    };
    await good("POST", `${collectionPath("forwardingRules")}/rule/setLabels`, { labels: { a: "b" }, labelFingerprint });
    expect(await good("GET", `${collectionPath("forwardingRules")}/rule`)).toMatchObject({
      labels: { a: "b" },
      IPAddress: address,
    });
    expect(await bad("POST", `${collectionPath("forwardingRules")}/rule/setLabels`, { labelFingerprint })).toMatch(
      /^412 /,
    );
  });

  test("one address serves one rule a port", async () => {
    expect(await bad("POST", collectionPath("forwardingRules"), ruleBody({ name: "twin" }))).toMatch(
      /^400 invalid: Invalid value for field 'resource\.IPAddress': '203\.0\.113\.\d+'\. Specified IP address is in-use and would result in a conflict\.$/,
    );
    await good("POST", collectionPath("forwardingRules"), ruleBody({ name: "twin", portRange: "80" }));
    await good("POST", collectionPath("forwardingRules"), ruleBody({ name: "lone", IPAddress: null }));
    expect((await good("GET", `${collectionPath("forwardingRules")}/lone`)).IPAddress).toMatch(/^203\.0\.113\.\d+$/);
  });

  test("the scheme, the tier and the address of a rule must fit", async () => {
    expect(
      await bad(
        "POST",
        collectionPath("forwardingRules"),
        ruleBody({ name: "classic", portRange: "80", loadBalancingScheme: "EXTERNAL" }),
      ),
    ).toBe(
      `400 invalid: Invalid value for field 'resource.target': '${LINK}/global/targetHttpsProxies/https'. The load balancing scheme EXTERNAL does not match EXTERNAL_MANAGED of '${LINK}/global/backendServices/web'.`,
    );
    expect(
      await bad("POST", collectionPath("forwardingRules"), ruleBody({ name: "cheap", networkTier: "STANDARD" })),
    ).toBe(
      "400 invalid: Invalid value for field 'resource.networkTier': A global forwarding rule needs the PREMIUM tier.",
    );
    expect(
      await bad(
        "POST",
        collectionPath("forwardingRules"),
        ruleBody({ name: "lost", IPAddress: "global/addresses/none" }),
      ),
    ).toBe("404 notFound: The resource 'global/addresses/none' was not found");
    expect(
      await bad(
        "POST",
        collectionPath("forwardingRules"),
        ruleBody({ name: "lost", target: "global/targetHttpsProxies/none" }),
      ),
    ).toMatch(/^404 /);
  });
});
