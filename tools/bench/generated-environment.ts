import type { Environment, HostSpec, PathRoute, ServiceSpec, StagingEnvironment } from "../../environments/environment";
import { staging } from "../../environments/staging";

/** One of this many generated services has a path on an existing host. */
const ROUTED_EVERY = 10;

/** The most services with a path, because a load balancer limits the path rules of a host. */
const MAX_ROUTED = 40;

const generatedName = (index: number): string => `svc-${String(index).padStart(3, "0")}`;

/**
 * A generated service: pages at even indexes, at odd ones a backend with a shared secret. None uses the database or the
 * cache, because no instance has room for three hundred pools.
 */
function generatedService(index: number): ServiceSpec {
  const { frontend } = staging.services;
  if (index % 2 === 0) return frontend;
  return { ...frontend, role: "backend", secrets: { SERVICE_SECRET: "service-secret" } };
}

/**
 * Staging with more services: its own and `svc-001`, `svc-002` and so on, on the same hosts.
 *
 * @param count - number of services, 3 or more
 */
export function generatedEnvironment(count: number): Environment {
  const names = Array.from({ length: count - Object.keys(staging.services).length }, (_, index) =>
    generatedName(index + 1),
  );
  const routes = names
    .filter((_, index) => index % ROUTED_EVERY === 0)
    .slice(0, MAX_ROUTED)
    .map((service): PathRoute => ({ path: `/${service}/*`, service }));
  const { app, ...hosts }: Readonly<Record<string, HostSpec>> = staging.hosts;
  const environment: StagingEnvironment = {
    ...staging,
    services: {
      ...staging.services,
      ...Object.fromEntries(names.map((name, index) => [name, generatedService(index)])),
    },
    hosts: { ...(app && { app: { ...app, paths: [...(app.paths ?? []), ...routes] } }), ...hosts },
  };
  return environment;
}
