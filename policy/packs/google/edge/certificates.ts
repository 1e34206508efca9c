import { TLS_POLICY } from "../../../../google/hardened/load-balancer";
import { MAX_CERTIFICATES_PER_PROXY } from "../../../../google/load-balancing";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource, listAt } from "../../../core/resource";
import { forEveryOf, forEveryResource, judgeValue, isOneOf } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { judgeNamed, targetsOf } from "../../../core/relations/targets";
import { HTTPS_PROXY, URL_MAP, hostsOf, unknownHosts } from "./url-map";

export const MANAGED_CERTIFICATE = "google_compute_managed_ssl_certificate";

const SSL_POLICY = "google_compute_ssl_policy";
const REGION_SSL_POLICY = "google_compute_region_ssl_policy";
/** Proxies that decrypt, for the world and for one region. */
const HTTPS_PROXIES = [HTTPS_PROXY, "google_compute_region_target_https_proxy"];
const DOMAINS = "managed[0].domains";

/** The provider accepts a domain with its trailing dot. */
const domainsOf = (certificate: Resource): readonly string[] =>
  listAt(certificate, DOMAINS)
    .filter((domain) => typeof domain === "string")
    .map((domain) => domain.toLowerCase().replace(/\.$/, ""));

const tlsPolicy: Rule = {
  id: "lb-tls-policy",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "HTTPS proxies take TLS 1.2 or newer, with modern ciphers",
  why: "Without a policy Google takes TLS 1.0 and every cipher; so does a policy that leaves both out.",
  fix: `attach an ssl_policy with min_tls_version ${TLS_POLICY.minTlsVersion.value} and profile ${TLS_POLICY.profile.value}`,
  source: TLS_POLICY.minTlsVersion.source,
  check: (estate) => [
    ...forEveryOf(HTTPS_PROXIES, (proxy) =>
      judgeNamed(proxy, "ssl_policy", proxy.type === HTTPS_PROXY ? [SSL_POLICY] : [REGION_SSL_POLICY]),
    )(estate),
    ...forEveryOf([SSL_POLICY, REGION_SSL_POLICY], (policy) => [
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
    ])(estate),
  ],
};

/** Where a proxy's certificates can stand. */
const CERTIFICATE_PATHS = ["ssl_certificates", "certificate_manager_certificates", "certificate_map"] as const;

/** How many there are at a path; undefined where nobody knows yet. What a list refers to tells its length. */
function certificateCount(proxy: Resource, path: string): number | undefined {
  const value = valueAt(proxy, path);
  if (Array.isArray(value)) return value.length;
  if (value === UNKNOWN)
    return referencesAt(proxy, path).filter((from) => /certificate/.test(from)).length || undefined;
  return value === undefined || value === "" ? 0 : 1;
}

function judgeCertificateCount(proxy: Resource): readonly Verdict[] {
  const counts = CERTIFICATE_PATHS.map((path) => certificateCount(proxy, path));
  if (counts.every((count) => count === 0)) {
    return [violation(proxy, "ssl_certificates: nothing found, at least one certificate needed")];
  }
  const unknownPath = CERTIFICATE_PATHS.find(
    (path, index) => counts[index] === undefined && path !== "certificate_map",
  );
  if (unknownPath !== undefined) return [unknown(proxy, unknownPath)];
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
  why: `Google refuses a proxy without a certificate, one with more than ${MAX_CERTIFICATES_PER_PROXY}, and a wildcard in a classic managed certificate (incident 3); the provider checks none of it.`,
  fix: "list one managed certificate for each host in ssl_certificates",
  source: "https://cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs",
  check: (estate) => [
    ...forEveryOf(HTTPS_PROXIES, judgeCertificateCount)(estate),
    ...estate.ofType(MANAGED_CERTIFICATE).flatMap((resource) =>
      domainsOf(resource)
        .filter((domain) => domain.includes("*"))
        .map((domain) => violation(resource, `${DOMAINS}: "${domain}" found, no wildcard allowed`)),
    ),
  ],
};

/** Hosts that must have a certificate. */
interface HostTable {
  readonly hosts: readonly string[];
  /** Whether a certificate for any other host is one too many. */
  readonly exactly: boolean;
  /** Who says so, for people: `the url map`. */
  readonly source: string;
}

/** Classic managed certificates of a proxy, of which alone a plan shows the hosts. */
export const managedCertificates = (estate: Estate, proxy: Resource): readonly Resource[] =>
  targetsOf(estate, proxy, "ssl_certificates", [MANAGED_CERTIFICATE]);

/**
 * Compares the certificates of an HTTPS proxy with the hosts that it should serve. A wildcard names no host: nothing
 * can be compared with it, and lb-certificate says that Google refuses it.
 */
export function compareHosts(
  proxy: Resource,
  certificates: readonly Resource[],
  { hosts, exactly, source }: HostTable,
): readonly Verdict[] {
  const domains = new Set(certificates.flatMap(domainsOf));
  if ([...domains].some((domain) => domain.includes("*"))) return [];
  const unknownDomains = certificates.filter(
    (resource) => valueAt(resource, DOMAINS) === UNKNOWN || listAt(resource, DOMAINS).includes(UNKNOWN),
  );
  if (unknownDomains.length > 0) return unknownDomains.map((resource) => unknown(resource, DOMAINS));
  const uncovered = hosts.filter((host) => !host.includes("*") && !domains.has(host));
  // Certificates of other kinds do not tell their hosts.
  const hasOthers =
    listAt(proxy, "ssl_certificates").length > certificates.length || textAt(proxy, "certificate_map") !== undefined;
  if (uncovered.length > 0 && hasOthers) return [unknown(proxy, "ssl_certificates")];
  return [
    ...uncovered.map((host) =>
      violation(proxy, `ssl_certificates: no certificate for ${host} found, a host of ${source}`),
    ),
    ...certificates.flatMap((resource) =>
      domainsOf(resource)
        .filter((domain) => exactly && !hosts.includes(domain))
        .map((domain) => violation(resource, `${DOMAINS}: ${domain} found, only hosts of ${source} allowed`)),
    ),
  ];
}

/** What keeps the hosts of a proxy's url maps from being known. */
function unknownRoutes(proxy: Resource, maps: readonly Resource[]): readonly Verdict[] {
  if (maps.length === 0 && valueAt(proxy, "url_map") === UNKNOWN) return [unknown(proxy, "url_map")];
  return maps.flatMap((map) => {
    const path = unknownHosts(map);
    return path === undefined ? [] : [unknown(map, path)];
  });
}

function judgeRoutedHosts(estate: Estate, proxy: Resource): readonly Verdict[] {
  const certificates = managedCertificates(estate, proxy);
  if (certificates.length === 0) return [];
  const maps = targetsOf(estate, proxy, "url_map", [URL_MAP]);
  const unknowns = unknownRoutes(proxy, maps);
  if (unknowns.length > 0) return unknowns;
  const hosts = maps.flatMap(hostsOf).map((host) => host.replace(/:\d+$/, ""));
  if (hosts.length === 0) return [];
  // A default service serves hosts without a rule: a certificate for them is right.
  const exactly = !hosts.some((host) => host.includes("*")) && maps.every((map) => !valueAt(map, "default_service"));
  return compareHosts(proxy, certificates, { hosts, exactly, source: "the url map" });
}

const certificateHosts: Rule = {
  id: "lb-certificate-hosts",
  kind: "down",
  severity: "critical",
  title: "Every routed host has a certificate, and every certificate a routed host",
  why: "One host without a certificate is an outage for its users (incident 4); one domain whose DNS does not lead here keeps its whole certificate from becoming active.",
  fix: "make the domains of the certificates the hosts of the url map",
  source: "https://cloud.google.com/load-balancing/docs/ssl-certificates/troubleshooting#domain-status",
  check: forEveryResource(HTTPS_PROXY, (proxy, estate) => judgeRoutedHosts(estate, proxy)),
};

export const certificateRules: readonly Rule[] = [tlsPolicy, certificate, certificateHosts];
