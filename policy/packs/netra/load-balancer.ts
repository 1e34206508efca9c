import { routedHosts } from "../../../environments/hosts";
import { BACKEND_ROWS, FORWARDING_RULE_ROWS } from "../../../google/hardened/load-balancer";
import { forEveryDeclared, judgeValue, type Known } from "../../core/judge";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../core/resource";
import { unknown, violation, type SpecRule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { compareHosts, managedCertificates } from "../google/edge/certificates";
import {
  FORWARDING_RULE,
  SERVICE_PATH,
  isPlainHttp,
  publicForwardingRules,
  servicesOf,
} from "../google/edge/load-balancer";
import { HTTPS_PROXY } from "../google/edge/url-map";
import { BACKEND_SERVICE, REGION_NEG, isServerless } from "../google/edge/serverless-backends";

const SCHEME = BACKEND_ROWS.loadBalancingScheme.value;

const isManagedOrInternal = (scheme: Known): boolean =>
  typeof scheme === "string" && (scheme === SCHEME || scheme.startsWith("INTERNAL"));

const scheme: SpecRule = {
  id: "lb-scheme",
  kind: "down",
  severity: "critical",
  title: "The load balancer is a managed one, on the backend services and on the forwarding rules",
  why: BACKEND_ROWS.loadBalancingScheme.reason,
  fix: `set load_balancing_scheme to ${SCHEME}`,
  source: BACKEND_ROWS.loadBalancingScheme.source,
  yieldsTo: ["lb-scheme-mixed"],
  check: (estate) => [
    ...estate
      .ofType(BACKEND_SERVICE)
      .flatMap((backend) => judgeValue(backend, BACKEND_ROWS.loadBalancingScheme.path, isManagedOrInternal, SCHEME)),
    ...estate.ofType(FORWARDING_RULE).flatMap((rule) =>
      judgeValue(
        rule,
        FORWARDING_RULE_ROWS.loadBalancingScheme.path,
        // Private Service Connect demands an empty scheme.
        (value) => value === "" || isManagedOrInternal(value),
        SCHEME,
      ),
    ),
  ],
};

const redirect: SpecRule = {
  id: "lb-https-redirect-declared",
  kind: "down",
  severity: "high",
  title: "Port 80 is served, if only to redirect to HTTPS",
  why: "Without port 80 an address that somebody types finds nothing.",
  fix: "lead port 80 to a url map with default_url_redirect.https_redirect",
  check: (estate) => {
    const rules = publicForwardingRules(estate);
    if (rules.some((rule) => isPlainHttp(rule) || valueAt(rule, "port_range") === UNKNOWN)) return [];
    const https = rules.find((rule) => /^443/.test(textAt(rule, "port_range") ?? "")) ?? rules[0];
    return https
      ? [violation(https, "port_range: no forwarding rule on port 80 found, one that redirects to HTTPS needed")]
      : [];
  },
};

function judgeServiceName(estate: Estate, neg: Resource): readonly Verdict[] {
  if (valueAt(neg, SERVICE_PATH) === undefined || servicesOf(estate, neg).length > 0) return [];
  const name = textAt(neg, SERVICE_PATH);
  return name === undefined
    ? [unknown(neg, SERVICE_PATH)]
    : [violation(neg, `${SERVICE_PATH}: "${name}" found, no Cloud Run service of that name declared`)];
}

const negService: SpecRule = {
  id: "lb-neg-service-declared",
  kind: "down",
  severity: "critical",
  title: "A serverless NEG names a Cloud Run service that one of our stacks declares",
  why: "Google accepts any name; every request to it then answers 502 or 404.",
  fix: "name a declared service",
  check: (estate) =>
    estate
      .ofType(REGION_NEG)
      .filter(isServerless)
      .flatMap((neg) => judgeServiceName(estate, neg)),
};

const certificateHosts: SpecRule = {
  id: "lb-certificate-hosts-declared",
  kind: "down",
  severity: "critical",
  title: "Every host of the environment's host table has a certificate, and no other host has one",
  why: "One host without a certificate is an outage for its users (incident 4); one domain whose DNS does not lead here keeps its whole certificate from becoming active.",
  fix: "make the domains of the certificates the hosts of the host table",
  yieldsTo: ["lb-certificate-hosts"],
  check: forEveryDeclared(HTTPS_PROXY, (proxy, { environment }, estate) => {
    const certificates = managedCertificates(estate, proxy);
    if (certificates.length === 0) return [];
    return compareHosts(proxy, certificates, { hosts: routedHosts(environment), exactly: true, source: "the spec" });
  }),
};

/** Our way in: a managed load balancer, on ports 80 and 443, for our own hosts and in front of our own services. */
export const loadBalancerRules: readonly SpecRule[] = [scheme, redirect, negService, certificateHosts];
