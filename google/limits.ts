/**
 * Google's own limits as data, with their source. The provider checks none of them before apply
 * (docs/pitfalls.md), so `validate.ts` holds the data and the policy rules hold the result against them.
 */

/** Cloud Run request timeout, seconds; a socket is one request (Cloud Run, WebSockets page). */
export const MAX_REQUEST_TIMEOUT_SECONDS = 3600;

/** Startup probe: threshold × period, seconds (Cloud Run, health checks page). */
export const MAX_STARTUP_SECONDS = 240;

/** Task of a job, seconds: Cloud Run allows a week; a test run that takes an hour has failed. */
export const MAX_JOB_TIMEOUT_SECONDS = 3600;

/** Requests per instance (Cloud Run, concurrency page). */
export const MAX_CONCURRENCY = 1000;

/** Variable names that Cloud Run sets itself; a deployment that carries one is refused (container contract). */
export const RESERVED_VARIABLES: readonly string[] = ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"];

/** Variables a browser build reads when the image is built; on a running service they do nothing (incident 2). */
export const BUILD_TIME_PREFIX = "NEXT_PUBLIC_";

/** MiB that go with a number of vCPUs, second-generation environment (Cloud Run, memory limits page). */
const MEMORY_RANGE: Readonly<Record<number, readonly [min: number, max: number]>> = {
  1: [512, 4096],
  2: [512, 8192],
  4: [2048, 16_384],
  6: [4096, 24_576],
  8: [4096, 32_768],
};

/** The MiB allowed with `cpu` vCPUs, or undefined where Cloud Run has no such CPU size (with concurrency above 1). */
export const memoryRange = (cpu: number): readonly [min: number, max: number] | undefined => MEMORY_RANGE[cpu];

/** Smallest subnet for direct VPC egress, as a prefix length (Cloud Run, direct VPC page). */
export const DIRECT_VPC_MAX_PREFIX = 26;

/** Addresses Google keeps in every primary subnet range. */
export const RESERVED_SUBNET_ADDRESSES = 4;

/** Connections of one Cloud Run instance to one database through the built-in proxy. */
export const MAX_PROXY_CONNECTIONS_PER_INSTANCE = 100;

/** Managed certificates on one target proxy. */
export const MAX_CERTIFICATES_PER_PROXY = 15;

/** Clients of a Redis 7 instance; TLS does not lower it from that version on (Memorystore, quotas page). */
export const REDIS_7_MAX_CLIENTS = 65_000;

/** Longest names: resource names (RFC 1035), Memorystore instance ids, service account ids, secret ids. */
export const NAME_LENGTH = { resource: 63, cache: 40, serviceAccount: 30, secret: 255 } as const;
/** Shortest service account id. */
export const MIN_SERVICE_ACCOUNT_ID = 6;

/** What a Cloud SQL tier is: its memory in MiB and the only edition that offers it; undefined: not a legal PostgreSQL tier. */
export interface Tier {
  readonly memoryMiB: number;
  readonly edition: "ENTERPRISE" | "ENTERPRISE_PLUS";
  /** Shared cores are outside the service level agreement. */
  readonly dedicated: boolean;
}

/** Reads a PostgreSQL tier (Cloud SQL, instance settings page): custom tiers have 1 or an even number of vCPUs, 0.9–6.5 GiB each. */
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

/** Google's default `max_connections` for that memory (Cloud SQL, flags page): more than that costs memory of queries. */
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

/** Days of write-ahead log for point-in-time recovery (Cloud SQL, backups page). */
export const MAX_LOG_DAYS = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 } as const;
