import type { Route } from "./call";

/** A route with the values of its placeholders. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request. Routes are grouped by API, method, number of segments and verb; the first route of a
 * group that fits is taken.
 */
export class Router {
  private readonly groups = new Map<string, { route: Route; pattern: readonly string[] }[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const pattern = route.pattern.split("/");
      const key = groupName(route.api, route.method, pattern.length, route.verb);
      this.groups.set(key, [...(this.groups.get(key) ?? []), { route, pattern }]);
    }
  }

  /** The route of a request. */
  matchRoute(api: string, method: string, segments: readonly string[], verb: string | undefined): Match | undefined {
    for (const { route, pattern } of this.groups.get(groupName(api, method, segments.length, verb)) ?? []) {
      const params = bindParams(pattern, segments);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

const groupName = (api: string, method: string, length: number, verb = ""): string =>
  `${api} ${method} ${length} ${verb}`;

function bindParams(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
