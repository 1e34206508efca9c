import { MAX_MEMORY_GIB } from "../memorystore";
import { refusalRow } from "./row";

const SQL_BACKUPS = "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr";
const REDIS = "https://cloud.google.com/memorystore/docs/redis/reference/rest/v1/projects.locations.instances";

/** What Cloud SQL refuses of an instance. */
export const SQL_REFUSALS = {
  logDays: refusalRow<{ readonly days: number; readonly most: number }>({
    accepts: ({ days, most }) => days >= 1 && days <= most,
    // Google's text, from public reports of ENTERPRISE.
    text: ({ most }) => `Invalid request: The number of transaction log retention days must be between 1 and ${most}.`,
    allowed: "1 to 7 days, or 35 on ENTERPRISE_PLUS",
    source: SQL_BACKUPS,
  }),
  /** The page asks for recovery to a point in time too; Google takes an instance without it, in the provider's own tests. */
  regional: refusalRow<{ readonly isRegional: boolean; readonly isBackedUp: boolean }>({
    accepts: ({ isRegional, isBackedUp }) => !isRegional || isBackedUp,
    text: () => "Regional availability needs automated backups to be enabled.",
    allowed: "backups beside REGIONAL",
    source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance",
  }),
  dataCache: refusalRow<{ readonly isCached: boolean; readonly edition: string }>({
    accepts: ({ isCached, edition }) => !isCached || edition === "ENTERPRISE_PLUS",
    // Google's text, from the provider's acceptance tests.
    text: () => "Invalid request: Only ENTERPRISE PLUS edition supports data cache",
    allowed: "a data cache with ENTERPRISE_PLUS alone",
    source: "https://cloud.google.com/sql/docs/postgres/data-cache",
  }),
} as const;

/** What Memorystore for Redis refuses of an instance. */
export const REDIS_REFUSALS = {
  memory: refusalRow<{ readonly gibibytes: number; readonly given: string }>({
    accepts: ({ gibibytes }) => gibibytes >= 1 && gibibytes <= MAX_MEMORY_GIB,
    text: ({ given }) => `memory_size_gb must be between 1 and ${MAX_MEMORY_GIB}, found ${given}.`,
    allowed: `1 to ${MAX_MEMORY_GIB}`,
    source: REDIS,
  }),
  replicasOfBasic: refusalRow<{ readonly replicas: number }>({
    accepts: ({ replicas }) => replicas === 0,
    text: () => "A BASIC tier instance cannot have replicas.",
    allowed: "0",
    source: REDIS,
  }),
  replicasUnread: refusalRow<{ readonly replicas: number }>({
    accepts: ({ replicas }) => replicas === 1,
    text: () => "replica_count must be 1 when read replicas are disabled.",
    allowed: "1",
    source: REDIS,
  }),
} as const;
