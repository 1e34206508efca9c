import type { HardenedRows } from "./row";

const INSTANCE = "google_redis_instance";

/** How the instance is reached: with AUTH and TLS, in the range that is peered for private services. */
export const CACHE_ACCESS = {
  authEnabled: {
    type: INSTANCE,
    path: "auth_enabled",
    api: "authEnabled",
    value: true,
    default: false,
    reason: "Otherwise whoever reaches the network reads every session.",
    source: "https://cloud.google.com/memorystore/docs/redis/about-redis-auth",
  },
  transitEncryptionMode: {
    type: INSTANCE,
    path: "transit_encryption_mode",
    api: "transitEncryptionMode",
    value: "SERVER_AUTHENTICATION",
    default: "DISABLED",
    reason:
      "Otherwise the AUTH string and every session cross the network in plaintext; a later change replaces the instance.",
    source: "https://cloud.google.com/memorystore/docs/redis/about-in-transit-encryption",
  },
  connectMode: {
    type: INSTANCE,
    path: "connect_mode",
    api: "connectMode",
    value: "PRIVATE_SERVICE_ACCESS",
    default: "DIRECT_PEERING",
    reason: "DIRECT_PEERING makes a peering of its own; a later change replaces the instance.",
    source: "https://cloud.google.com/memorystore/docs/redis/networking",
  },
} as const satisfies HardenedRows;

/** Terraform's own guard of the instance; Google has none. */
export const CACHE_PROTECTION = {
  deletionProtection: {
    type: INSTANCE,
    path: "deletion_protection",
    value: true,
    default: false,
    reason: "A deleted cache takes every session along, and most of its arguments replace it.",
    source:
      "https://registry.terraform.io/providers/hashicorp/google/7.45.0/docs/resources/redis_instance#deletion_protection",
  },
} as const satisfies HardenedRows;

/** What the instance keeps, and what it gives up first. */
export const CACHE_MEMORY = {
  persistenceMode: {
    type: INSTANCE,
    path: "persistence_config[0].persistence_mode",
    api: "persistenceConfig.persistenceMode",
    value: "DISABLED",
    default: "DISABLED",
    reason: "Sessions are made again; a snapshot on disk would keep them beyond their time to live.",
    source: "https://cloud.google.com/memorystore/docs/redis/about-rdb-snapshots",
  },
  maxmemoryPolicy: {
    type: INSTANCE,
    path: "redis_configs.maxmemory-policy",
    api: "redisConfigs.maxmemory-policy",
    value: "volatile-lru",
    reason: "Sessions have a time to live, locks and queues have none: only the former may be evicted.",
    source: "https://cloud.google.com/memorystore/docs/redis/supported-redis-configurations",
  },
} as const satisfies HardenedRows;
