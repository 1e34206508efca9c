import type { Environment } from "../environments/environment";

/** Seconds between two looks from one place; Google allows 60, 300, 600 and 900. */
export const UPTIME_PERIOD_SECONDS = 60;

/** A question of Google's probers to a host. */
export interface UptimeCheck {
  /** Part of its address, `app` or `app-api`. */
  readonly key: string;
  readonly host: string;
  readonly path: string;
  /** Classes of answers that count as up. */
  readonly accepted: readonly ("2xx" | "3xx" | "4xx")[];
}

/**
 * What Google's probers ask: of every host the liveness path of its own service, and of every prefix that leads
 * elsewhere the prefix itself. A socket's path is not asked: probers know GET and POST, and a GET there is refused by a
 * healthy service as well; `./netra verify` opens a socket instead.
 */
export const uptimeChecksOf = ({ hosts, services }: Environment): readonly UptimeCheck[] =>
  Object.entries(hosts).flatMap(([key, { host, service, paths = [] }]) => [
    { key, host, path: services[service]?.probes.liveness.path ?? "/", accepted: ["2xx"] as const },
    ...paths
      .filter((route) => route.path.endsWith("/*") && !isSocketPath(route.path, services[route.service]?.sockets?.path))
      .map((route) => ({
        key: `${key}${route.path.replace(/\/\*$/, "").replaceAll("/", "-")}`,
        host,
        path: route.path.slice(0, -1),
        // Which paths a service has below its prefix is its own affair: it need only not fail.
        accepted: ["2xx", "3xx", "4xx"] as const,
      })),
  ]);

const isSocketPath = (route: string, socketPath: string | undefined): boolean =>
  socketPath !== undefined && route.startsWith(`${socketPath}/`);
