import { CLIENT_KEEP_ALIVE_SECONDS } from "../../../../google/load-balancing";
import { FORWARDING_RULE_ROWS, HTTPS_REDIRECT } from "../../../../google/hardened/load-balancer";
import { judgeHardened } from "../../../core/hardened";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { isBetween, judgeValue, type Known } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { MANAGED_CERTIFICATE, certificateRules } from "./certificates";
import { RUN_SERVICE } from "../programs/cloud-run";
import { regionOf } from "../../../core/relations/link";
import { targetsOf } from "../../../core/relations/targets";
import { BACKEND_SERVICE, REGION_NEG, isServerless } from "./serverless-backends";
import { HTTPS_PROXY, URL_MAP, urlMapRules } from "./url-map";

export const FORWARDING_RULE = "google_compute_global_forwarding_rule";
/** One of a region, which may lead to a proxy of every region in the standard network tier. */
const REGION_FORWARDING_RULE = "google_compute_forwarding_rule";
const HTTP_PROXY = "google_compute_target_http_proxy";
/** The same of one region. */
const REGION_HTTP_PROXY = "google_compute_region_target_http_proxy";
const REGION_URL_MAP = "google_compute_region_url_map";
const MANAGED = FORWARDING_RULE_ROWS.loadBalancingScheme.value;
const SCHEME_PATH = FORWARDING_RULE_ROWS.loadBalancingScheme.path;

/** Backend services to which any row of a url map leads. */
function backendsOf(estate: Estate, map: Resource): readonly Resource[] {
  const matchers = blockPaths(map, "path_matcher").flatMap((matcher) => [
    `${matcher}.default_service`,
    ...blockPaths(map, `${matcher}.path_rule`).map((route) => `${route}.service`),
  ]);
  return ["default_service", ...matchers].flatMap((path) => targetsOf(estate, map, path, [BACKEND_SERVICE]));
}

const schemes: Rule = {
  id: "lb-scheme-mixed",
  kind: "refused",
  severity: "high",
  title: "A managed forwarding rule leads to no classic backend service",
  why: `Google refuses a backend service of the scheme EXTERNAL, which is its default, behind a forwarding rule of ${MANAGED}.`,
  fix: `set load_balancing_scheme of the backend service to ${MANAGED}`,
  source: "https://cloud.google.com/load-balancing/docs/backend-service",
  check: (estate) => {
    const rules = estate.ofType(FORWARDING_RULE).filter((rule) => textAt(rule, SCHEME_PATH) === MANAGED);
    const proxies = rules.flatMap((rule) => targetsOf(estate, rule, "target", [HTTPS_PROXY, HTTP_PROXY]));
    const maps = new Set(proxies.flatMap((proxy) => targetsOf(estate, proxy, "url_map", [URL_MAP])));
    const backends = new Set([...maps].flatMap((map) => backendsOf(estate, map)));
    const isManaged = (scheme: Known): boolean => scheme !== undefined && scheme !== "" && scheme !== "EXTERNAL";
    return [...backends].flatMap((backend) => judgeValue(backend, SCHEME_PATH, isManaged, MANAGED));
  },
};

/** Whether a plain HTTP forwarding rule ends in a redirect to HTTPS. */
function judgeRedirect(estate: Estate, rule: Resource): readonly Verdict[] {
  const proxies = targetsOf(estate, rule, "target", [HTTP_PROXY, REGION_HTTP_PROXY]);
  if (proxies.length === 0) {
    const link = textAt(rule, "target");
    // One that forwards packets has none.
    const otherKind =
      valueAt(rule, "target") === undefined ||
      /\/target(?!HttpProxies\/)\w+\//.test(link ?? "") ||
      referencesAt(rule, "target").some((address) => /google_compute_(region_)?target_(?!http_)/.test(address));
    return otherKind ? [] : [unknown(rule, "target")];
  }
  return proxies.flatMap((proxy) => {
    const maps = targetsOf(estate, proxy, "url_map", [URL_MAP, REGION_URL_MAP]);
    if (maps.length === 0) return [unknown(proxy, "url_map")];
    return maps.flatMap((map) => judgeHardened(map, HTTPS_REDIRECT.httpsRedirect));
  });
}

/** Forwarding rules that the internet reaches. */
export const publicForwardingRules = (estate: Estate): readonly Resource[] =>
  [FORWARDING_RULE, REGION_FORWARDING_RULE]
    .flatMap((type) => estate.ofType(type))
    .filter((rule) => !textAt(rule, "load_balancing_scheme")?.startsWith("INTERNAL"));

/** Whether a forwarding rule takes plain HTTP. */
export const isPlainHttp = (rule: Resource): boolean => /^80(-80)?$/.test(textAt(rule, "port_range") ?? "");

/** Whether it does on another port: the proxy says so. */
const leadsToHttp = (estate: Estate, rule: Resource): boolean =>
  valueAt(rule, "port_range") !== UNKNOWN &&
  targetsOf(estate, rule, "target", [HTTP_PROXY, REGION_HTTP_PROXY]).length > 0;

const redirect: Rule = {
  id: "lb-https-redirect",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "Plain HTTP only redirects to HTTPS",
  why: "Served over HTTP, tokens and cookies travel in plaintext.",
  fix: "lead port 80 to a url map with default_url_redirect.https_redirect",
  source: HTTPS_REDIRECT.httpsRedirect.source,
  check: (estate) => {
    const rules = publicForwardingRules(estate);
    const verdicts = [
      ...rules.filter((rule) => valueAt(rule, "port_range") === UNKNOWN).map((rule) => unknown(rule, "port_range")),
      ...rules
        .filter((rule) => isPlainHttp(rule) || leadsToHttp(estate, rule))
        .flatMap((rule) => judgeRedirect(estate, rule)),
    ];
    // Two rules, of IPv4 and IPv6, lead to one map.
    return [
      ...new Map(
        verdicts.map((verdict) => [`${verdict.stack} ${verdict.address} ${verdict.message}`, verdict]),
      ).values(),
    ];
  },
};

/** The path of the Cloud Run service behind a NEG. */
export const SERVICE_PATH = "cloud_run[0].service";

/** Cloud Run services that a NEG leads to, in either version of the API; empty where this estate holds none. */
export const servicesOf = (estate: Estate, neg: Resource): readonly Resource[] =>
  targetsOf(estate, neg, SERVICE_PATH, [RUN_SERVICE, "google_cloud_run_service"]);

function judgeRegion(estate: Estate, neg: Resource): readonly Verdict[] {
  const services = servicesOf(estate, neg);
  if (services.length === 0) return [];
  const locations = services.map((service) => textAt(service, "location"));
  if (locations.includes(undefined)) return [unknown(neg, "region")];
  return judgeValue(
    neg,
    "region",
    () => locations.includes(regionOf(neg)),
    `${[...new Set(locations)].join(" or ")} (the service's location)`,
  );
}

const negService: Rule = {
  id: "lb-neg-service",
  kind: "down",
  severity: "critical",
  title: "A serverless NEG stands in the region of its Cloud Run service",
  why: "Google looks for the service in the NEG's region, and accepts a NEG that finds none: every request then answers 502 or 404.",
  fix: "put the NEG into the region of its service",
  source: "https://cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts",
  check: (estate) =>
    estate
      .ofType(REGION_NEG)
      .filter(isServerless)
      .flatMap((neg) => judgeRegion(estate, neg)),
};

const replaceable: Rule = {
  id: "lb-replaceable",
  kind: "refused",
  severity: "medium",
  title: "Serverless NEGs and managed certificates are created before the old ones are destroyed",
  why: "Every change replaces them, and Google refuses to delete one that is in use.",
  fix: "set lifecycle.create_before_destroy, with a name that changes with its arguments",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_managed_ssl_certificate",
  check: (estate) =>
    [...estate.ofType(REGION_NEG).filter(isServerless), ...estate.ofType(MANAGED_CERTIFICATE)]
      .filter(({ lifecycle }) => lifecycle && !lifecycle.createBeforeDestroy)
      .map((resource) => violation(resource, "lifecycle.create_before_destroy: not set, true needed")),
};

const { min: SHORTEST, max: LONGEST, default: USUAL } = CLIENT_KEEP_ALIVE_SECONDS;
const isKeepAlive = isBetween(SHORTEST, LONGEST);

const proxyTimeouts: Rule = {
  id: "lb-proxy-timeouts",
  kind: "refused",
  severity: "medium",
  title: "The client keep-alive of a proxy is within Google's bounds",
  why: "Google refuses others at apply; the provider checks no bound, and a change replaces the proxy.",
  fix: `set http_keep_alive_timeout_sec to ${USUAL}, Google's default; it says nothing about sockets`,
  check: (estate) =>
    [HTTP_PROXY, HTTPS_PROXY]
      .flatMap((type) => estate.ofType(type))
      .flatMap((proxy) =>
        judgeValue(
          proxy,
          "http_keep_alive_timeout_sec",
          (value) => value === undefined || isKeepAlive(value),
          `${SHORTEST} to ${LONGEST}`,
        ),
      ),
};

export const loadBalancerRules: readonly Rule[] = [
  schemes,
  redirect,
  negService,
  replaceable,
  proxyTimeouts,
  ...certificateRules,
  ...urlMapRules,
];
