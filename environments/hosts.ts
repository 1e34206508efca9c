import type { Environment, HostSpec, PathRoute } from "./environment";

/** Views of the host table. Whatever names a host reads it here. */

/** Every routed host, in the table's order: the certificates' domains. */
export const routedHosts = ({ hosts }: Pick<Environment, "hosts">): readonly string[] =>
  Object.values(hosts).map(({ host }) => host);

/** The service that the load balancer leads a path of a host to; undefined for a host that no row names. */
export function serviceAt({ hosts }: Pick<Environment, "hosts">, host: string, path: string): string | undefined {
  const row = Object.values(hosts).find((candidate) => candidate.host === host);
  const covers = ({ path: pattern }: PathRoute): boolean =>
    pattern.endsWith("/*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
  // An exact path goes before a prefix, and a longer prefix before a shorter one, as in a URL map.
  const rank = ({ path: pattern }: PathRoute): number => (pattern.endsWith("/*") ? pattern.length : Infinity);
  const [best] = (row?.paths ?? []).filter(covers).sort((a, b) => rank(b) - rank(a));
  return best?.service ?? row?.service;
}

/** A place at which sockets are accepted. */
export interface SocketEndpoint {
  /** The row's key in the host table. */
  readonly key: string;
  readonly host: string;
  readonly path: string;
  readonly service: string;
}

/** Every place at which a browser may open a socket: each host whose row leads a service's socket path to it. */
export const socketEndpoints = (environment: Pick<Environment, "hosts" | "services">): readonly SocketEndpoint[] =>
  Object.entries(environment.hosts).flatMap(([key, { host }]) =>
    Object.entries(environment.services).flatMap(([service, { sockets }]) =>
      sockets !== undefined && serviceAt(environment, host, sockets.path) === service
        ? [{ key, host, path: sockets.path, service }]
        : [],
    ),
  );

/** Services that a host or a path leads to, each once, in the order of the table. */
export function routedServices({ hosts }: Pick<Environment, "hosts">): readonly string[] {
  const named = Object.values(hosts).flatMap((row: HostSpec) => [
    row.service,
    ...(row.paths ?? []).map(({ service }) => service),
  ]);
  return [...new Set(named)];
}

/** `https://` URL of the host that is announced under a variable; undefined when none is. */
export function announcedUrl(
  { hosts }: Pick<Environment, "hosts">,
  variable: NonNullable<HostSpec["announcedAs"]>,
): string | undefined {
  const row = Object.values(hosts).find(({ announcedAs }) => announcedAs === variable);
  return row && `https://${row.host}`;
}

/** Origins a browser may call from: every host whose own service serves pages. */
export const browserOrigins = ({ hosts, services }: Pick<Environment, "hosts" | "services">): readonly string[] =>
  Object.values(hosts)
    .filter(({ service }) => services[service]?.role === "web")
    .map(({ host }) => `https://${host}`);
