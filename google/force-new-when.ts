import { entryOf } from "./paths";
import { containsRange, parseRange } from "./ip-ranges";

/** When a change of an attribute replaces the resource that another change of it leaves in place. */
export interface ForceNewCondition {
  /** What cannot be done in place: the end of a sentence that begins with the attribute. */
  readonly text: string;
  /**
   * Whether going from what exists to what is declared replaces the resource. Absent where the two values do not tell.
   *
   * @param declared - undefined where nothing is declared
   */
  readonly isForced?: (existing: string, declared: string | undefined) => boolean;
}

/** `REDIS_7_2` → 7.2, `REDIS_7_X` → 7. */
const redisVersion = (text: string): number => Number.parseFloat(text.replace(/^REDIS_/, "").replace("_", "."));

const isRangeWithin = (inner: string, outer: string): boolean => {
  const [small, large] = [parseRange(inner), parseRange(outer)];
  return small !== undefined && large !== undefined && containsRange(large, small);
};

const SWITCHOVER: ForceNewCondition = { text: "cannot be changed in place unless it is a switchover" };
const DOWN: ForceNewCondition = { text: "cannot go down in place" };

/**
 * Attributes that force a replacement in one direction only, by type and plain path: the `CustomizeDiff` functions of provider
 * google. Its source (google/provider) says which attributes they are; what each function asks stands here.
 */
export const FORCE_NEW_WHEN: Readonly<Record<string, Readonly<Record<string, ForceNewCondition>>>> = {
  google_compute_subnetwork: {
    ip_cidr_range: {
      text: "cannot change in place unless it only grows",
      isForced: (existing, declared) => declared !== undefined && !isRangeWithin(existing, declared),
    },
  },
  google_redis_instance: {
    redis_version: {
      ...DOWN,
      isForced: (existing, declared) => declared !== undefined && redisVersion(declared) < redisVersion(existing),
    },
  },
  google_sql_database_instance: {
    "settings.disk_size": {
      text: "cannot shrink in place",
      isForced: (existing, declared) => declared !== undefined && Number(declared) < Number(existing),
    },
    "settings.ip_configuration.private_network": {
      text: "cannot be removed in place",
      isForced: (_existing, declared) => declared === undefined,
    },
    "settings.auto_upgrade_enabled": {
      text: "cannot be switched off in place",
      isForced: (existing, declared) => existing === "true" && declared !== "true",
    },
    master_instance_name: SWITCHOVER,
    "replica_configuration.cascadable_replica": SWITCHOVER,
  },
  google_storage_bucket: {
    "retention_policy.is_locked": {
      text: "cannot be unlocked in place",
      isForced: (existing, declared) => existing === "true" && declared !== "true",
    },
  },
  google_vpc_access_connector: { min_instances: DOWN, max_instances: DOWN },
};

/** The condition at a plain path of a type; undefined where there is none. */
export const forceNewCondition = (type: string, path: string): ForceNewCondition | undefined =>
  entryOf(entryOf(FORCE_NEW_WHEN, type) ?? {}, path);
