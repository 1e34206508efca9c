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
}

/** One consumer of a per-process pool. */
export interface PoolTerm {
  readonly name: string;
  readonly maxInstances: number;
  readonly workers: number;
  readonly perWorker: number;
}

const budget = (name: string, demand: number, supply: number, explanation: string): Budget => ({
  name,
  demand,
  supply,
  headroom: supply - demand,
  explanation,
});

const product = ({ maxInstances, workers, perWorker }: PoolTerm): string =>
  `${maxInstances} × ${workers} × ${perWorker} × ${REVISIONS_IN_ROLLOUT}`;

const poolDemand = (terms: readonly PoolTerm[]): number =>
  terms.reduce((sum, term) => sum + term.maxInstances * term.workers * term.perWorker * REVISIONS_IN_ROLLOUT, 0);

/** Σ maximum instances × workers × (pool + overflow) × 2 revisions + reserve, against `max_connections`. */
export function connectionBudget(terms: readonly PoolTerm[], maxConnections: number): Budget {
  const explanation = [...terms.map(product), `${RESERVED_CONNECTIONS} reserve`].join(" + ");
  return budget("database connections", poolDemand(terms) + RESERVED_CONNECTIONS, maxConnections, explanation);
}

/** Σ maximum instances × workers × (pool + 1 pub/sub connection, which never returns to the pool) × 2 revisions. */
export function cacheClientBudget(terms: readonly PoolTerm[], maxClients = REDIS_7_MAX_CLIENTS): Budget {
  const withPubSub = terms.map((term) => ({ ...term, perWorker: term.perWorker + 1 }));
  return budget("Redis clients", poolDemand(withPubSub), maxClients, withPubSub.map(product).join(" + ") || "0");
}

/**
 * Per service 2 × (old + new) instances and per job its tasks, each rounded up to blocks of 16, against the subnet's usable
 * addresses.
 */
export function addressBudget(
  maxInstances: readonly number[],
  subnetCidr: string,
  jobTasks: readonly number[] = [],
): Budget {
  const perInstance = ADDRESSES_PER_INSTANCE * REVISIONS_IN_ROLLOUT;
  const terms = [
    ...maxInstances.map((max) => [max, perInstance] as const),
    ...jobTasks.map((tasks) => [tasks, ADDRESSES_PER_TASK] as const),
  ];
  const blocks = terms.map(([count, each]) => Math.ceil((count * each) / ADDRESS_BLOCK) * ADDRESS_BLOCK);
  const supply = Math.max(0, (parseRange(subnetCidr)?.size ?? 0) - RESERVED_SUBNET_ADDRESSES);
  const demand = blocks.reduce((sum, block) => sum + block, 0);
  const explanation = `${terms.map(([count, each]) => `${count} × ${each}`).join(" + ") || "0"} in blocks of ${ADDRESS_BLOCK}: ${blocks.join(" + ") || "0"}`;
  return budget("subnet addresses", demand, supply, explanation);
}
