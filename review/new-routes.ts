import { isPrintable } from "../google/printable";
import { plainPath } from "../google/paths";
import { blockPaths, listAt, referencesAt, textAt, type Resource } from "../policy/core/resource";
import { countText } from "../report/text";
import type { Change } from "./change";
import { isMarked } from "./new-facts";
import type { NewGroups } from "./new-groups";
import { listText } from "./outline/address";
import type { PlanGraph } from "./ripples";

/** Most routes of a new thing that are named. */
const MOST_ROUTES = 3;

/** Part of a URL map → the backend that it leads to, of a host the default and of a path its own. */
interface Route {
  /** What a request has to have, `docs.example.com/api/*`. */
  readonly text: string;
  readonly backends: readonly string[];
}

/** The routes of a URL map, as far as their hosts and paths may be printed. */
function routesOf(map: Resource, { type, sensitive, versions }: Change): readonly Route[] {
  const shown = (path: string): readonly string[] =>
    listAt(map, path).flatMap((value, index) => {
      const place = `${path}[${index}]`;
      const isShown = typeof value === "string" && !isMarked(sensitive, place);
      return isShown && isPrintable(type, plainPath(place), value, versions) ? [value] : [];
    });
  return blockPaths(map, "host_rule").flatMap((rule) => {
    const name = textAt(map, `${rule}.path_matcher`);
    const matcher = blockPaths(map, "path_matcher").find((path) => textAt(map, `${path}.name`) === name);
    if (name === undefined || matcher === undefined) return [];
    return shown(`${rule}.hosts`).flatMap((host): readonly Route[] => [
      { text: host, backends: referencesAt(map, `${matcher}.default_service`) },
      ...blockPaths(map, `${matcher}.path_rule`).flatMap((path) => {
        const backends = referencesAt(map, `${path}.service`);
        return shown(`${path}.paths`).map((text) => ({ text: `${host}${text}`, backends }));
      }),
    ]);
  });
}

/** Hosts and paths that lead to new things, by the address of each: `routed from docs.example.com`. */
export function newRoutes(
  graphs: readonly { readonly name: string; readonly graph: PlanGraph }[],
  groups: NewGroups,
): ReadonlyMap<string, string> {
  const routes = new Map<string, string[]>();
  for (const { name, graph } of graphs) {
    for (const change of graph.changes) {
      const map = change.type === "google_compute_url_map" ? graph.resourceAt(change.address) : undefined;
      for (const { text, backends } of map ? routesOf(map, change) : []) {
        const heads = new Set(backends.flatMap((backend) => groups.headOf(name, backend) ?? []));
        for (const head of heads) routes.set(head, [...(routes.get(head) ?? []), text]);
      }
    }
  }
  return new Map([...routes].map(([head, texts]) => [head, `routed from ${routeText([...new Set(texts)])}`]));
}

const routeText = (texts: readonly string[]): string =>
  texts.length <= MOST_ROUTES
    ? listText(texts)
    : listText([...texts.slice(0, MOST_ROUTES - 1), countText(texts.length - MOST_ROUTES + 1, "more place")]);
