import { CATALOG } from "../../sandbox/apis";
import { resolvePath } from "../../sandbox/core/paths";
import type { JsonObject } from "../../sandbox/core/json";
import { Router } from "../../sandbox/core/router";
import { checkRequest } from "../../sandbox/schema/request-gate";
import { methodSchema } from "../../sandbox/schema/schemas";
import { sandboxVariables } from "../../sandbox/variables";
import type { GoogleApi, GoogleFiles, Query } from "../../verify/google-api";
import { endpointOf, type ApiName } from "../../verify/google-endpoints";

const ROUTER = new Router(CATALOG.routes);

const ENDPOINTS = sandboxVariables("http://127.0.0.1");

interface Asked {
  readonly method: string;
  readonly api: ApiName;
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
}

/** What Google's discovery documents say against a request: its method, path, query and body. */
export function requestProblems({ method, api, path, query = {}, body }: Asked): readonly string[] {
  const { pathname } = new URL(`${endpointOf(api, ENDPOINTS)}${path}`);
  const resolved = resolvePath(CATALOG.apis, pathname);
  if (resolved === undefined || resolved === "malformed") return [`${pathname}: a path of no API`];
  const found = ROUTER.matchRoute(resolved.api.name, method, resolved.segments, resolved.verb);
  const schema = found && methodSchema(resolved.api, found.route);
  if (found === undefined || schema === undefined) return [`${method} ${pathname}: a method that no document has`];
  const parameters = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    ),
  );
  const sent = (body ?? {}) as JsonObject;
  return checkRequest(resolved.api, schema, {
    method,
    params: found.params,
    query: parameters,
    body: sent,
  }).violations.map(({ message }) => `${method} ${pathname}: ${message}`);
}

function assertAsDocumented(asked: Asked): void {
  const problems = requestProblems(asked);
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

type Played = GoogleApi & Partial<GoogleFiles>;

/** Something that plays Google's APIs, and is asked only what Google's discovery documents know: anything else throws. */
export function checkedGoogle<T extends Played>(played: T): T {
  const { text, remove } = played;
  const checked: Played = {
    get: (api, path, query, ...more) => {
      assertAsDocumented({ method: "GET", api, path, ...(query && { query }) });
      return played.get(api, path, query, ...more);
    },
    post: (api, path, body, ...more) => {
      assertAsDocumented({ method: "POST", api, path, body });
      return played.post(api, path, body, ...more);
    },
    ...(text && {
      text: (api, path, query, most) => {
        assertAsDocumented({ method: "GET", api, path, query });
        return text(api, path, query, most);
      },
    }),
    ...(remove && {
      remove: (api, path, query) => {
        assertAsDocumented({ method: "DELETE", api, path, ...(query && { query }) });
        return remove(api, path, query);
      },
    }),
  };
  return { ...played, ...checked };
}
