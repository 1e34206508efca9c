import type { Environment, HostSpec, PathRoute, ServiceSpec } from "../../environments/environment";

/** One of this many generated services has a path on an existing host. */
const ROUTED_EVERY = 10;

/** The most services with a path, because a load balancer limits the path rules of a host. */
const MAX_ROUTED = 40;

const generatedName = (index: number): string => `svc-${String(index).padStart(3, "0")}`;

/**
 * A generated service: pages at even indexes, at odd ones a backend with a shared secret. None uses the database or the
 * cache, because no instance has room for three hundred pools.
 */
function generatedService(pages: ServiceSpec, index: number): ServiceSpec {
  if (index % 2 === 0) return pages;
  return { ...pages, role: "backend", secrets: { SERVICE_SECRET: "service-secret" } };
}

/** The service that generated ones are made like; which others there are does not matter. */
interface WithPages {
  readonly services: { readonly frontend: ServiceSpec };
}

/**
 * An environment with more services: its own and `svc-001`, `svc-002` and so on, on the same hosts.
 *
 * @param count - number of services, at least those that it has
 */
export function generatedEnvironment(base: Environment & WithPages, count: number): Environment {
  const names = Array.from({ length: count - Object.keys(base.services).length }, (_, index) =>
    generatedName(index + 1),
  );
  const routes = names
    .filter((_, index) => index % ROUTED_EVERY === 0)
    .slice(0, MAX_ROUTED)
    .map((service): PathRoute => ({ path: `/${service}/*`, service }));
  const { app, ...hosts }: Readonly<Record<string, HostSpec>> = base.hosts;
  return {
    ...base,
    services: {
      ...base.services,
      ...Object.fromEntries(names.map((name, index) => [name, generatedService(base.services.frontend, index)])),
    },
    hosts: { ...(app && { app: { ...app, paths: [...(app.paths ?? []), ...routes] } }), ...hosts },
  };
}
