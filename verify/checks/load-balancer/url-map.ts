import { backendServiceName, urlMapName } from "../../../environments/names";
import type { Environment } from "../../../environments/environment";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { resourceName } from "../../live/links";
import { readUrlMap, type LiveUrlMap } from "../../live/url-maps";
import { asDeclared, setting } from "../admin/settings";

/** Where requests for a host that no row names end up. */
const ANY_HOST = "any other host";

/** The URL map is the host table: every host, every path, and where the rest goes. */
export const urlMapCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "load-balancer/url-map",
    title: "the URL map leads every host and path as the host table does",
    gone: "not-as-declared",
    ask: async (live) => {
      const { environment } = context;
      const found = liveRoutes(await readUrlMap(live, environment, urlMapName(environment)));
      const declared = declaredRoutes(environment);
      const keys = [...new Set([...declared.keys(), ...found.keys()])];
      return asDeclared(keys.map((key) => setting(key, found.get(key), declared.get(key))));
    },
  });

type Routes = ReadonlyMap<string, string>;

/** Host and path → name of the backend service. */
function declaredRoutes(environment: Environment): Routes {
  const rows = Object.values(environment.hosts);
  const backend = (service: string): string => backendServiceName(environment, service);
  return new Map([
    ...rows.flatMap(({ host, service, paths = [] }) => [
      [host, backend(service)] as const,
      ...paths.map((route) => [`${host}${route.path}`, backend(route.service)] as const),
    ]),
    // The first row of the table is what an unknown host sees.
    ...rows.slice(0, 1).map(({ service }) => [ANY_HOST, backend(service)] as const),
  ]);
}

function liveRoutes({ defaultService, hostRules, pathMatchers }: LiveUrlMap): Routes {
  return new Map([
    ...hostRules.flatMap(({ hosts, pathMatcher }) => {
      const matcher = pathMatchers.find(({ name }) => name === pathMatcher);
      return hosts.flatMap((host) => routesOf(host, matcher));
    }),
    [ANY_HOST, backendOf(defaultService)],
  ]);
}

const routesOf = (
  host: string,
  matcher: LiveUrlMap["pathMatchers"][number] | undefined,
): readonly (readonly [string, string])[] => [
  [host, backendOf(matcher?.defaultService)],
  ...(matcher?.pathRules ?? []).flatMap(({ paths, service }) =>
    paths.map((path) => [`${host}${path}`, backendOf(service)] as const),
  ),
  // A rule by header or priority goes before the paths, wherever it leads.
  ...(matcher?.routeRules ?? []).map((_rule, index) => [`${host}, route rule ${index + 1}`, "a rule"] as const),
];

const backendOf = (link: string | undefined): string =>
  link === undefined ? "no backend service" : resourceName(link);
