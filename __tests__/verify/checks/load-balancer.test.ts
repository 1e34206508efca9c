import {
  addressName,
  backendServiceName,
  httpProxyName,
  httpRuleName,
  httpsProxyName,
  httpsRuleName,
  redirectUrlMapName,
  tlsPolicyName,
  urlMapName,
} from "../../../environments/names";
import { trial } from "../../fixture/trial";
import type { Json } from "../../../verify/google-answers";
import { computeName, endpointGroupName } from "./healthy";
import { useLive } from "./live-environment";

const name = (collection: string, id: string): string => computeName(trial, collection, id);
const URL_MAP = name("urlMaps", urlMapName(trial));
const REDIRECT = name("urlMaps", redirectUrlMapName(trial));
const HTTPS_PROXY = name("targetHttpsProxies", httpsProxyName(trial));
const HTTP_PROXY = name("targetHttpProxies", httpProxyName(trial));
const HTTPS_RULE = name("forwardingRules", httpsRuleName(trial));
const HTTP_RULE = name("forwardingRules", httpRuleName(trial));
const TLS = name("sslPolicies", tlsPolicyName(trial));
const BACKEND = name("backendServices", backendServiceName(trial, "auth-service"));
const NEG = endpointGroupName(trial, "auth-service");
const HOST = "app.trial.chat.example";
const AUTH_BACKEND = "netra-trial-auth-service-backend";
const linkTo = (service: string): string =>
  `projects/example-trial/global/backendServices/${backendServiceName(trial, service)}`;

const failed = (symptom: string, found: string, expected: string): object => ({
  verdict: "failed",
  symptom,
  found,
  expected,
});

describe("the load balancer", () => {
  const live = useLive(trial);

  type Row = readonly [
    check: string,
    name: string,
    path: string,
    value: Json | undefined,
    found: string,
    declared: string,
  ];

  test.each<Row>([
    [
      "url-map",
      URL_MAP,
      "pathMatchers.0.pathRules.1.service",
      linkTo("auth-service"),
      `${HOST}/ws: ${AUTH_BACKEND}`,
      `${HOST}/ws: netra-trial-websocket-service-backend`,
    ],
    [
      "url-map",
      URL_MAP,
      "pathMatchers.0.defaultService",
      linkTo("auth-service"),
      `${HOST}: ${AUTH_BACKEND}`,
      `${HOST}: netra-trial-frontend-backend`,
    ],
    [
      "url-map",
      URL_MAP,
      "defaultService",
      linkTo("auth-service"),
      `any other host: ${AUTH_BACKEND}`,
      "any other host: netra-trial-frontend-backend",
    ],
    [
      "url-map",
      URL_MAP,
      "defaultService",
      undefined,
      "any other host: no backend service",
      "any other host: netra-trial-frontend-backend",
    ],
    [
      "url-map",
      URL_MAP,
      "pathMatchers.0.pathRules.3",
      { paths: ["/admin/*"], service: linkTo("auth-service") },
      `${HOST}/admin/*: ${AUTH_BACKEND}`,
      `${HOST}/admin/*: nothing`,
    ],
    [
      "url-map",
      URL_MAP,
      "pathMatchers.0.routeRules",
      [{ priority: 1, service: linkTo("auth-service") }],
      `${HOST}, route rule 1: a rule`,
      `${HOST}, route rule 1: nothing`,
    ],
    [
      "url-map",
      URL_MAP,
      "hostRules.3",
      undefined,
      "auth.trial.chat.example: nothing",
      `auth.trial.chat.example: ${AUTH_BACKEND}`,
    ],
    [
      "url-map",
      URL_MAP,
      "hostRules.3.hosts.1",
      "old.example.com",
      `old.example.com: ${AUTH_BACKEND}`,
      "old.example.com: nothing",
    ],
    [
      "redirect",
      REDIRECT,
      "defaultUrlRedirect.httpsRedirect",
      undefined,
      "defaultUrlRedirect.httpsRedirect: false",
      "defaultUrlRedirect.httpsRedirect: true",
    ],
    [
      "redirect",
      REDIRECT,
      "defaultUrlRedirect",
      undefined,
      "defaultUrlRedirect.httpsRedirect: false; defaultUrlRedirect.redirectResponseCode: nothing",
      "defaultUrlRedirect.httpsRedirect: true; defaultUrlRedirect.redirectResponseCode: MOVED_PERMANENTLY_DEFAULT",
    ],
    [
      "redirect",
      REDIRECT,
      "defaultUrlRedirect.redirectResponseCode",
      "FOUND",
      "defaultUrlRedirect.redirectResponseCode: FOUND",
      "defaultUrlRedirect.redirectResponseCode: MOVED_PERMANENTLY_DEFAULT",
    ],
    ["redirect", REDIRECT, "hostRules", [{ hosts: ["a"], pathMatcher: "a" }], "hostRules: 1", "hostRules: 0"],
    [
      "redirect",
      HTTP_PROXY,
      "urlMap",
      "projects/p/global/urlMaps/netra-trial-lb",
      "targetHttpProxies.urlMap: netra-trial-lb",
      "targetHttpProxies.urlMap: netra-trial-lb-redirect",
    ],
    [
      "https-proxy",
      HTTPS_PROXY,
      "urlMap",
      "projects/p/global/urlMaps/other",
      "targetHttpsProxies.urlMap: other",
      "targetHttpsProxies.urlMap: netra-trial-lb",
    ],
    [
      "https-proxy",
      HTTPS_PROXY,
      "sslPolicy",
      undefined,
      "targetHttpsProxies.sslPolicy: nothing",
      "targetHttpsProxies.sslPolicy: netra-trial-lb-tls",
    ],
    [
      "https-proxy",
      TLS,
      "minTlsVersion",
      "TLS_1_0",
      "sslPolicies.minTlsVersion: TLS_1_0",
      "sslPolicies.minTlsVersion: TLS_1_2",
    ],
    ["https-proxy", TLS, "profile", "COMPATIBLE", "sslPolicies.profile: COMPATIBLE", "sslPolicies.profile: MODERN"],
    [
      "forwarding-rule/https",
      HTTPS_RULE,
      "IPAddress",
      "203.0.113.9",
      "IPAddress: 203.0.113.9",
      "IPAddress: 203.0.113.7",
    ],
    ["forwarding-rule/https", HTTPS_RULE, "portRange", "8443-8443", "portRange: 8443-8443", "portRange: 443-443"],
    [
      "forwarding-rule/http",
      HTTP_RULE,
      "target",
      HTTPS_PROXY,
      "target: netra-trial-lb-https",
      "target: netra-trial-lb-http",
    ],
    [
      "forwarding-rule/http",
      HTTP_RULE,
      "loadBalancingScheme",
      "EXTERNAL",
      "loadBalancingScheme: EXTERNAL",
      "loadBalancingScheme: EXTERNAL_MANAGED",
    ],
    ["auth-service/backend", BACKEND, "timeoutSec", 3600, "timeoutSec: 3600", "timeoutSec: 30"],
    [
      "auth-service/backend",
      BACKEND,
      "connectionDraining",
      undefined,
      "connectionDraining.drainingTimeoutSec: 0",
      "connectionDraining.drainingTimeoutSec: 60",
    ],
    [
      "auth-service/backend",
      BACKEND,
      "loadBalancingScheme",
      "EXTERNAL",
      "loadBalancingScheme: EXTERNAL",
      "loadBalancingScheme: EXTERNAL_MANAGED",
    ],
    ["auth-service/backend", BACKEND, "protocol", "HTTP", "protocol: HTTP", "protocol: HTTPS"],
    [
      "auth-service/backend",
      BACKEND,
      "securityPolicy",
      undefined,
      "securityPolicy: nothing",
      "securityPolicy: netra-trial-lb-armor",
    ],
    ["auth-service/backend", BACKEND, "portName", "https", "portName: https", "portName: http"],
    [
      "auth-service/backend",
      BACKEND,
      "sessionAffinity",
      "CLIENT_IP",
      "sessionAffinity: CLIENT_IP",
      "sessionAffinity: NONE",
    ],
    ["auth-service/backend", BACKEND, "logConfig", undefined, "logConfig.enable: false", "logConfig.enable: true"],
    ["auth-service/backend", BACKEND, "iap", { enabled: true }, "iap.enabled: true", "iap.enabled: false"],
    [
      "auth-service/backend",
      BACKEND,
      "customResponseHeaders",
      ["X-Netra-Backend: frontend"],
      "customResponseHeaders: X-Netra-Backend: frontend",
      "customResponseHeaders: X-Netra-Backend: auth-service",
    ],
    [
      "auth-service/backend",
      BACKEND,
      "customResponseHeaders",
      undefined,
      "customResponseHeaders: nothing",
      "customResponseHeaders: X-Netra-Backend: auth-service",
    ],
    [
      "auth-service/endpoint-group",
      NEG,
      "cloudRun.service",
      "frontend",
      "cloudRun.service: frontend",
      "cloudRun.service: auth-service",
    ],
    [
      "auth-service/endpoint-group",
      NEG,
      "networkEndpointType",
      "INTERNET_FQDN_PORT",
      "networkEndpointType: INTERNET_FQDN_PORT",
      "networkEndpointType: SERVERLESS",
    ],
    [
      "auth-service/endpoint-group",
      BACKEND,
      "backends.1",
      { group: endpointGroupName(trial, "frontend").replace("compute", "https://compute.googleapis.com/compute/v1") },
      "networkEndpointType: SERVERLESS, SERVERLESS; cloudRun.service: auth-service, frontend",
      "networkEndpointType: SERVERLESS; cloudRun.service: auth-service",
    ],
    [
      "auth-service/endpoint-group",
      BACKEND,
      "backends",
      undefined,
      "networkEndpointType: nothing; cloudRun.service: nothing",
      "networkEndpointType: SERVERLESS; cloudRun.service: auth-service",
    ],
  ])("%s: %s %s as %j", async (check, resource, path, value, found, declared) => {
    live.set(resource, path, value);
    expect(await live.attempt(`load-balancer/${check}`)).toEqual(failed("not-as-declared", found, declared));
  });

  test("the header without a blank is the same one", async () => {
    live.set(BACKEND, "customResponseHeaders", ["X-Netra-Backend:auth-service"]);
    expect(await live.attempt("load-balancer/auth-service/backend")).toHaveProperty("verdict", "passed");
  });

  test.each([
    ["url-map", URL_MAP],
    ["redirect", REDIRECT],
    ["https-proxy", TLS],
    ["forwarding-rule/https", name("addresses", addressName(trial))],
    ["auth-service/backend", BACKEND],
    ["auth-service/endpoint-group", NEG],
  ])("%s: without %s", async (check, resource) => {
    live.remove(resource);
    expect(await live.attempt(`load-balancer/${check}`)).toEqual(
      failed("not-as-declared", expect.stringContaining(resource.slice("compute/".length)) as string, "it is there"),
    );
  });
});
