import { Estate } from "../../policy/core/estate";
import { loadBalancerRules } from "../../policy/packs/google/edge/load-balancer";
import { ELSEWHERE, type Bodies } from "../support/area";
import {
  BACKEND,
  CERTIFICATE,
  ESTATE,
  HTTPS_PROXY,
  HTTPS_RULE,
  HTTP_PROXY,
  HTTP_RULE,
  MAP,
  NEG,
  REDIRECT_MAP,
  SERVICE,
  SSL_POLICY,
  broken,
  referenceTo,
} from "../support/load-balancer";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";

test("a hardened load balancer has no finding in the area", () => {
  expect(verdictsOf(loadBalancerRules, ESTATE)).toEqual([]);
});

test.each([
  ["lb-scheme-mixed", BACKEND, "load_balancing_scheme", undefined, "nothing found, EXTERNAL_MANAGED allowed"],
  ["lb-scheme-mixed", BACKEND, "load_balancing_scheme", "EXTERNAL", '"EXTERNAL" found'],
  ["lb-https-redirect", REDIRECT_MAP, "default_url_redirect", undefined, "https_redirect: nothing found"],
  ["lb-https-redirect", REDIRECT_MAP, "default_url_redirect.https_redirect", false, "false found, true allowed"],
  ["lb-replaceable", NEG, "lifecycle", undefined, "create_before_destroy: not set"],
  ["lb-replaceable", CERTIFICATE, "lifecycle", undefined, "create_before_destroy: not set"],
  ["lb-proxy-timeouts", HTTPS_PROXY, "http_keep_alive_timeout_sec", 3600, "3600 found, 5 to 1200"],
  ["lb-proxy-timeouts", HTTP_PROXY, "http_keep_alive_timeout_sec", 4, "4 found, 5 to 1200"],
  ["lb-tls-policy", HTTPS_PROXY, "ssl_policy", undefined, "ssl_policy: nothing found"],
  ["lb-tls-policy", SSL_POLICY, "min_tls_version", undefined, "min_tls_version: nothing found"],
  ["lb-tls-policy", SSL_POLICY, "min_tls_version", "TLS_1_0", '"TLS_1_0" found'],
  ["lb-tls-policy", SSL_POLICY, "profile", "COMPATIBLE", '"COMPATIBLE" found'],
  ["lb-certificate", HTTPS_PROXY, "ssl_certificates", undefined, "nothing found, at least one certificate"],
  ["lb-certificate", HTTPS_PROXY, "ssl_certificates", [], "nothing found, at least one certificate"],
  ["lb-certificate", CERTIFICATE, "managed.domains", ["*.example.com"], '"*.example.com" found, no wildcard'],
  ["lb-url-map-default", REDIRECT_MAP, "default_service", referenceTo(BACKEND), "default_service: found beside"],
  [
    "lb-url-map-default",
    MAP,
    "path_matcher.0.default_url_redirect",
    { https_redirect: true },
    "path_matcher[0].default_service: found beside",
  ],
])("%s: %s %s = %j", (rule, address, path, value, message) => {
  const found = verdictsOf(loadBalancerRules, broken(address, path, value));
  expect(new Set(found.map((finding) => finding.rule))).toEqual(new Set([rule]));
  expect(found.every((finding) => finding.status === "violation" && finding.address === address)).toBe(true);
  expect(found.map((finding) => finding.message).join("\n")).toContain(message);
});

test("lb-certificate: at most 15 on one proxy", () => {
  const links = Array.from({ length: 16 }, (_, index) => `projects/p/global/sslCertificates/c${index}`);
  const found = verdictsOf(loadBalancerRules, broken(HTTPS_PROXY, "ssl_certificates", links));
  expect(found.map(({ rule }) => rule)).toEqual(["lb-certificate"]);
  expect(found[0]?.message).toContain("16 found, at most 15");
});

test.each([
  ["lb-scheme-mixed", BACKEND, "load_balancing_scheme"],
  ["lb-https-redirect", HTTP_RULE, "target"],
  ["lb-https-redirect", HTTP_RULE, "port_range"],
  ["lb-https-redirect", HTTP_PROXY, "url_map"],
  ["lb-https-redirect", REDIRECT_MAP, "default_url_redirect.https_redirect"],
  ["lb-proxy-timeouts", HTTPS_PROXY, "http_keep_alive_timeout_sec"],
  ["lb-tls-policy", HTTPS_PROXY, "ssl_policy"],
  ["lb-tls-policy", SSL_POLICY, "profile"],
  ["lb-certificate", HTTPS_PROXY, "ssl_certificates"],
  ["lb-certificate-hosts", CERTIFICATE, "managed.domains"],
  ["lb-certificate-hosts", MAP, "host_rule.0.hosts"],
  ["lb-certificate-hosts", HTTPS_PROXY, "url_map"],
  ["lb-url-map-default", REDIRECT_MAP, "default_service"],
])("%s is unknown when %s %s is", (rule, address, path) => {
  const found = verdictsOfRule(loadBalancerRules, rule, broken(address, path, ELSEWHERE));
  expect(found.map(({ status }) => status)).toEqual(["unknown"]);
});

describe("what other estates may do", () => {
  test.each([
    ["a classic load balancer", HTTPS_RULE, "load_balancing_scheme", "EXTERNAL"],
    ["an internal backend service", BACKEND, "load_balancing_scheme", "INTERNAL_MANAGED"],
    ["a Private Service Connect rule", HTTPS_RULE, "load_balancing_scheme", ""],
    ["plain HTTP inside", HTTP_RULE, "load_balancing_scheme", "INTERNAL_MANAGED"],
    ["port 80 of another kind of proxy", HTTP_RULE, "target", "projects/p/global/targetTcpProxies/tcp"],
    ["a policy of another configuration", HTTPS_PROXY, "ssl_policy", "projects/p/global/sslPolicies/theirs"],
    ["a custom cipher profile", SSL_POLICY, "profile", "CUSTOM"],
    ["a keep-alive left to Google", HTTPS_PROXY, "http_keep_alive_timeout_sec", undefined],
    ["a domain with its trailing dot", CERTIFICATE, "managed.domains", ["api.example.com."]],
    ["a further domain, for the default service", CERTIFICATE, "managed.domains", ["api.example.com", "example.com"]],
  ])("%s", (_, address, path, value) => {
    expect(verdictsOf(loadBalancerRules, broken(address, path, value))).toEqual([]);
  });

  test("a certificate map instead of certificates", () => {
    const withMap = broken(HTTPS_PROXY, "certificate_map", "//certificatemanager.googleapis.com/projects/p/x");
    expect(verdictsOf(loadBalancerRules, broken(HTTPS_PROXY, "ssl_certificates", undefined, withMap))).toEqual([]);
  });

  test("a NEG of a service in another configuration, where none is declared here", () => {
    const { [SERVICE]: _, ...rest } = ESTATE;
    expect(verdictsOf(loadBalancerRules, rest)).toEqual([]);
  });

  test("a source that does not tell lifecycles says nothing of them", () => {
    const resource = { stack: "s", address: NEG, type: NEG.split(".")[0]!, values: {}, references: new Map() };
    const rule = loadBalancerRules.find(({ id }) => id === "lb-replaceable")!;
    expect(rule.check(new Estate({ resources: [resource], stacks: [] }))).toEqual([]);
  });
});

describe("lb-certificate-hosts: certificates against the url map", () => {
  const hosts = (estate: Bodies) => verdictsOfRule(loadBalancerRules, "lb-certificate-hosts", estate);
  const second = broken(MAP, "host_rule.0.hosts", ["api.example.com", "app.example.com"]);

  test("a host without a certificate", () => {
    const found = hosts(second);
    expect(found.map(({ address, status }) => [address, status])).toEqual([[HTTPS_PROXY, "violation"]]);
    expect(found[0]?.message).toContain("no certificate for app.example.com found, a host of the url map");
  });

  test("unknown where another kind of certificate might cover it", () => {
    const links = [referenceTo(CERTIFICATE), "projects/p/global/sslCertificates/bought"];
    expect(hosts(broken(HTTPS_PROXY, "ssl_certificates", links, second)).map(({ status }) => status)).toEqual([
      "unknown",
    ]);
  });

  test("a certificate without a host, where no default service serves it", () => {
    const domains = broken(CERTIFICATE, "managed.domains", ["api.example.com", "old.example.com"]);
    const redirected = alteredBody(domains[MAP]!, "default_service", undefined);
    const found = hosts({ ...domains, [MAP]: { ...redirected, default_url_redirect: { https_redirect: true } } });
    expect(found.map(({ address }) => address)).toEqual([CERTIFICATE]);
    expect(found[0]?.message).toContain("old.example.com found, only hosts of the url map");
  });
});

test("a classic load balancer as a whole is another team's choice", () => {
  const classic = [BACKEND, HTTPS_RULE, HTTP_RULE].reduce<Bodies>(
    (estate, address) => broken(address, "load_balancing_scheme", undefined, estate),
    ESTATE,
  );
  expect(verdictsOf(loadBalancerRules, classic)).toEqual([]);
});

describe("lb-neg-service", () => {
  const found = (estate: Bodies) =>
    verdictsOfRule(loadBalancerRules, "lb-neg-service", estate).map(({ address, status }) => [address, status]);

  test("a NEG may name a service of another state", () => {
    expect(found(broken(NEG, "cloud_run.service", "apj"))).toEqual([]);
  });

  test("a NEG stands in the region of its service", () => {
    expect(found(broken(NEG, "region", "europe-west1"))).toEqual([[NEG, "violation"]]);
  });

  test("where the service stands is not known before apply", () => {
    expect(found(broken(SERVICE, "location", ELSEWHERE))).toEqual([[NEG, "unknown"]]);
  });
});
