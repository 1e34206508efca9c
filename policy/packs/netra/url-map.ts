import type { HostSpec } from "../../../environments/environment";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../core/resource";
import { unknown, violation, type SpecRule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import type { Spec } from "../../core/spec";
import { RUN_SERVICE } from "../google/programs/cloud-run";
import { targetsOf } from "../../core/relations/targets";
import { BACKEND_SERVICE, negsOf } from "../google/edge/serverless-backends";
import { HTTPS_PROXY, URL_MAP, textsAt, unknownHosts } from "../google/edge/url-map";

/** The path that stands for all others of a host. */
const ANY = "/*";

interface Row {
  readonly host: string;
  readonly path: string;
  /** Where the destination stands. */
  readonly at: string;
}

/** The first part of a url map's path table that is not known. */
const unknownRoutes = (map: Resource): string | undefined =>
  ["path_matcher", ...blockPaths(map, "path_matcher").map((matcher) => `${matcher}.path_rule`)].find(
    (path) => valueAt(map, path) === UNKNOWN,
  );

/** Every host and path of a url map. */
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

/** The environment's host table, row by row. */
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
  const isUnknown = backends.some((backend) => valueAt(backend, "backend") === UNKNOWN);
  if (isUnknown || served.includes(undefined)) return [unknown(map, at)];
  const existing = estate.ofType(RUN_SERVICE).map((resource) => textAt(resource, "name"));
  // This rule compares declared services; lb-neg-service-declared judges names that no service has.
  if (existing.length > 0 && served.some((name) => !existing.includes(name))) return [];
  if (served.length > 0 && served.every((name) => name === service)) return [];
  const found = served.length > 0 ? [...new Set(served)].join(", ") : "no serverless NEG";
  return [violation(map, `${at}: ${host}${path} leads to ${found}, only to ${service} allowed`)];
}

function judgeTable(estate: Estate, map: Resource, spec: Spec): readonly Verdict[] {
  const unknownPath = unknownHosts(map) ?? unknownRoutes(map);
  if (unknownPath !== undefined) return [unknown(map, unknownPath)];
  const rows = rowsOf(map);
  const wanted = specRows(spec);
  const isSameRow = (a: { host: string; path: string }, b: { host: string; path: string }): boolean =>
    a.host === b.host && a.path === b.path;
  const declared = wanted.flatMap((row) => {
    const found = rows.filter((candidate) => isSameRow(candidate, row));
    return found.length > 0
      ? found.flatMap((candidate) => judgeDestination(estate, map, candidate, row.service))
      : [violation(map, `host_rule: no row for ${row.host}${row.path} found, one to ${row.service} needed`)];
  });
  const extra = rows.filter((row) => !wanted.some((candidate) => isSameRow(candidate, row)));
  const routeRules = blockPaths(map, "path_matcher").filter(
    (matcher) => blockPaths(map, `${matcher}.route_rules`).length > 0,
  );
  return [
    ...declared,
    ...extra.map(({ host, path, at }) => violation(map, `${at}: ${host}${path} found, only rows of the spec allowed`)),
    ...routeRules.map((matcher) => violation(map, `${matcher}.route_rules: found, only rows of the spec allowed`)),
  ];
}

const routes: SpecRule = {
  id: "lb-routes",
  kind: "down",
  severity: "critical",
  title: "The url map routes every host and path of the spec to its service, and nothing else",
  why: "A path that leads elsewhere answers 502 or 404 while every service is healthy (incident 20).",
  fix: "route as the environment's host table says, or change the table",
  check: (estate, spec) => {
    const proxies = estate.ofType(HTTPS_PROXY);
    const maps = new Set(proxies.flatMap((proxy) => targetsOf(estate, proxy, "url_map", [URL_MAP])));
    const unmapped = proxies.filter((proxy) => targetsOf(estate, proxy, "url_map", [URL_MAP]).length === 0);
    return [
      ...unmapped.map((proxy) => unknown(proxy, "url_map")),
      ...[...maps].flatMap((map) => judgeTable(estate, map, spec)),
    ];
  },
};

/** Where requests lead. */
export const urlMapRules: readonly SpecRule[] = [routes];
