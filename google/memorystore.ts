/** Limits of Memorystore for Redis. */

/** Most GiB of an instance (https://cloud.google.com/memorystore/docs/redis/quotas). */
export const MAX_MEMORY_GIB = 300;

/**
 * Most clients of an instance with Redis 7; TLS does not lower it from that version on
 * (https://cloud.google.com/memorystore/docs/redis/quotas).
 */
export const REDIS_7_MAX_CLIENTS = 65_000;

/** What `maxmemory-policy` may be (https://cloud.google.com/memorystore/docs/redis/supported-redis-configurations). */
export const MAXMEMORY_POLICIES: ReadonlySet<string> = new Set([
  "allkeys-lfu",
  "allkeys-lru",
  "allkeys-random",
  "noeviction",
  "volatile-lfu",
  "volatile-lru",
  "volatile-random",
  "volatile-ttl",
]);
