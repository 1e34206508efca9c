import { addressBudget, cacheClientBudget, connectionBudget, type Budget, type PoolTerm } from "../google/budgets";
import type { Environment, ServiceSpec } from "./environment";

/** What the services of an environment share and carry, before synthesis. */

/** Tasks of a run of the e2e tests: two would sign in, and be counted, twice. */
export const E2E_TASKS = 1;

/** Share of concurrency at which Cloud Run adds instances (https://cloud.google.com/run/docs/about-instance-autoscaling). */
const COMFORT = 0.6;

/** What a socket service carries. */
export interface SocketCapacity {
  readonly service: string;
  /** Sockets at the ceiling: maximum instances × concurrency. */
  readonly capacity: number;
  /** 60 % of it: the load up to which new sockets find a place at once. */
  readonly comfort: number;
  /** Sockets dropped when one instance is lost. */
  readonly lostWithOneInstance: number;
}

export function socketCapacity(service: string, spec: Pick<ServiceSpec, "scaling" | "concurrency">): SocketCapacity {
  const capacity = spec.scaling.max * spec.concurrency;
  return { service, capacity, comfort: Math.floor(capacity * COMFORT), lostWithOneInstance: spec.concurrency };
}

/** The three budgets of an environment. */
export function budgetsOf(environment: Environment): readonly Budget[] {
  const services = Object.entries(environment.services);
  const connections = services.flatMap(([name, { databasePool: pool, scaling }]): PoolTerm[] =>
    pool ? [{ name, maxInstances: scaling.max, workers: pool.workers, perWorker: pool.size + pool.maxOverflow }] : [],
  );
  const clients = services.flatMap(([name, { cachePool: pool, databasePool, scaling }]): PoolTerm[] =>
    pool
      ? [{ name, maxInstances: scaling.max, workers: databasePool?.workers ?? 1, perWorker: pool.maxConnections }]
      : [],
  );
  const inVpc = services
    .filter(([, spec]) => usesVpc(spec))
    .map(([name, { scaling }]) => ({ name, maxInstances: scaling.max }));
  return [
    connectionBudget(connections, environment.database.maxConnections),
    cacheClientBudget(clients),
    addressBudget(inVpc, environment.network.subnetCidr, environment.kind === "staging" ? [E2E_TASKS] : []),
  ];
}

/** Whether a service needs the private network: users of the database or the cache do. */
export const usesVpc = ({ databasePool, cachePool }: Pick<ServiceSpec, "databasePool" | "cachePool">): boolean =>
  databasePool !== undefined || cachePool !== undefined;

/** Capacity of every socket service. */
export const socketCapacitiesOf = ({ services }: Environment): readonly SocketCapacity[] =>
  Object.entries(services)
    .filter(([, spec]) => spec.sockets !== undefined)
    .map(([name, spec]) => socketCapacity(name, spec));
