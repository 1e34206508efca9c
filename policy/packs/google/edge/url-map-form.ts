import { LOAD_BALANCING_REFUSALS as REFUSALS } from "../../../../google/refusals/load-balancing";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource, listAt } from "../../../core/resource";
import { judgeValue } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { isOpenValue, targetsOf } from "../../../core/relations/targets";
import { BACKEND_SERVICES, groupKind } from "./serverless-backends";

const URL_MAPS = ["google_compute_url_map", "google_compute_region_url_map"];

/** The check "for every url map, this". */
const forEveryMap =
  (check: (map: Resource, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    URL_MAPS.flatMap((type) => estate.ofType(type)).flatMap((map) => check(map, estate));

const matchers: Rule = {
  id: "lb-path-matcher",
  kind: "refused",
  severity: "high",
  title: "Every host rule names a path matcher of its map",
  why: "Google refuses a map whose host rule names another at apply; the provider does not compare the two.",
  fix: "declare the path matcher, or correct the name",
  source: "https://cloud.google.com/load-balancing/docs/url-map-concepts",
  check: forEveryMap((map) => {
    if (valueAt(map, "path_matcher") === UNKNOWN) return [unknown(map, "path_matcher")];
    const paths = blockPaths(map, "path_matcher").map((matcher) => `${matcher}.name`);
    const unknownPath = paths.find((path) => valueAt(map, path) === UNKNOWN);
    const names = paths.map((path) => textAt(map, path));
    return blockPaths(map, "host_rule").flatMap((rule) => {
      const path = `${rule}.path_matcher`;
      if (valueAt(map, path) === UNKNOWN) return [unknown(map, path)];
      if (REFUSALS.pathMatcher.accepts({ name: textAt(map, path) ?? "", declared: names })) return [];
      return unknownPath === undefined
        ? [violation(map, `${path}: no path matcher of that name found, a declared one allowed`)]
        : [unknown(map, unknownPath)];
    });
  }),
};

const unusedMatchers: Rule = {
  id: "lb-path-matcher-unused",
  kind: "no effect",
  severity: "medium",
  title: "Every path matcher is named by a host rule",
  why: "Google takes it, and asks it for no request: its paths and redirects do nothing.",
  fix: "name it in a host_rule, or remove it",
  source: "https://cloud.google.com/load-balancing/docs/url-map-concepts",
  check: forEveryMap((map) => {
    const rules = blockPaths(map, "host_rule").map((rule) => valueAt(map, `${rule}.path_matcher`));
    if (valueAt(map, "host_rule") === UNKNOWN || rules.includes(UNKNOWN)) return [];
    return blockPaths(map, "path_matcher").flatMap((matcher) => {
      const name = valueAt(map, `${matcher}.name`);
      return typeof name === "string" && !rules.includes(name)
        ? [violation(map, `${matcher}: no host rule names it, one needed`)]
        : [];
    });
  }),
};

const hosts: Rule = {
  id: "lb-host-once",
  kind: "refused",
  severity: "high",
  title: "A host stands in one host rule",
  why: "Google refuses a map with one host in two rules at apply.",
  fix: "keep the host in one of them",
  source: "https://cloud.google.com/load-balancing/docs/url-map-concepts",
  check: forEveryMap((map) => {
    const rules = blockPaths(map, "host_rule");
    // A host that nobody knows may be another's: a plan has a set with one of them as unknown.
    const open = rules.map((rule) => `${rule}.hosts`).filter((path) => isOpenValue(valueAt(map, path)));
    if (rules.length > 1 && open.length > 0) return open.map((path) => unknown(map, path));
    const seen = new Map<string, string>();
    return rules.flatMap((rule) =>
      listAt(map, `${rule}.hosts`).flatMap((host, index) => {
        if (typeof host !== "string") return [];
        const place = `${rule}.hosts[${index}]`;
        const first = seen.get(host.toLowerCase());
        const isFree = REFUSALS.hosts.accepts({ hosts: [...seen.keys(), host.toLowerCase()] });
        if (isFree) seen.set(host.toLowerCase(), place);
        return isFree ? [] : [violation(map, `${place}: the host of ${first} too, each once allowed`)];
      }),
    );
  }),
};

/** A path, with at most one wildcard, at its end behind a slash. */
const PATH = /^\/([^*]*\/)?\*?$|^\/[^*]*$/;

const pathRules = (map: Resource): readonly string[] =>
  blockPaths(map, "path_matcher").flatMap((matcher) => blockPaths(map, `${matcher}.path_rule`));

const paths: Rule = {
  id: "lb-path-form",
  kind: "refused",
  severity: "high",
  title: "The wildcard of a path stands at its end, behind a slash",
  why: "Google refuses `/ws*` at apply; `/ws/*` alone leaves `/ws` itself to the default.",
  fix: "list /ws and /ws/*",
  source: "https://cloud.google.com/load-balancing/docs/url-map-concepts",
  check: forEveryMap((map) =>
    pathRules(map).flatMap((rule) => [
      ...(isOpenValue(valueAt(map, `${rule}.paths`)) ? [unknown(map, `${rule}.paths`)] : []),
      ...listAt(map, `${rule}.paths`).flatMap((path, index) =>
        typeof path === "string" && !PATH.test(path)
          ? [violation(map, `${rule}.paths[${index}]: another form found, /… or /…/* allowed`)]
          : [],
      ),
    ]),
  ),
};

/** A path at which clients open sockets. */
const SOCKET_PATH = /(^|\/)(ws|wss|web-?sockets?|sockets?|socket\.io|realtime|cable|stream)(\/|$)/i;

const socketRules = (map: Resource): readonly string[] =>
  pathRules(map).filter((rule) =>
    listAt(map, `${rule}.paths`).some((path) => typeof path === "string" && SOCKET_PATH.test(path.replace(/\*$/, ""))),
  );

const MIN_SOCKET_SECONDS = 3600;

const routeTimeout: Rule = {
  id: "lb-socket-route-timeout",
  kind: "down",
  severity: "high",
  title: "The route of a socket path has no short timeout",
  why: "It takes the place of the backend service's timeout: in front of machines a socket is cut at that age, and clients reconnect in a loop.",
  fix: "remove route_action.timeout from the socket's path rule, or set it to 3600 s or more",
  source: "https://cloud.google.com/load-balancing/docs/https#timeout-backend-service",
  check: forEveryMap((map) =>
    socketRules(map).flatMap((rule) => {
      const path = `${rule}.route_action[0].timeout[0].seconds`;
      // Google answers an absent timeout with "".
      return judgeValue(
        map,
        path,
        (value) => value === undefined || value === "" || (numberAt(map, path) ?? 0) >= MIN_SOCKET_SECONDS,
        "3600 or more",
      );
    }),
  ),
};

const backendTimeout: Rule = {
  id: "lb-socket-backend-timeout",
  kind: "down",
  severity: "high",
  title: "The backend service of a socket path keeps connections for an hour",
  why: "In front of machines timeout_sec is how long a socket may be idle, on a classic load balancer how long it may live; left out it is 30 s.",
  fix: "set timeout_sec to 3600 or more",
  source: "https://cloud.google.com/load-balancing/docs/https#timeout-backend-service",
  check: forEveryMap((map, estate) => {
    const backends = socketRules(map).flatMap((rule) => [
      ...targetsOf(estate, map, `${rule}.service`, BACKEND_SERVICES),
      ...blockPaths(map, `${rule}.route_action[0].weighted_backend_services`).flatMap((weighted) =>
        targetsOf(estate, map, `${weighted}.backend_service`, BACKEND_SERVICES),
      ),
    ]);
    return [...new Set(backends)]
      .filter((backend) => {
        const kinds = blockPaths(backend, "backend").map((block) => groupKind(estate, backend, block));
        // In front of a serverless NEG timeout_sec bounds no socket.
        return kinds.length > 0 && kinds.every((kind) => kind === "other");
      })
      .flatMap((backend) =>
        judgeValue(
          backend,
          "timeout_sec",
          (value) => typeof value === "number" && value >= MIN_SOCKET_SECONDS,
          `${MIN_SOCKET_SECONDS} or more (a socket path leads here)`,
        ),
      );
  }),
};

/** The form of a url map, and what its socket paths need. */
export const urlMapFormRules: readonly Rule[] = [unusedMatchers, matchers, hosts, paths, routeTimeout, backendTimeout];
