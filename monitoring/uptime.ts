import type { Environment, HostSpec } from "../environments/environment";
import { socketEndpoints } from "../environments/hosts";

/** Seconds between two looks from one place; Google allows 60, 300, 600 and 900. */
export const UPTIME_PERIOD_SECONDS = 60;

/** A question of Google's probers to a host. */
export interface UptimeCheck {
  /** Part of its address, `app` or `app-api`. */
  readonly key: string;
  readonly host: string;
  readonly path: string;
  /** Classes of answers that count as up. */
  readonly accepted: readonly ("1xx" | "2xx" | "3xx" | "4xx")[];
}

/** Which paths a service has below its prefix is its own affair: it need only not fail. */
const NO_FAILURE = ["2xx", "3xx", "4xx"] as const;

/**
 * A socket's path is asked without an upgrade, because probers know GET and POST. Servers of WebSockets answer that with
 * 426, with 400, or, as Starlette does, with 404; one that upgrades nevertheless says 101. All of them answered. What a
 * probe cannot tell is which service did: a prober matches a body and no header, so `./netra verify` holds that.
 */
const SOCKET_ANSWERS = ["1xx", ...NO_FAILURE] as const;

/**
 * What Google's probers ask: of every host the liveness path of its own service, of every service once its readiness path,
 * of every prefix that leads elsewhere the prefix itself, and every socket's path.
 */
export const uptimeChecksOf = (environment: Environment): readonly UptimeCheck[] => [
  ...Object.entries(environment.hosts).flatMap(([key, row]) => hostChecks(environment, key, row)),
  ...socketEndpoints(environment).map(({ key, host, path }) => ({
    key: `${key}${keyPart(path)}`,
    host,
    path,
    accepted: SOCKET_ANSWERS,
  })),
];

function hostChecks({ hosts, services }: Environment, key: string, row: HostSpec): readonly UptimeCheck[] {
  const { host, service, paths = [] } = row;
  const probes = services[service]?.probes;
  const isFirstOfService = Object.values(hosts).find((each) => each.service === service) === row;
  return [
    { key, host, path: probes?.liveness.path ?? "/", accepted: ["2xx"] },
    ...(probes !== undefined && isFirstOfService
      ? [{ key: `${key}-ready`, host, path: probes.startup.path, accepted: ["2xx"] as const }]
      : []),
    ...paths
      .filter((route) => route.path.endsWith("/*") && !isSocketPath(route.path, services[route.service]?.sockets?.path))
      .map((route) => ({
        key: `${key}${keyPart(route.path.replace(/\/\*$/, ""))}`,
        host,
        path: route.path.slice(0, -1),
        accepted: NO_FAILURE,
      })),
  ];
}

/** `/api/v1` → `-api-v1`. */
const keyPart = (path: string): string => path.replaceAll("/", "-");

const isSocketPath = (route: string, socketPath: string | undefined): boolean =>
  socketPath !== undefined && route.startsWith(`${socketPath}/`);
