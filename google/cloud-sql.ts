/** Tiers and limits of Cloud SQL for PostgreSQL. */

/** What a tier of Cloud SQL is. */
export interface Tier {
  readonly memoryMiB: number;
  /** The only edition that offers it. */
  readonly edition: "ENTERPRISE" | "ENTERPRISE_PLUS";
  /** Shared cores are outside the service level agreement. */
  readonly dedicated: boolean;
}

/**
 * Reads a tier of PostgreSQL; custom ones have 1 or an even number of vCPUs, with 0.9–6.5 GiB each
 * (https://cloud.google.com/sql/docs/postgres/instance-settings).
 *
 * @returns undefined where Cloud SQL has no such tier
 */
export function parseTier(tier: string): Tier | undefined {
  if (tier === "db-f1-micro") return { memoryMiB: 614, edition: "ENTERPRISE", dedicated: false };
  if (tier === "db-g1-small") return { memoryMiB: 1740, edition: "ENTERPRISE", dedicated: false };
  const plus = /^db-perf-optimized-N-(2|4|8|16|32|48|64|80|96|128)$/.exec(tier);
  if (plus) {
    const cpus = Number(plus[1]);
    const memoryMiB = (cpus === 128 ? 864 : cpus * 8) * 1024;
    return { memoryMiB, edition: "ENTERPRISE_PLUS", dedicated: true };
  }
  const custom = /^db-custom-(\d{1,3})-(\d{1,7})$/.exec(tier);
  if (!custom) return undefined;
  const cpus = Number(custom[1]);
  const memoryMiB = Number(custom[2]);
  const legal =
    (cpus === 1 || (cpus % 2 === 0 && cpus >= 2 && cpus <= 96)) &&
    memoryMiB % 256 === 0 &&
    memoryMiB >= 3840 &&
    memoryMiB >= cpus * 0.9 * 1024 &&
    memoryMiB <= cpus * 6.5 * 1024;
  return legal ? { memoryMiB, edition: "ENTERPRISE", dedicated: true } : undefined;
}

/** Whether a tier is of a machine series that `parseTier` does not know (C4A, N4): only Google knows which of them exist. */
export const isOtherSeries = (tier: string): boolean => /^db-(?!custom-\d|perf-optimized-|n1-|f1-|g1-)[a-z]/.test(tier);

/**
 * Google's default of `max_connections` for a tier's memory: more of them take memory from queries
 * (https://cloud.google.com/sql/docs/postgres/flags).
 */
export function defaultMaxConnections(memoryMiB: number): number {
  const steps: readonly (readonly [belowGb: number, connections: number])[] = [
    [1.6, 25],
    [3.75, 50],
    [6, 100],
    [7.5, 200],
    [15, 400],
    [30, 500],
    [60, 600],
    [120, 800],
  ];
  const gb = memoryMiB / 1024;
  return steps.find(([below]) => gb < below)?.[1] ?? 1000;
}

/**
 * The edition that Google picks where none is declared: ENTERPRISE_PLUS for PostgreSQL 16 and later, else ENTERPRISE
 * (https://cloud.google.com/sql/docs/postgres/editions-intro).
 *
 * @param databaseVersion - as the API names it: `POSTGRES_17`
 */
export function defaultEdition(databaseVersion: string): Tier["edition"] {
  const major = Number(/^POSTGRES_(\d+)/.exec(databaseVersion)?.[1]);
  return major >= 16 ? "ENTERPRISE_PLUS" : "ENTERPRISE";
}

/** Most days of write-ahead log for point-in-time recovery (https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr). */
export const MAX_LOG_DAYS = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 } as const;
