import type { HostSpec } from "../../../environments/environment";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource, type Value } from "../../core/resource";
import { forEveryResource } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import type { Spec } from "../../core/spec";
import { RUN_SERVICE } from "./cloud-run";
import { targetsOf } from "./references";
import { BACKEND_SERVICE, negsOf } from "./serverless-backends";

export const URL_MAP = "google_compute_url_map";
export const HTTPS_PROXY = "google_compute_target_https_proxy";

/** The path that stands for all others of a host. */
const ANY = "/*";

interface Row {
  readonly host: string;
  readonly path: string;
  /** Where the destination stands. */
  readonly at: string;
}

const listAt = (resource: Resource, path: string): readonly Value[] => {
  const value = valueAt(resource, path);
  return Array.isArray(value) ? (value as readonly Value[]) : [];
};

const textsAt = (resource: Resource, path: string): readonly string[] =>
  listAt(resource, path).filter((item) => typeof item === "string");

/** Hosts of a url map's host rules, in lower case. */
export const hostsOf = (map: Resource): readonly string[] =>
  blockPaths(map, "host_rule").flatMap((rule) => textsAt(map, `${rule}.hosts`).map((host) => host.toLowerCase()));

/** The first part of a url map's host table that is not known. */
export function unknownHosts(map: Resource): string | undefined {
  if (valueAt(map, "host_rule") === UNKNOWN) return "host_rule";
  return blockPaths(map, "host_rule")
    .map((rule) => `${rule}.hosts`)
    .find((path) => valueAt(map, path) === UNKNOWN || listAt(map, path).includes(UNKNOWN));
}

const unknownPaths = (map: Resource): string | undefined =>
  ["path_matcher", ...blockPaths(map, "path_matcher").map((matcher) => `${matcher}.path_rule`)].find(
    (path) => valueAt(map, path) === UNKNOWN,
  );

function rowsOf(map: Resource): readonly Row[] {
  const matchers = blockPaths(map, "path_matcher");
  return blockPaths(map, "host_rule").flatMap((rule) => {
    const name = textAt(map, `${rule}.path_matcher`);
    const matcher = matchers.find((candidate) => textAt(map, `${candidate}.name`) === name);
    if (matcher === undefined) return [];
    const routes = blockPaths(map, `${matcher}.path_rule`).flatMap((route) =>
      textsAt(map, `${route}.paths`).map((path) => ({ path, at: `${route}.service` })),
    );
    return textsAt(map, `${rule}.hosts`).flatMap((host) =>
      [{ path: ANY, at: `${matcher}.default_service` }, ...routes].map((route) => ({
        host: host.toLowerCase(),
        ...route,
      })),
    );
  });
}

/** The spec's host table, row by row. */
const specRows = ({ environment: { hosts } }: Spec) =>
  Object.values(hosts).flatMap(({ host, service, paths = [] }: HostSpec) => [
    { host, path: ANY, service },
    ...paths.map((route) => ({ host, ...route })),
  ]);

/** One row's destination against the Cloud Run service that the spec names. */
function judgeDestination(estate: Estate, map: Resource, { host, path, at }: Row, service: string): readonly Verdict[] {
  const backends = targetsOf(estate, map, at, [BACKEND_SERVICE]);
  if (backends.length === 0 && valueAt(map, at) === UNKNOWN) return [unknown(map, at)];
  const served = backends
    .flatMap((backend) => negsOf(estate, backend))
    .map((neg) => textAt(neg, "cloud_run[0].service"));
  const lost = backends.some((backend) => valueAt(backend, "backend") === UNKNOWN);
  if (lost || served.includes(undefined)) return [unknown(map, at)];
  const existing = estate.ofType(RUN_SERVICE).map((resource) => textAt(resource, "name"));
  // A name that no service bears is lb-neg-service's finding.
  if (existing.length > 0 && served.some((name) => !existing.includes(name))) return [];
  if (served.length > 0 && served.every((name) => name === service)) return [];
  const found = served.length > 0 ? [...new Set(served)].join(", ") : "no serverless NEG";
  return [violation(map, `${at}: ${host}${path} leads to ${found}, only to ${service} allowed`)];
}

function judgeTable(estate: Estate, map: Resource, spec: Spec): readonly Verdict[] {
  const open = unknownHosts(map) ?? unknownPaths(map);
  if (open !== undefined) return [unknown(map, open)];
  const rows = rowsOf(map);
  const wanted = specRows(spec);
  const same = (a: { host: string; path: string }, b: { host: string; path: string }): boolean =>
    a.host === b.host && a.path === b.path;
  const declared = wanted.flatMap((row) => {
    const found = rows.filter((candidate) => same(candidate, row));
    return found.length > 0
      ? found.flatMap((candidate) => judgeDestination(estate, map, candidate, row.service))
      : [violation(map, `host_rule: no row for ${row.host}${row.path} found, one to ${row.service} needed`)];
  });
  const extra = rows.filter((row) => !wanted.some((candidate) => same(candidate, row)));
  const routeRules = blockPaths(map, "path_matcher").filter(
    (matcher) => blockPaths(map, `${matcher}.route_rules`).length > 0,
  );
  return [
    ...declared,
    ...extra.map(({ host, path, at }) => violation(map, `${at}: ${host}${path} found, only rows of the spec allowed`)),
    ...routeRules.map((matcher) => violation(map, `${matcher}.route_rules: found, only rows of the spec allowed`)),
  ];
}

const routes: Rule = {
  id: "lb-routes",
  kind: "down",
  severity: "critical",
  title: "The url map routes every host and path of the spec to its service, and nothing else",
  why: "A path that leads elsewhere answers 502 or 404 while every service is healthy (incident 20).",
  fix: "route as the environment's host table says, or change the table",
  check: (estate) => {
    const { spec } = estate;
    if (!spec) return [];
    const proxies = estate.ofType(HTTPS_PROXY);
    const maps = new Set(proxies.flatMap((proxy) => targetsOf(estate, proxy, "url_map", [URL_MAP])));
    const lost = proxies.filter((proxy) => targetsOf(estate, proxy, "url_map", [URL_MAP]).length === 0);
    return [
      ...lost.map((proxy) => unknown(proxy, "url_map")),
      ...[...maps].flatMap((map) => judgeTable(estate, map, spec)),
    ];
  },
};

/** What one default of a map or a path matcher answers to "both?". */
function judgeDefault(map: Resource, prefix: string): readonly Verdict[] {
  const service = valueAt(map, `${prefix}default_service`);
  const redirect = valueAt(map, `${prefix}default_url_redirect[0]`);
  if (service === undefined || service === "" || redirect === undefined) return [];
  if (redirect === UNKNOWN) return [unknown(map, `${prefix}default_url_redirect`)];
  // A reference always yields a link; any other expression may yield nothing.
  if (service === UNKNOWN && referencesAt(map, `${prefix}default_service`).length === 0) {
    return [unknown(map, `${prefix}default_service`)];
  }
  return [violation(map, `${prefix}default_service: found beside default_url_redirect, one of them allowed`)];
}

const oneDefault: Rule = {
  id: "lb-url-map-default",
  kind: "refused",
  severity: "high",
  title: "A url map, and each of its path matchers, has a default service or a default redirect, not both",
  why: "Google refuses both together at apply; the provider sees it only where both are known.",
  fix: "remove default_service or default_url_redirect",
  check: forEveryResource(URL_MAP, (map) =>
    ["", ...blockPaths(map, "path_matcher").map((matcher) => `${matcher}.`)].flatMap((prefix) =>
      judgeDefault(map, prefix),
    ),
  ),
};

export const urlMapRules: readonly Rule[] = [routes, oneDefault];
