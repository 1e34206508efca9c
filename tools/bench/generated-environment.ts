import type { Environment, HostSpec, PathRoute, ServiceSpec, StagingEnvironment } from "../../environments/environment";
import { staging } from "../../environments/staging";

/** Every so many generated services, one is reached from outside, by a path of an existing host. */
const ROUTED_EVERY = 10;

/** A host has a limited number of path rules on a load balancer; services beyond it stay unrouted. */
const MAX_ROUTED = 40;

const generatedName = (index: number): string => `svc-${String(index).padStart(3, "0")}`;

/**
 * Half pages, half backends with the identity variables and a shared secret. None uses the database or the cache: three
 * hundred pools would fit no instance, and what is measured is this program.
 */
function generatedService(index: number): ServiceSpec {
  const { frontend } = staging.services;
  if (index % 2 === 0) return frontend;
  return { ...frontend, role: "backend", secrets: { SERVICE_SECRET: "service-secret" } };
}

/**
 * Staging with that many services: its own and `svc-001`, `svc-002` and so on. Hosts stay few, as they would.
 *
 * @param count - 3 or more
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
