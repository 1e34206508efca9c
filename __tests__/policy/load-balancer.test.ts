import { Estate } from "../../policy/core/estate";
import { CONTRACT, FLOORS } from "../../environments/contract";
import type { HostSpec } from "../../environments/environment";
import { staging } from "../../environments/staging";
import { loadBalancerRules } from "../../policy/packs/google/load-balancer";
import { altered, verdictsOf, verdictsOfRule } from "../support/resource";

/** A load balancer as our constructs write it, hardened; each case breaks one value of one resource. */
const ref = (address: string): string => `\${${address}.id}`;
const NEG = "google_compute_region_network_endpoint_group.api";
const BACKEND = "google_compute_backend_service.api";
const MAP = "google_compute_url_map.main";
const REDIRECT_MAP = "google_compute_url_map.redirect";
const CERTIFICATE = "google_compute_managed_ssl_certificate.api";
const HTTPS_PROXY = "google_compute_target_https_proxy.https";
const HTTP_PROXY = "google_compute_target_http_proxy.http";
const HTTPS_RULE = "google_compute_global_forwarding_rule.https";
const HTTP_RULE = "google_compute_global_forwarding_rule.http";
const SSL_POLICY = "google_compute_ssl_policy.tls";
const SERVICE = "google_cloud_run_v2_service.api";
const ELSEWHERE = "${module.elsewhere.value}";

type Bodies = Readonly<Record<string, object>>;

const ESTATE: Bodies = {
  [SERVICE]: { name: "api", location: "us-central1" },
  [NEG]: {
    name: "api-neg",
    region: "us-central1",
    network_endpoint_type: "SERVERLESS",
    cloud_run: { service: "api" },
    lifecycle: { create_before_destroy: true },
  },
  [BACKEND]: { name: "api-backend", load_balancing_scheme: "EXTERNAL_MANAGED", backend: [{ group: ref(NEG) }] },
  [MAP]: {
    name: "main",
    default_service: ref(BACKEND),
    host_rule: [{ hosts: ["api.example.com"], path_matcher: "api" }],
    path_matcher: [{ name: "api", default_service: ref(BACKEND) }],
  },
  [REDIRECT_MAP]: { name: "redirect", default_url_redirect: { https_redirect: true, strip_query: false } },
  [CERTIFICATE]: {
    name: "api-cert",
    managed: { domains: ["api.example.com"] },
    lifecycle: { create_before_destroy: true },
  },
  [SSL_POLICY]: { name: "tls", min_tls_version: "TLS_1_2", profile: "MODERN" },
  [HTTPS_PROXY]: {
    name: "https",
    url_map: ref(MAP),
    ssl_certificates: [ref(CERTIFICATE)],
    ssl_policy: ref(SSL_POLICY),
    http_keep_alive_timeout_sec: 610,
  },
  [HTTP_PROXY]: { name: "http", url_map: ref(REDIRECT_MAP) },
  [HTTPS_RULE]: {
    name: "https",
    target: ref(HTTPS_PROXY),
    port_range: "443",
    load_balancing_scheme: "EXTERNAL_MANAGED",
  },
  [HTTP_RULE]: { name: "http", target: ref(HTTP_PROXY), port_range: "80", load_balancing_scheme: "EXTERNAL_MANAGED" },
};

const broken = (address: string, path: string, value: unknown, estate: Bodies = ESTATE): Bodies => ({
  ...estate,
  [address]: altered(estate[address]!, path, value),
});

test("a hardened load balancer has no finding in the area", () => {
  expect(verdictsOf(loadBalancerRules, ESTATE)).toEqual([]);
});

test.each([
  ["lb-scheme", BACKEND, "load_balancing_scheme", undefined, "nothing found, EXTERNAL_MANAGED allowed"],
  ["lb-scheme", HTTPS_RULE, "load_balancing_scheme", "EXTERNAL", '"EXTERNAL" found'],
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
  ["lb-url-map-default", REDIRECT_MAP, "default_service", ref(BACKEND), "default_service: found beside"],
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
  ["lb-scheme", BACKEND, "load_balancing_scheme"],
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

describe("lb-certificate-hosts without a spec: certificates against the url map", () => {
  const hosts = (estate: Bodies) => verdictsOfRule(loadBalancerRules, "lb-certificate-hosts", estate);
  const second = broken(MAP, "host_rule.0.hosts", ["api.example.com", "app.example.com"]);

  test("a host without a certificate", () => {
    const found = hosts(second);
    expect(found.map(({ address, status }) => [address, status])).toEqual([[HTTPS_PROXY, "violation"]]);
    expect(found[0]?.message).toContain("no certificate for app.example.com found, a host of the url map");
  });

  test("unknown where another kind of certificate might cover it", () => {
    const links = [ref(CERTIFICATE), "projects/p/global/sslCertificates/bought"];
    expect(hosts(broken(HTTPS_PROXY, "ssl_certificates", links, second)).map(({ status }) => status)).toEqual([
      "unknown",
    ]);
  });

  test("a certificate without a host, where no default service serves it", () => {
    const domains = broken(CERTIFICATE, "managed.domains", ["api.example.com", "old.example.com"]);
    const redirected = altered(domains[MAP]!, "default_service", undefined);
    const found = hosts({ ...domains, [MAP]: { ...redirected, default_url_redirect: { https_redirect: true } } });
    expect(found.map(({ address }) => address)).toEqual([CERTIFICATE]);
    expect(found[0]?.message).toContain("old.example.com found, only hosts of the url map");
  });
});

describe("with a spec", () => {
  const spec = { environment: staging, contract: CONTRACT, floors: FLOORS };
  const rows: readonly (readonly [string, HostSpec])[] = Object.entries(staging.hosts);
  const backend = (service: string): string => `google_compute_backend_service.${service}`;
  const neg = (service: string): string => `google_compute_region_network_endpoint_group.${service}`;
  const certificate = (key: string): string => `google_compute_managed_ssl_certificate.${key}`;

  /** The whole way in of staging, written by hand. */
  const STAGING: Bodies = {
    ...ESTATE,
    ...Object.fromEntries(
      Object.keys(staging.services).flatMap((name): [string, object][] => [
        [`google_cloud_run_v2_service.${name}`, { name, location: "us-central1" }],
        [neg(name), { ...ESTATE[NEG], name: `${name}-neg`, cloud_run: { service: name } }],
        [backend(name), { ...ESTATE[BACKEND], name: `${name}-backend`, backend: [{ group: ref(neg(name)) }] }],
      ]),
    ),
    ...Object.fromEntries(
      rows.map(([key, { host }]): [string, object] => [
        certificate(key),
        { ...ESTATE[CERTIFICATE], managed: { domains: [host] } },
      ]),
    ),
    [HTTPS_PROXY]: { ...ESTATE[HTTPS_PROXY], ssl_certificates: rows.map(([key]) => ref(certificate(key))) },
    [MAP]: {
      name: "main",
      default_service: ref(backend("frontend")),
      host_rule: rows.map(([key, { host }]) => ({ hosts: [host], path_matcher: key })),
      path_matcher: rows.map(([key, { service, paths = [] }]) => ({
        name: key,
        default_service: ref(backend(service)),
        path_rule: paths.map((route) => ({ paths: [route.path], service: ref(backend(route.service)) })),
      })),
    },
  };

  const check = (estate: Bodies) => verdictsOf(loadBalancerRules, estate, spec);

  test("the table as the spec has it is no finding", () => {
    expect(check(STAGING)).toEqual([]);
  });

  test.each([
    [
      "lb-certificate-hosts",
      certificate("api"),
      "managed.domains",
      ["old.example.com"],
      "no certificate for api.staging",
    ],
    ["lb-certificate-hosts", certificate("api"), "managed.domains", ["old.example.com"], "old.example.com found, only"],
    ["lb-certificate-hosts", HTTPS_PROXY, "ssl_certificates", [ref(certificate("app"))], "no certificate for auth."],
    ["lb-certificate", certificate("api"), "managed.domains", ["*.netrasystems.ai"], "no wildcard allowed"],
    ["lb-routes", MAP, "host_rule", [], "no row for api.staging.netrasystems.ai/* found"],
    ["lb-routes", MAP, "path_matcher.0.path_rule.1.paths", ["/api"], "no row for app.staging.netrasystems.ai/ws found"],
    [
      "lb-routes",
      MAP,
      "path_matcher.3.default_service",
      ref(backend("frontend")),
      "leads to frontend, only to auth-service",
    ],
    ["lb-routes", MAP, "path_matcher.3.default_service", undefined, "leads to no serverless NEG, only to auth-service"],
    [
      "lb-routes",
      MAP,
      "path_matcher.3.path_rule",
      [{ paths: ["/x"], service: "b" }],
      "/x found, only rows of the spec",
    ],
    ["lb-routes", MAP, "host_rule.2.hosts", ["api.staging.netrasystems.ai", "x.example.com"], "x.example.com/* found"],
    ["lb-routes", MAP, "path_matcher.3.route_rules", [{ priority: 1 }], "route_rules: found"],
    ["lb-routes", neg("auth-service"), "cloud_run.service", "frontend", "leads to frontend, only to auth-service"],
    ["lb-routes", backend("auth-service"), "backend", undefined, "leads to no serverless NEG"],
    ["lb-neg-service", neg("auth-service"), "cloud_run.service", "auth", '"auth" found'],
    ["lb-neg-service", neg("auth-service"), "region", "europe-west1", '"europe-west1" found, us-central1'],
    ["lb-https-redirect", HTTP_RULE, "port_range", "8080", "no forwarding rule on port 80 found"],
  ])("%s: %s %s = %j", (rule, address, path, value, message) => {
    const found = check(broken(address, path, value, STAGING));
    expect(new Set(found.map((finding) => finding.rule))).toEqual(new Set([rule]));
    expect(found.every(({ status }) => status === "violation")).toBe(true);
    expect(found.map((finding) => finding.message).join("\n")).toContain(message);
  });

  test("another team's NEG may name a service of another state", () => {
    const elsewhere = broken(NEG, "cloud_run.service", "apj");
    expect(verdictsOfRule(loadBalancerRules, "lb-neg-service", elsewhere)).toEqual([]);
  });

  test("another team's NEG of a service that is declared here stands in its region", () => {
    const region = broken(NEG, "region", "europe-west1");
    expect(verdictsOfRule(loadBalancerRules, "lb-neg-service", region)).toHaveLength(1);
  });

  test("a region is a name in the code and a link in a state", () => {
    const link = (region: string) =>
      broken(
        neg("auth-service"),
        "region",
        `https://www.googleapis.com/compute/v1/projects/p/regions/${region}`,
        STAGING,
      );
    expect(check(link("us-central1"))).toEqual([]);
    expect(check(link("europe-west1")).map(({ rule }) => rule)).toEqual(["lb-neg-service"]);
  });

  test("a missing redirect is told of the HTTPS forwarding rule", () => {
    const { [HTTP_RULE]: _, ...rest } = STAGING;
    expect(check(rest).map(({ rule, address }) => [rule, address])).toEqual([["lb-https-redirect", HTTPS_RULE]]);
  });

  test.each([
    ["lb-routes", HTTPS_PROXY, "url_map"],
    ["lb-routes", MAP, "host_rule"],
    ["lb-routes", MAP, "path_matcher.0.path_rule"],
    ["lb-routes", MAP, "path_matcher.3.default_service"],
    ["lb-routes", neg("auth-service"), "cloud_run.service"],
    ["lb-routes", backend("auth-service"), "backend"],
    ["lb-neg-service", neg("auth-service"), "cloud_run.service"],
    ["lb-neg-service", neg("auth-service"), "region"],
    ["lb-certificate-hosts", certificate("api"), "managed.domains"],
  ])("%s is unknown when %s %s is", (rule, address, path) => {
    const found = verdictsOfRule(loadBalancerRules, rule, broken(address, path, ELSEWHERE, STAGING), spec);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(["unknown"]));
  });
});
