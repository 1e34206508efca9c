import { CONTRACT, FLOORS } from "../../../environments/contract";
import type { HostSpec } from "../../../environments/environment";
import { trial } from "../../fixture/trial";
import { loadBalancerRules as googleRules } from "../../../policy/packs/google/edge/load-balancer";
import { loadBalancerRules } from "../../../policy/packs/netra/load-balancer";
import { urlMapRules } from "../../../policy/packs/netra/url-map";
import { ELSEWHERE, type Bodies } from "../../support/area";
import {
  BACKEND,
  CERTIFICATE,
  ESTATE,
  HTTPS_PROXY,
  HTTPS_RULE,
  HTTP_RULE,
  MAP,
  NEG,
  broken,
  referenceTo,
} from "../../support/load-balancer";
import { verdictsOf, verdictsOfRule } from "../../support/resource";

const spec = { environment: trial, contract: CONTRACT, floors: FLOORS };
const rows: readonly (readonly [string, HostSpec])[] = Object.entries(trial.hosts);
const backend = (service: string): string => `google_compute_backend_service.${service}`;
const neg = (service: string): string => `google_compute_region_network_endpoint_group.${service}`;
const certificate = (key: string): string => `google_compute_managed_ssl_certificate.${key}`;

/** The whole way in of trial, written by hand. */
const STAGING: Bodies = {
  ...ESTATE,
  ...Object.fromEntries(
    Object.keys(trial.services).flatMap((name): [string, object][] => [
      [`google_cloud_run_v2_service.${name}`, { name, location: "us-central1" }],
      [neg(name), { ...ESTATE[NEG], name: `${name}-neg`, cloud_run: { service: name } }],
      [backend(name), { ...ESTATE[BACKEND], name: `${name}-backend`, backend: [{ group: referenceTo(neg(name)) }] }],
    ]),
  ),
  ...Object.fromEntries(
    rows.map(([key, { host }]): [string, object] => [
      certificate(key),
      { ...ESTATE[CERTIFICATE], managed: { domains: [host] } },
    ]),
  ),
  [HTTPS_PROXY]: { ...ESTATE[HTTPS_PROXY], ssl_certificates: rows.map(([key]) => referenceTo(certificate(key))) },
  [MAP]: {
    name: "main",
    default_service: referenceTo(backend("frontend")),
    host_rule: rows.map(([key, { host }]) => ({ hosts: [host], path_matcher: key })),
    path_matcher: rows.map(([key, { service, paths = [] }]) => ({
      name: key,
      default_service: referenceTo(backend(service)),
      path_rule: paths.map((route) => ({ paths: [route.path], service: referenceTo(backend(route.service)) })),
    })),
  },
};

const rules = [...googleRules, ...loadBalancerRules, ...urlMapRules];
const check = (estate: Bodies) => verdictsOf(rules, estate, spec);

test("the table as the spec has it is no finding", () => {
  expect(check(STAGING)).toEqual([]);
});

test.each([
  [
    "lb-scheme-mixed",
    backend("auth-service"),
    "load_balancing_scheme",
    undefined,
    "nothing found, EXTERNAL_MANAGED allowed",
  ],
  ["lb-scheme", HTTPS_RULE, "load_balancing_scheme", "EXTERNAL", '"EXTERNAL" found'],
  [
    "lb-certificate-hosts",
    HTTPS_PROXY,
    "ssl_certificates",
    [referenceTo(certificate("app"))],
    "no certificate for auth.",
  ],
  ["lb-certificate", certificate("api"), "managed.domains", ["*.chat.example"], "no wildcard allowed"],
  ["lb-routes", MAP, "host_rule", [], "no row for api.trial.chat.example/* found"],
  ["lb-routes", MAP, "path_matcher.0.path_rule.1.paths", ["/api"], "no row for app.trial.chat.example/ws found"],
  [
    "lb-routes",
    MAP,
    "path_matcher.3.default_service",
    referenceTo(backend("frontend")),
    "leads to frontend, only to auth-service",
  ],
  ["lb-routes", MAP, "path_matcher.3.default_service", undefined, "leads to no serverless NEG, only to auth-service"],
  ["lb-routes", MAP, "path_matcher.3.path_rule", [{ paths: ["/x"], service: "b" }], "/x found, only rows of the spec"],
  ["lb-routes", MAP, "path_matcher.3.route_rules", [{ priority: 1 }], "route_rules: found"],
  ["lb-routes", neg("auth-service"), "cloud_run.service", "frontend", "leads to frontend, only to auth-service"],
  ["lb-routes", backend("auth-service"), "backend", undefined, "leads to no serverless NEG"],
  ["lb-neg-service-declared", neg("auth-service"), "cloud_run.service", "auth", '"auth" found'],
  ["lb-neg-service", neg("auth-service"), "region", "europe-west1", '"europe-west1" found, us-central1'],
  ["lb-https-redirect-declared", HTTP_RULE, "port_range", "8080", "no forwarding rule on port 80 found"],
])("%s: %s %s = %j", (rule, address, path, value, message) => {
  const found = check(broken(address, path, value, STAGING));
  expect(new Set(found.map((finding) => finding.rule))).toEqual(new Set([rule]));
  expect(found.every(({ status }) => status === "violation")).toBe(true);
  expect(found.map((finding) => finding.message).join("\n")).toContain(message);
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
  expect(check(rest).map(({ rule, address }) => [rule, address])).toEqual([["lb-https-redirect-declared", HTTPS_RULE]]);
});

test.each([
  ["lb-routes", HTTPS_PROXY, "url_map"],
  ["lb-routes", MAP, "host_rule"],
  ["lb-routes", MAP, "path_matcher.0.path_rule"],
  ["lb-routes", MAP, "path_matcher.3.default_service"],
  ["lb-routes", neg("auth-service"), "cloud_run.service"],
  ["lb-routes", backend("auth-service"), "backend"],
  ["lb-neg-service-declared", neg("auth-service"), "cloud_run.service"],
  ["lb-scheme", backend("auth-service"), "load_balancing_scheme"],
  ["lb-neg-service", neg("auth-service"), "region"],
  ["lb-certificate-hosts-declared", certificate("api"), "managed.domains"],
])("%s is unknown when %s %s is", (rule, address, path) => {
  const found = verdictsOfRule(rules, rule, broken(address, path, ELSEWHERE, STAGING), spec);
  expect(new Set(found.map(({ status }) => status))).toEqual(new Set(["unknown"]));
});

test("a host that the table does not know is a row too many, and has no certificate", () => {
  const found = check(broken(MAP, "host_rule.2.hosts", ["api.trial.chat.example", "x.example.com"], STAGING));
  expect(found.map(({ rule, address }) => [rule, address])).toEqual([
    ["lb-certificate-hosts", HTTPS_PROXY],
    ["lb-routes", MAP],
  ]);
  expect(found[1]?.message).toContain("x.example.com/* found, only rows of the spec allowed");
});

test("who waives a classic backend service behind a managed forwarding rule hears that ours are managed", () => {
  const address = backend("auth-service");
  const waiver = { rule: "lb-scheme-mixed", address, reason: "r", owner: "o", expires: "2026-01-01" };
  const waived = { ...spec, environment: { ...trial, waivers: [waiver] } };
  const found = verdictsOf(rules, broken(address, "load_balancing_scheme", undefined, STAGING), waived);
  expect(found.map(({ rule, status }) => [rule, status])).toEqual([
    ["lb-scheme", "violation"],
    ["lb-scheme-mixed", "waived"],
  ]);
});

describe("a certificate for another host", () => {
  const domains = broken(certificate("api"), "managed.domains", ["old.example.com"], STAGING);
  const found = (estate: Bodies, environment = trial) =>
    verdictsOf(rules, estate, { ...spec, environment }).map(({ rule, address, status }) => [rule, address, status]);

  test("the url map misses its host, and the host table does not know the other", () => {
    expect(found(domains)).toEqual([
      ["lb-certificate-hosts", HTTPS_PROXY, "violation"],
      ["lb-certificate-hosts-declared", certificate("api"), "violation"],
    ]);
    expect(check(domains).map(({ message }) => message)).toEqual([
      expect.stringContaining("no certificate for api.trial.chat.example found, a host of the url map"),
      expect.stringContaining("old.example.com found, only hosts of the spec allowed"),
    ]);
  });

  test("who waives the url map's rule hears the host table's", () => {
    const waiver = {
      rule: "lb-certificate-hosts",
      address: HTTPS_PROXY,
      reason: "r",
      owner: "o",
      expires: "2026-01-01",
    };
    expect(found(domains, { ...trial, waivers: [waiver] })).toContainEqual([
      "lb-certificate-hosts-declared",
      HTTPS_PROXY,
      "violation",
    ]);
  });
});
