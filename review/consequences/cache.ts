import { CACHE_ACCESS, CACHE_MEMORY } from "../../google/hardened/memorystore";
import { plainPath } from "../../google/paths";
import type { AttributeRow } from "../consequence";
import {
  numberChangeText,
  isLowered,
  isSwitchedOff,
  isSwitchedOn,
  attributeRows,
  wordChangeText,
  type ChangePredicate,
} from "./row";
import { valueAtPath } from "../../policy/core/path";

const VERSION = /^REDIS_\d+_(\d+|X)$/;
const EVICTION = /^(noeviction|(allkeys|volatile)-(lru|lfu|random)|volatile-ttl)$/;

const versionNumber = (version: unknown): number => {
  const [, major = "", minor = ""] = /^REDIS_(\d+)_(\d+|X)$/.exec(String(version)) ?? [];
  return parseInt(major, 10) * 100 + (parseInt(minor, 10) || 0);
};

const isDowngrade: ChangePredicate = ({ before, after }) => versionNumber(after) < versionNumber(before);

/** Whether Redis refuses open connections without a password at once, as versions up to 5.0 do; later ones refuse new ones. */
const isVersion5OrOlder: ChangePredicate = (_, { before }) =>
  versionNumber(valueAtPath(before, "redis_version")) <= 500;

const hasStandby: ChangePredicate = (_, { before }) => valueAtPath(before, "tier") === "STANDARD_HA";

/** Rows of the cache. */
export const CACHE: readonly AttributeRow[] = attributeRows("google_redis_instance", [
  {
    paths: ["redis_version"],
    when: isDowngrade,
    severity: "critical",
    text: (attribute) =>
      `${wordChangeText("version", attribute, VERSION)}: an older one means a new instance, every session, cache entry and pub/sub subscription is lost, and the address changes`,
    undo: "data lost",
  },
  {
    paths: ["redis_version"],
    severity: "high",
    text: (attribute, change) =>
      `${wordChangeText("version", attribute, VERSION)}: ${hasStandby(attribute, change) ? "a failover drops every connection and subscription for seconds" : "a restart drops every connection and, without a replica, what is in memory"}; there is no way back in place`,
    undo: "one-way",
  },
  {
    paths: ["memory_size_gb"],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `memory ${numberChangeText(attribute, " GB")}: connections are reset for up to minutes; what does not fit is evicted`,
    undo: "redeploy",
  },
  {
    paths: ["memory_size_gb"],
    severity: "high",
    text: (attribute) =>
      `memory ${numberChangeText(attribute, " GB")}: connections are reset for up to minutes, the data stay`,
    undo: "redeploy",
  },
  {
    paths: [CACHE_ACCESS.authEnabled.path],
    when: isSwitchedOff,
    severity: "high",
    text: "the cache asks for no password: whoever is in the network reads it, and clients that send one fail at their next connection",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [CACHE_ACCESS.authEnabled.path],
    when: (attribute, change) => isSwitchedOn(attribute, change) && isVersion5OrOlder(attribute, change),
    severity: "high",
    text: "the cache asks for a password: commands of clients that gave none are rejected at once",
    undo: "instant",
  },
  {
    paths: [CACHE_ACCESS.authEnabled.path],
    when: isSwitchedOn,
    severity: "high",
    text: "the cache asks for a password: clients without it fail at their next connection",
    undo: "instant",
  },
  {
    paths: [CACHE_MEMORY.maxmemoryPolicy.path],
    severity: "medium",
    text: (attribute) =>
      `${wordChangeText("eviction", attribute, EVICTION)}: a full cache drops other keys, sessions among them, or answers with errors`,
    undo: "instant",
  },
  {
    paths: ["redis_configs.*"],
    severity: "medium",
    text: "Redis is configured otherwise, without a restart",
    undo: "instant",
  },
  {
    paths: ["replica_count", "read_replicas_mode"],
    severity: "high",
    text: "replicas come or go: connections to them drop, and fewer of them mean fewer that can take over",
    undo: "redeploy",
  },
  {
    paths: [plainPath(CACHE_MEMORY.persistenceMode.path)],
    when: (attribute) => attribute.after !== "RDB",
    severity: "high",
    text: "no more snapshots: a restart without a replica loses every session and cache entry",
    undo: "instant",
  },
  {
    paths: ["persistence_config.*"],
    severity: "low",
    text: "snapshots are made at other times",
    undo: "instant",
  },
  {
    paths: ["maintenance_version"],
    severity: "high",
    text: "the cache is patched: every connection and subscription drops once",
    undo: "one-way",
  },
  {
    paths: ["maintenance_policy.*"],
    severity: "low",
    text: "Google's maintenance, with its dropped connections, comes at another time",
    undo: "instant",
  },
]);
