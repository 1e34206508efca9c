import { BACKEND_HEADER } from "../../environments/backend-header";
import type { Environment } from "../../environments/environment";
import { routedHosts, routedServices } from "../../environments/hosts";
import {
  armorPolicyName,
  backendServiceName,
  httpProxyName,
  httpRuleName,
  httpsProxyName,
  httpsRuleName,
  redirectUrlMapName,
  tlsPolicyName,
  urlMapName,
} from "../../environments/names";
import { BACKEND_ROWS, FORWARDING_RULE_ROWS, HTTPS_REDIRECT, TLS_POLICY } from "../../google/hardened/load-balancer";
import { failed, passed, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import {
  readAddress,
  readBackend,
  readCertificates,
  readEndpointGroup,
  readForwardingRule,
  readHttpProxy,
  readHttpsProxy,
  readTlsPolicy,
  readUrlMap,
  type LiveCertificate,
  type LiveUrlMap,
} from "../live/load-balancer";
import { resourceName } from "../live/reader";
import { adminChecksOf, type AdminContext, type AdminRow } from "./admin-check";
import { compareSettings, hardenedSettings, setting } from "./settings";

/** The load balancer's parts: where it leads, what it accepts, its backend services and its certificates. */
export const loadBalancerChecks = (context: AdminContext): readonly Check[] => {
  const { environment } = context;
  return adminChecksOf(context, [
    urlMapRow(environment),
    redirectRow(environment),
    httpsProxyRow(environment),
    ...entrancesOf(environment).map((entrance) => forwardingRuleRow(environment, entrance)),
    ...routedServices(environment).flatMap((service) => [
      backendRow(environment, service),
      endpointGroupRow(environment, service),
    ]),
    ...routedHosts(environment).map((host) => certificateRow(environment, host)),
  ]);
};

const gone = "not-as-declared";

/** The URL map is the host table: every host, every path, and where all other hosts lead. */
const urlMapRow = (environment: Environment): AdminRow => ({
  id: "load-balancer/url-map",
  title: "the URL map leads every host and path as the host table does",
  gone,
  ask: async (live) => {
    const found = liveRoutes(await readUrlMap(live, environment, urlMapName(environment)));
    const declared = declaredRoutes(environment);
    const keys = [...new Set([...declared.keys(), ...found.keys()])];
    return compareSettings(keys.map((key) => setting(key, found.get(key), declared.get(key))));
  },
});

/** Host and path → name of the backend service. */
type Routes = ReadonlyMap<string, string>;

/** Requests for a host that is not in the table. */
const ANY_HOST = "any other host";

function declaredRoutes(environment: Environment): Routes {
  const rows = Object.values(environment.hosts);
  const backend = (service: string): string => backendServiceName(environment, service);
  return new Map([
    ...rows.flatMap(({ host, service, paths = [] }) => [
      [host, backend(service)] as const,
      ...paths.map((route) => [`${host}${route.path}`, backend(route.service)] as const),
    ]),
    // An unknown host gets the service of the table's first row.
    ...rows.slice(0, 1).map(({ service }) => [ANY_HOST, backend(service)] as const),
  ]);
}

function liveRoutes({ defaultService, hostRules, pathMatchers }: LiveUrlMap): Routes {
  return new Map([
    ...hostRules.flatMap(({ hosts, pathMatcher }) => {
      const matcher = pathMatchers.find(({ name }) => name === pathMatcher);
      return hosts.flatMap((host) => hostRoutes(host, matcher));
    }),
    [ANY_HOST, backendName(defaultService)],
  ]);
}

const hostRoutes = (
  host: string,
  matcher: LiveUrlMap["pathMatchers"][number] | undefined,
): readonly (readonly [string, string])[] => [
  [host, backendName(matcher?.defaultService)],
  ...(matcher?.pathRules ?? []).flatMap(({ paths, service }) =>
    paths.map((path) => [`${host}${path}`, backendName(service)] as const),
  ),
  // A rule by header or priority goes before the paths, wherever it leads.
  ...(matcher?.routeRules ?? []).map((_rule, index) => [`${host}, route rule ${index + 1}`, "a rule"] as const),
];

const backendName = (link: string | undefined): string =>
  link === undefined ? "no backend service" : resourceName(link);

const redirectRow = (environment: Environment): AdminRow => ({
  id: "load-balancer/redirect",
  title: "the HTTP proxy sends everything to HTTPS",
  gone,
  ask: async (live) => {
    const name = redirectUrlMapName(environment);
    const [{ urlMap }, { hardened, hostRules }] = await Promise.all([
      readHttpProxy(live, environment),
      readUrlMap(live, environment, name),
    ]);
    return compareSettings([
      setting("targetHttpProxies.urlMap", resourceName(urlMap), name),
      ...hardenedSettings(HTTPS_REDIRECT, hardened),
      setting("hostRules", hostRules.length, 0),
    ]);
  },
});

const httpsProxyRow = (environment: Environment): AdminRow => ({
  id: "load-balancer/https-proxy",
  title: "the HTTPS proxy has the URL map and the TLS policy",
  gone,
  ask: async (live) => {
    const [{ urlMap, sslPolicy }, { hardened }] = await Promise.all([
      readHttpsProxy(live, environment),
      readTlsPolicy(live, environment),
    ]);
    return compareSettings([
      setting("targetHttpsProxies.urlMap", resourceName(urlMap), urlMapName(environment)),
      setting("targetHttpsProxies.sslPolicy", resourceName(sslPolicy), tlsPolicyName(environment)),
      ...hardenedSettings(TLS_POLICY, hardened, (path) => `sslPolicies.${path}`),
    ]);
  },
});

/** One of the two ports of the reserved address. */
interface Entrance {
  readonly scheme: "http" | "https";
  readonly rule: string;
  readonly port: number;
  readonly proxy: string;
}

const entrancesOf = (environment: Environment): readonly Entrance[] => [
  { scheme: "https", rule: httpsRuleName(environment), port: 443, proxy: httpsProxyName(environment) },
  { scheme: "http", rule: httpRuleName(environment), port: 80, proxy: httpProxyName(environment) },
];

const forwardingRuleRow = (environment: Environment, { scheme, rule, port, proxy }: Entrance): AdminRow => ({
  id: `load-balancer/forwarding-rule/${scheme}`,
  title: `port ${port} of the load balancer's address leads to its ${scheme.toUpperCase()} proxy`,
  gone,
  ask: async (live) => {
    const [address, found] = await Promise.all([
      readAddress(live, environment),
      readForwardingRule(live, environment, rule),
    ]);
    return compareSettings([
      setting("IPAddress", found.IPAddress, address),
      setting("portRange", found.portRange, `${port}-${port}`),
      setting("target", resourceName(found.target), proxy),
      ...hardenedSettings(FORWARDING_RULE_ROWS, found.hardened),
    ]);
  },
});

const backendRow = (environment: Environment, service: string): AdminRow => ({
  id: `load-balancer/${service}/backend`,
  title: `${service}: its backend service is as declared`,
  gone,
  ask: async (live) => {
    const found = await readBackend(live, environment, service);
    return compareSettings([
      ...hardenedSettings(BACKEND_ROWS, found.hardened),
      setting("securityPolicy", resourceName(found.securityPolicy), armorPolicyName(environment)),
      setting("customResponseHeaders", headersText(found.customResponseHeaders), `${BACKEND_HEADER}: ${service}`),
    ]);
  },
});

/** Google may answer a header without the space after its colon. */
const headersText = (headers: readonly string[]): string =>
  headers.map((header) => header.replace(/:\s*/, ": ")).join(", ");

/** A backend service leads to one serverless endpoint group, and that one to the Cloud Run service of its name. */
const endpointGroupRow = (environment: Environment, service: string): AdminRow => ({
  id: `load-balancer/${service}/endpoint-group`,
  title: `${service}: its backend service leads to it alone`,
  gone,
  ask: async (live) => {
    const { backends } = await readBackend(live, environment, service);
    const groups = await Promise.all(backends.map(({ group }) => readEndpointGroup(live, group)));
    return compareSettings([
      setting("networkEndpointType", groups.map((group) => group.networkEndpointType).join(", "), "SERVERLESS"),
      setting("cloudRun.service", groups.map(({ cloudRun }) => cloudRun.service).join(", "), service),
    ]);
  },
});

const ACTIVE = "ACTIVE";

/** A host has one managed certificate of its own on the proxy, and Google has it active. */
const certificateRow = (environment: Environment, host: string): AdminRow => ({
  id: `load-balancer/${host}/certificate`,
  title: `${host}: its managed certificate is active`,
  gone,
  ask: async (live) => certificateAttempt(host, await readCertificates(live, environment)),
});

function certificateAttempt(host: string, certificates: readonly LiveCertificate[]): Attempt {
  const own = certificates.flatMap(({ managed }) => (managed?.domains.includes(host) ? [managed] : []));
  const [certificate] = own;
  const expected = `one managed certificate for ${host} alone`;
  if (certificate === undefined) return failed("not-as-declared", "none", expected);
  if (own.length > 1 || certificate.domains.length > 1) {
    const found = own.map(({ domains }) => `one for ${domains.join(" and ")}`);
    return failed("not-as-declared", found.join(", "), expected);
  }
  const { status, domainStatus } = certificate;
  if (status === ACTIVE) return passed(ACTIVE);
  // The reason why Google does not activate it stands with the host: no address, another address, a CAA record.
  return failed("tls-host", `${status}, ${host}: ${domainStatus[host] ?? "no status"}`, ACTIVE);
}
