import type { Environment } from "../environments/environment";
import { socketEndpoints } from "../environments/hosts";
import type { StatusClass } from "../google/alerting";

/** Seconds between two looks from one place; Google allows 60, 300, 600 and 900. */
export const UPTIME_PERIOD_SECONDS = 60;

/** A question of Google's probers to a host. */
export interface UptimeCheck {
  /** Part of its address, `app` or `app-api`. */
  readonly key: string;
  readonly host: string;
  readonly path: string;
  /** Classes of answers that count as up. */
  readonly accepted: readonly StatusClass[];
}

/** A service answers a plain GET of its sockets' path with 426, Starlette with 404: it need only not fail. */
const NO_FAILURE: readonly StatusClass[] = ["1xx", "2xx", "3xx", "4xx"];

/**
 * What Google's probers ask of every host: the liveness of its own service, and its readiness where that depends on the
 * database or the cache; every prefix that leads elsewhere; and the path of sockets. Probers know GET and POST and read no
 * header, so that they see that a path is served at all: `./netra verify` opens a socket, and tells who answers.
 */
export const uptimeChecksOf = (environment: Pick<Environment, "hosts" | "services">): readonly UptimeCheck[] =>
  Object.entries(environment.hosts).flatMap(([key, { host, service, paths = [] }]) => {
    const spec = environment.services[service];
    const sockets = socketEndpoints(environment).filter((endpoint) => endpoint.key === key);
    return [
      { key, host, path: spec?.probes.liveness.path ?? "/", accepted: ["2xx"] as const },
      ...(spec && (spec.databasePool ?? spec.cachePool)
        ? [{ key: `${key}-ready`, host, path: spec.probes.startup.path, accepted: ["2xx"] as const }]
        : []),
      ...paths
        .filter(({ path }) => path.endsWith("/*") && !sockets.some((socket) => path.startsWith(`${socket.path}/`)))
        .map(({ path }) => ({
          key: `${key}${path.replace(/\/\*$/, "").replaceAll("/", "-")}`,
          host,
          path: path.slice(0, -1),
          // Which paths a service has below its prefix is its own affair.
          accepted: NO_FAILURE,
        })),
      ...sockets.map(({ path }) => ({
        key: `${key}-socket`,
        host,
        path,
        accepted: NO_FAILURE,
      })),
    ];
  });
