import { CLIENT_KEEP_ALIVE_SECONDS } from "../../../google/load-balancing";
import { BACKEND, FORWARDING_RULE as RULE_ROWS, HTTPS_REDIRECT } from "../../../google/hardened/load-balancer";
import { judgeHardened } from "../../core/hardened";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../core/resource";
import { isBetween, judgeValue, type Known } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { MANAGED_CERTIFICATE, certificateRules } from "./certificates";
import { RUN_SERVICE } from "./cloud-run";
import { regionOf, targetsOf } from "./references";
import { BACKEND_SERVICE, REGION_NEG, isServerless } from "./serverless-backends";
import { HTTPS_PROXY, URL_MAP, urlMapRules } from "./url-map";

const FORWARDING_RULE = "google_compute_global_forwarding_rule";
const HTTP_PROXY = "google_compute_target_http_proxy";
const SCHEME = BACKEND.loadBalancingScheme.value;

const managedOrInternal = (scheme: Known): boolean =>
  typeof scheme === "string" && (scheme === SCHEME || scheme.startsWith("INTERNAL"));

const scheme: Rule = {
  id: "lb-scheme",
  kind: "refused",
  severity: "critical",
  title: "The load balancer is a managed one, on the backend services and on the forwarding rules",
  why: "Left out it is a classic one, which cuts every socket at the backend timeout.",
  fix: `set load_balancing_scheme to ${SCHEME}`,
  check: (estate) => [
    ...estate
      .ofType(BACKEND_SERVICE)
      .flatMap((backend) => judgeValue(backend, BACKEND.loadBalancingScheme.path, managedOrInternal, SCHEME)),
    ...estate.ofType(FORWARDING_RULE).flatMap((rule) =>
      judgeValue(
        rule,
        RULE_ROWS.loadBalancingScheme.path,
        // Private Service Connect demands an empty scheme.
        (value) => value === "" || managedOrInternal(value),
        SCHEME,
      ),
    ),
  ],
};

/** Whether a plain HTTP forwarding rule ends in a redirect to HTTPS. */
function judgeRedirect(estate: Estate, rule: Resource): readonly Verdict[] {
  const proxies = targetsOf(estate, rule, "target", [HTTP_PROXY]);
  if (proxies.length === 0) {
    const link = textAt(rule, "target");
    const otherKind =
      /\/target(?!HttpProxies\/)\w+\//.test(link ?? "") ||
      referencesAt(rule, "target").some((address) => /google_compute_target_(?!http_)/.test(address));
    return otherKind ? [] : [unknown(rule, "target")];
  }
  return proxies.flatMap((proxy) => {
    const maps = targetsOf(estate, proxy, "url_map", [URL_MAP]);
    if (maps.length === 0) return [unknown(proxy, "url_map")];
    return maps.flatMap((map) => judgeHardened(map, HTTPS_REDIRECT.httpsRedirect));
  });
}

const redirect: Rule = {
  id: "lb-https-redirect",
  kind: "exposed",
  severity: "high",
  title: "Plain HTTP only redirects to HTTPS",
  why: "Served over HTTP, tokens and cookies travel in plaintext; without port 80 a typed address finds nothing.",
  fix: "lead port 80 to a url map with default_url_redirect.https_redirect",
  check: (estate) => {
    const rules = estate
      .ofType(FORWARDING_RULE)
      .filter((rule) => !textAt(rule, "load_balancing_scheme")?.startsWith("INTERNAL"));
    const plain = rules.filter((rule) => /^80(-80)?$/.test(textAt(rule, "port_range") ?? ""));
    const open = rules.filter((rule) => valueAt(rule, "port_range") === UNKNOWN);
    const https = rules.find((rule) => /^443/.test(textAt(rule, "port_range") ?? "")) ?? rules[0];
    const missing = estate.spec !== undefined && plain.length === 0 && open.length === 0;
    return [
      ...(missing && https
        ? [violation(https, "port_range: no forwarding rule on port 80 found, one that redirects to HTTPS needed")]
        : []),
      ...open.map((rule) => unknown(rule, "port_range")),
      ...plain.flatMap((rule) => judgeRedirect(estate, rule)),
    ];
  },
};

function judgeService(estate: Estate, neg: Resource): readonly Verdict[] {
  const path = "cloud_run[0].service";
  if (valueAt(neg, path) === undefined) return [];
  const targets = targetsOf(estate, neg, path, [RUN_SERVICE, "google_cloud_run_service"]);
  // Another team's estate may be one state of several, with the service in another.
  if (targets.length === 0 && !estate.spec) return [];
  if (targets.length === 0) {
    const name = textAt(neg, path);
    return name === undefined
      ? [unknown(neg, path)]
      : [violation(neg, `${path}: "${name}" found, no Cloud Run service of that name declared`)];
  }
  const locations = targets.map((target) => textAt(target, "location"));
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
  title: "A serverless NEG names a Cloud Run service that exists, in its own region",
  why: "Google accepts any name; every request to it then answers 502 or 404.",
  fix: "name a declared service, and put the NEG into its region",
  check: (estate) =>
    estate
      .ofType(REGION_NEG)
      .filter(isServerless)
      .flatMap((neg) => judgeService(estate, neg)),
};

const replaceable: Rule = {
  id: "lb-replaceable",
  kind: "refused",
  severity: "medium",
  title: "Serverless NEGs and managed certificates are created before the old ones are destroyed",
  why: "Every change replaces them, and Google refuses to delete one that is in use.",
  fix: "set lifecycle.create_before_destroy, with a name that changes with its arguments",
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
  scheme,
  redirect,
  negService,
  replaceable,
  proxyTimeouts,
  ...certificateRules,
  ...urlMapRules,
];
