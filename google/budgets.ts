import { fitsOf, type Consumer, type Fit } from "./budget-fits";
import { parseRange } from "./ip-ranges";
import { REDIS_7_MAX_CLIENTS } from "./memorystore";
import { RESERVED_SUBNET_ADDRESSES } from "./networking";

/**
 * Budgets of what the instances of Cloud Run share. They take plain numbers, so that the same formulas judge the spec, the
 * synthesized JSON and a plan.
 */

/** Revisions alive at once in a rollout: the old one keeps its pools until its last socket ends. */
export const REVISIONS_IN_ROLLOUT = 2;

/**
 * Connections kept aside: 3 that PostgreSQL reserves for superusers
 * (https://www.postgresql.org/docs/17/runtime-config-connection.html), about 2 of Cloud SQL's own, 10 for operators and migrations.
 */
export const RESERVED_CONNECTIONS = 3 + 2 + 10;

/**
 * Cloud Run reserves addresses for direct VPC in blocks of 16 and uses two per instance in steady state
 * (https://cloud.google.com/run/docs/configuring/vpc-direct-vpc).
 */
const ADDRESS_BLOCK = 16;
const ADDRESSES_PER_INSTANCE = 2;

/** A task of a job uses one; Google keeps it for some minutes after the task's end. */
const ADDRESSES_PER_TASK = 1;

/** Demand against supply. It holds while the headroom is not negative. */
export interface Budget {
  readonly name: string;
  readonly demand: number;
  readonly supply: number;
  readonly headroom: number;
  /** The sum that makes the demand, for people. */
  readonly explanation: string;
  /** What would make it hold; empty where it holds. */
  readonly fits: readonly Fit[];
}

/** A service that has instances. */
export interface InstanceTerm {
  readonly name: string;
  readonly maxInstances: number;
}

/** One consumer of a per-process pool. */
export interface PoolTerm extends InstanceTerm {
  readonly workers: number;
  readonly perWorker: number;
}

function budget(
  name: string,
  {
    consumers,
    fixed,
    supply,
  }: { readonly consumers: readonly Consumer[]; readonly fixed: number; readonly supply: number },
  explanation: string,
): Budget {
  const demand = consumers.reduce((sum, consumer) => sum + consumer.demand, fixed);
  const headroom = supply - demand;
  return { name, demand, supply, headroom, explanation, fits: headroom < 0 ? fitsOf(consumers, fixed, supply) : [] };
}

const product = ({ maxInstances, workers, perWorker }: PoolTerm): string =>
  `${maxInstances} × ${workers} × ${perWorker} × ${REVISIONS_IN_ROLLOUT}`;

/** @param aside - connections of a worker that its pool's size does not count */
function poolConsumer({ name, maxInstances, workers, perWorker }: PoolTerm, aside = 0): Consumer {
  const each = workers * REVISIONS_IN_ROLLOUT;
  const all = perWorker + aside;
  return {
    name,
    demand: maxInstances * all * each,
    knobs: [
      { what: "maximum", from: maxInstances, largest: (room) => Math.floor(room / (all * each)) },
      { what: "pool", from: perWorker, largest: (room) => Math.floor(room / (maxInstances * each)) - aside },
    ],
  };
}

/** Σ maximum instances × workers × (pool + overflow) × 2 revisions + reserve, against `max_connections`. */
export function connectionBudget(terms: readonly PoolTerm[], maxConnections: number): Budget {
  const explanation = [...terms.map(product), `${RESERVED_CONNECTIONS} reserve`].join(" + ");
  const consumers = terms.map((term) => poolConsumer(term));
  return budget(
    "database connections",
    { consumers, fixed: RESERVED_CONNECTIONS, supply: maxConnections },
    explanation,
  );
}

/** Of a worker beside its pool: the connection of publish and subscribe, which never returns to the pool. */
const PUBSUB_CONNECTIONS = 1;

/** Σ maximum instances × workers × (pool + 1 pub/sub connection) × 2 revisions. */
export function cacheClientBudget(terms: readonly PoolTerm[], maxClients = REDIS_7_MAX_CLIENTS): Budget {
  const withPubSub = terms.map((term) => ({ ...term, perWorker: term.perWorker + PUBSUB_CONNECTIONS }));
  const consumers = terms.map((term) => poolConsumer(term, PUBSUB_CONNECTIONS));
  return budget(
    "Redis clients",
    { consumers, fixed: 0, supply: maxClients },
    withPubSub.map(product).join(" + ") || "0",
  );
}

/**
 * Per service 2 × (old + new) instances and per job its tasks, each rounded up to blocks of 16, against the subnet's usable
 * addresses.
 */
export function addressBudget(
  services: readonly InstanceTerm[],
  subnetCidr: string,
  jobTasks: readonly number[] = [],
): Budget {
  const perInstance = ADDRESSES_PER_INSTANCE * REVISIONS_IN_ROLLOUT;
  const blocksOf = (count: number, each: number): number => Math.ceil((count * each) / ADDRESS_BLOCK) * ADDRESS_BLOCK;
  const terms = [
    ...services.map(({ maxInstances }) => [maxInstances, perInstance] as const),
    ...jobTasks.map((tasks) => [tasks, ADDRESSES_PER_TASK] as const),
  ];
  const blocks = terms.map(([count, each]) => blocksOf(count, each));
  const consumers = services.map(({ name, maxInstances }): Consumer => {
    const largest = (room: number): number =>
      Math.floor((Math.floor(room / ADDRESS_BLOCK) * ADDRESS_BLOCK) / perInstance);
    return {
      name,
      demand: blocksOf(maxInstances, perInstance),
      knobs: [{ what: "maximum", from: maxInstances, largest }],
    };
  });
  const fixed = jobTasks.reduce((sum, tasks) => sum + blocksOf(tasks, ADDRESSES_PER_TASK), 0);
  const supply = Math.max(0, (parseRange(subnetCidr)?.size ?? 0) - RESERVED_SUBNET_ADDRESSES);
  const explanation = `${terms.map(([count, each]) => `${count} × ${each}`).join(" + ") || "0"} in blocks of ${ADDRESS_BLOCK}: ${blocks.join(" + ") || "0"}`;
  return budget("subnet addresses", { consumers, fixed, supply }, explanation);
}
