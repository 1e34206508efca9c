import { routedHosts, routedServices } from "../hosts";
import { MAX_CERTIFICATES_PER_PROXY } from "../../google/load-balancing";
import { problemUnless, type Check, type Problem } from "./problem";

const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const PATH = /^\/(?:[A-Za-z0-9._~-]+\/)*(?:\*|[A-Za-z0-9._~-]*)$/;

const forms: Check = (environment) =>
  Object.entries(environment.hosts).flatMap(([key, { host }]) => {
    const path = `${environment.name}.hosts.${key}.host`;
    const inDomain = host === environment.domain || host.endsWith(`.${environment.domain}`);
    return [
      ...problemUnless(
        HOST.test(host),
        path,
        `"${host}" is no host name; a managed certificate takes no wildcard and no port`,
      ),
      ...problemUnless(inDomain, path, `"${host}" is not in the environment's domain ${environment.domain}`),
    ];
  });

const duplicates: Check = (environment) => {
  const first = new Map<string, string>();
  return Object.entries(environment.hosts).flatMap(([key, { host }]) => {
    const earlier = first.get(host);
    if (earlier === undefined) first.set(host, key);
    return problemUnless(
      earlier === undefined,
      `${environment.name}.hosts.${key}.host`,
      `"${host}" stands at hosts.${earlier} too; a host has one row, its other paths go under paths`,
    );
  });
};

const destinations: Check = (environment) => {
  const known = Object.keys(environment.services).join(", ");
  const missing = (service: string, path: string): Problem[] =>
    problemUnless(service in environment.services, path, `routed nowhere: no service "${service}"; known: ${known}`);
  return Object.entries(environment.hosts).flatMap(([key, row]) => {
    const path = `${environment.name}.hosts.${key}`;
    const seen = new Set<string>();
    const paths = (row.paths ?? []).flatMap((route, index) => {
      const at = `${path}.paths[${index}]`;
      const again = seen.has(route.path);
      seen.add(route.path);
      return [
        ...missing(route.service, `${at}.service`),
        ...problemUnless(PATH.test(route.path), `${at}.path`, `"${route.path}" found; allowed: /exact or /prefix/*`),
        ...problemUnless(!again, `${at}.path`, `"${route.path}" stands twice for this host; remove one`),
      ];
    });
    return [...missing(row.service, `${path}.service`), ...paths];
  });
};

const announcements: Check = (environment) =>
  (["FRONTEND_URL", "AUTH_SERVICE_URL"] as const).flatMap((variable) => {
    const rows = Object.values(environment.hosts).filter(({ announcedAs }) => announcedAs === variable);
    return problemUnless(
      rows.length === 1,
      `${environment.name}.hosts`,
      `${rows.length} rows are announced as ${variable}, exactly one is needed: services read its URL`,
    );
  });

const counts: Check = (environment) => [
  ...problemUnless(
    routedHosts(environment).length <= MAX_CERTIFICATES_PER_PROXY,
    `${environment.name}.hosts`,
    `${routedHosts(environment).length} hosts, each with a certificate, at most ${MAX_CERTIFICATES_PER_PROXY} on one load balancer`,
  ),
  ...problemUnless(
    routedServices(environment).length > 0,
    `${environment.name}.hosts`,
    "no host: nothing would reach the services",
  ),
];

export const hostChecks: readonly Check[] = [forms, duplicates, destinations, announcements, counts];
