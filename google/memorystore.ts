/** Limits of Memorystore for Redis. */

/** Most GiB of an instance (https://cloud.google.com/memorystore/docs/redis/quotas). */
export const MAX_MEMORY_GIB = 300;

/**
 * Most clients of an instance with Redis 7; TLS does not lower it from that version on
 * (https://cloud.google.com/memorystore/docs/redis/quotas).
 */
export const REDIS_7_MAX_CLIENTS = 65_000;
