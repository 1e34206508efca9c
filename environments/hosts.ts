import type { Environment, HostSpec } from "./environment";

/** Views of the host table: everything that names a host reads it here. */

/** Every routed host, in the table's order: the certificates' domains. */
export const routedHosts = ({ hosts }: Pick<Environment, "hosts">): readonly string[] =>
  Object.values(hosts).map(({ host }) => host);

/** Services that some host or path leads to, each once, in the order in which they are first named. */
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
