import { defaultMaxConnections, parseTier } from "./cloud-sql";
import { RESERVED_SUBNET_ADDRESSES } from "./networking";

/** A change that alone makes an exceeded budget hold. */
export interface Fit {
  /** The maximum of instances, what one worker's pool has, or the supply. */
  readonly what: "maximum" | "pool" | "supply";
  /** Whose it is; "" for the supply. */
  readonly name: string;
  readonly from: number;
  /** The largest, of the supply the smallest, with which the budget holds. */
  readonly to: number;
}

/** A consumer: its demand, and how much it would take with another number. */
export interface Consumer {
  readonly name: string;
  readonly demand: number;
  /** Numbers that can be lowered, each with the largest that takes no more than so much. */
  readonly knobs: readonly {
    readonly what: "maximum" | "pool";
    readonly from: number;
    readonly largest: (room: number) => number;
  }[];
}

/**
 * What would fit, of the consumer that takes most; of the next one where nothing is left for it.
 *
 * @param fixed - demand that nobody can lower
 */
export function fitsOf(consumers: readonly Consumer[], fixed: number, supply: number): readonly Fit[] {
  const demand = consumers.reduce((sum, consumer) => sum + consumer.demand, fixed);
  for (const { name, demand: own, knobs } of [...consumers].sort((a, b) => b.demand - a.demand)) {
    const room = supply - (demand - own);
    const fits = knobs.flatMap(({ what, from, largest }): readonly Fit[] => {
      const to = largest(room);
      return to >= 1 && to < from ? [{ what, name, from, to }] : [];
    });
    if (fits.length > 0) return [...fits, { what: "supply", name: "", from: supply, to: demand }];
  }
  return [{ what: "supply", name: "", from: supply, to: demand }];
}

/** Memory of the tiers that Google makes, from the least, in MiB: those at which the default of max_connections grows. */
const MEMORY_STEPS_MIB = [3840, 6144, 7680, 15_360, 30_720, 61_440, 122_880];

/** The most memory of a vCPU, in MiB (https://cloud.google.com/sql/docs/postgres/instance-settings). */
const MOST_MIB_A_CPU = 6.5 * 1024;

/** Sizes of the tiers of Enterprise Plus, in vCPU, with 8 GiB each. */
const PLUS_CPUS = [2, 4, 8, 16, 32, 48, 64, 80, 96];

/**
 * The smallest tier of the same edition whose memory carries so many connections by Google's own default, with no fewer
 * vCPU than now.
 *
 * @returns the tier itself where it carries them; undefined where none does
 */
export function tierFor(connections: number, tier: string): string | undefined {
  const now = parseTier(tier);
  if (!now) return undefined;
  if (defaultMaxConnections(now.memoryMiB) >= connections) return tier;
  if (now.edition === "ENTERPRISE_PLUS") {
    const cpus = PLUS_CPUS.find((count) => defaultMaxConnections(count * 8 * 1024) >= connections);
    return cpus === undefined ? undefined : `db-perf-optimized-N-${cpus}`;
  }
  const memory = MEMORY_STEPS_MIB.find((step) => defaultMaxConnections(step) >= connections);
  if (memory === undefined) return undefined;
  const needed = Math.ceil(memory / MOST_MIB_A_CPU);
  const least = needed + (needed > 1 ? needed % 2 : 0);
  const own = Number(/^db-custom-(\d+)-/.exec(tier)?.[1] ?? 1);
  return `db-custom-${Math.max(least, own)}-${memory}`;
}

/** The longest prefix of a subnet that has so many usable addresses. */
export const prefixFor = (addresses: number): number =>
  32 - Math.ceil(Math.log2(addresses + RESERVED_SUBNET_ADDRESSES));
