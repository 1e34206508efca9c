import { TLS_POLICY } from "../../../google/hardened/load-balancer";
import { routedHosts } from "../../../environments/hosts";
import { MAX_CERTIFICATES_PER_PROXY } from "../../../google/load-balancing";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource, type Value } from "../../core/resource";
import { forEveryResource, judgeValue, isOneOf } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { judgeNamed, targetsOf } from "./references";
import { HTTPS_PROXY, URL_MAP, hostsOf, unknownHosts } from "./url-map";

export const MANAGED_CERTIFICATE = "google_compute_managed_ssl_certificate";

const SSL_POLICY = "google_compute_ssl_policy";
const DOMAINS = "managed[0].domains";

const listAt = (resource: Resource, path: string): readonly Value[] => {
  const value = valueAt(resource, path);
  return Array.isArray(value) ? (value as readonly Value[]) : [];
};

/** The provider accepts a domain with its trailing dot. */
const domainsOf = (certificate: Resource): readonly string[] =>
  listAt(certificate, DOMAINS)
    .filter((domain) => typeof domain === "string")
    .map((domain) => domain.toLowerCase().replace(/\.$/, ""));

const tlsPolicy: Rule = {
  id: "lb-tls-policy",
  kind: "exposed",
  severity: "high",
  title: "HTTPS proxies take TLS 1.2 or newer, with modern ciphers",
  why: "Without a policy Google takes TLS 1.0 and every cipher; so does a policy that leaves both out.",
  fix: `attach an ssl_policy with min_tls_version ${TLS_POLICY.minTlsVersion.value} and profile ${TLS_POLICY.profile.value}`,
  check: (estate) => [
    ...estate.ofType(HTTPS_PROXY).flatMap((proxy) => judgeNamed(proxy, "ssl_policy", [SSL_POLICY])),
    ...estate
      .ofType(SSL_POLICY)
      .flatMap((policy) => [
        ...judgeValue(
          policy,
          TLS_POLICY.minTlsVersion.path,
          isOneOf(TLS_POLICY.minTlsVersion.value, "TLS_1_3"),
          TLS_POLICY.minTlsVersion.value,
        ),
        ...judgeValue(
          policy,
          TLS_POLICY.profile.path,
          isOneOf(TLS_POLICY.profile.value, "RESTRICTED", "CUSTOM", "FIPS_202205"),
          `${TLS_POLICY.profile.value}, RESTRICTED or CUSTOM`,
        ),
      ]),
  ],
};

/** Where a proxy's certificates can stand. */
const CERTIFICATE_PATHS = ["ssl_certificates", "certificate_manager_certificates", "certificate_map"] as const;

/** How many there are at a path; undefined where nobody knows yet. What a list refers to tells its length. */
function certificateCount(proxy: Resource, path: string): number | undefined {
  const value = valueAt(proxy, path);
  if (Array.isArray(value)) return value.length;
  if (value === UNKNOWN) return referencesAt(proxy, path).length || undefined;
  return value === undefined || value === "" ? 0 : 1;
}

function judgeCertificateCount(proxy: Resource): readonly Verdict[] {
  const counts = CERTIFICATE_PATHS.map((path) => certificateCount(proxy, path));
  if (counts.every((count) => count === 0)) {
    return [violation(proxy, "ssl_certificates: nothing found, at least one certificate needed")];
  }
  const open = CERTIFICATE_PATHS.find((path, index) => counts[index] === undefined && path !== "certificate_map");
  if (open !== undefined) return [unknown(proxy, open)];
  const [classic = 0] = counts;
  return classic > MAX_CERTIFICATES_PER_PROXY
    ? [violation(proxy, `ssl_certificates: ${classic} found, at most ${MAX_CERTIFICATES_PER_PROXY} allowed`)]
    : [];
}

const certificate: Rule = {
  id: "lb-certificate",
  kind: "refused",
  severity: "high",
  title: "Every HTTPS proxy has a certificate, and no managed one has a wildcard",
  why: "Google refuses a proxy without a certificate, one with more than 15, and a wildcard in a classic managed certificate (incident 3); the provider checks none of it.",
  fix: "list one managed certificate per host in ssl_certificates",
  check: (estate) => [
    ...estate.ofType(HTTPS_PROXY).flatMap(judgeCertificateCount),
    ...estate.ofType(MANAGED_CERTIFICATE).flatMap((resource) =>
      domainsOf(resource)
        .filter((domain) => domain.includes("*"))
        .map((domain) => violation(resource, `${DOMAINS}: "${domain}" found, no wildcard allowed`)),
    ),
  ],
};

/** Hosts that must have a certificate, and whether every other domain is one too many. */
interface Wanted {
  readonly hosts: readonly string[];
  readonly exactly: boolean;
  readonly source: string;
}

/** The spec's host table, or else the host rules of the proxy's url map; undefined where there are none. */
function wantedHosts(estate: Estate, proxy: Resource): Wanted | undefined {
  if (estate.spec) return { hosts: routedHosts(estate.spec.environment), exactly: true, source: "the spec" };
  const maps = targetsOf(estate, proxy, "url_map", [URL_MAP]);
  const hosts = maps.flatMap(hostsOf).map((host) => host.replace(/:\d+$/, ""));
  // A default service serves hosts without a rule: a certificate for them is right.
  const exactly = !hosts.some((host) => host.includes("*")) && maps.every((map) => !valueAt(map, "default_service"));
  return hosts.length === 0 ? undefined : { hosts, exactly, source: "the url map" };
}

/** The first thing that keeps the two sides from being compared. */
function unknownSide(estate: Estate, proxy: Resource, certificates: readonly Resource[]): readonly Verdict[] {
  const maps = estate.spec ? [] : targetsOf(estate, proxy, "url_map", [URL_MAP]);
  const lost = !estate.spec && maps.length === 0 && valueAt(proxy, "url_map") === UNKNOWN;
  return [
    ...(lost ? [unknown(proxy, "url_map")] : []),
    ...maps.flatMap((map) => {
      const path = unknownHosts(map);
      return path === undefined ? [] : [unknown(map, path)];
    }),
    ...certificates
      .filter((resource) => valueAt(resource, DOMAINS) === UNKNOWN || listAt(resource, DOMAINS).includes(UNKNOWN))
      .map((resource) => unknown(resource, DOMAINS)),
  ];
}

function judgeHosts(estate: Estate, proxy: Resource): readonly Verdict[] {
  const certificates = targetsOf(estate, proxy, "ssl_certificates", [MANAGED_CERTIFICATE]);
  // A wildcard is lb-certificate's finding; until it is gone nothing can be compared.
  const wildcard = certificates.some((resource) => domainsOf(resource).some((domain) => domain.includes("*")));
  if (certificates.length === 0 || wildcard) return [];
  const open = unknownSide(estate, proxy, certificates);
  const wanted = wantedHosts(estate, proxy);
  if (open.length > 0 || !wanted) return open;
  const covered = new Set(certificates.flatMap(domainsOf));
  // Certificates of other kinds do not tell their hosts.
  const others =
    listAt(proxy, "ssl_certificates").length > certificates.length || textAt(proxy, "certificate_map") !== undefined;
  const missing = wanted.hosts.filter((host) => !host.includes("*") && !covered.has(host));
  if (missing.length > 0 && others) return [unknown(proxy, "ssl_certificates")];
  return [
    ...missing.map((host) =>
      violation(proxy, `ssl_certificates: no certificate for ${host} found, a host of ${wanted.source}`),
    ),
    ...certificates.flatMap((resource) =>
      domainsOf(resource)
        .filter((domain) => wanted.exactly && !wanted.hosts.includes(domain))
        .map((domain) => violation(resource, `${DOMAINS}: ${domain} found, only hosts of ${wanted.source} allowed`)),
    ),
  ];
}

const certificateHosts: Rule = {
  id: "lb-certificate-hosts",
  kind: "down",
  severity: "critical",
  title: "Every routed host has a certificate, and every certificate a routed host",
  why: "One host without a certificate is an outage for its users (incident 4); one domain whose DNS does not lead here keeps its whole certificate from becoming active.",
  fix: "make the certificates' domains the host table's",
  check: forEveryResource(HTTPS_PROXY, (proxy, estate) => judgeHosts(estate, proxy)),
};

export const certificateRules: readonly Rule[] = [tlsPolicy, certificate, certificateHosts];
