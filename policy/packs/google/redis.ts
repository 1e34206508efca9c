import { MAX_MEMORY_GIB } from "../../../google/memorystore";
import { CACHE_ACCESS, CACHE_MEMORY } from "../../../google/hardened/memorystore";
import { hardenedCheck } from "../../core/hardened";
import { UNKNOWN, referencesAt, valueAt } from "../../core/resource";
import { attributeCheck, isBetween, forEveryResource, judgeValue, isOneOf } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { variablesNamed } from "./variable";

const REDIS = "google_redis_instance";

const WITH_REPLICAS = "READ_REPLICAS_ENABLED";

const auth: Rule = {
  id: "redis-auth",
  kind: "exposed",
  severity: "critical",
  title: "Redis asks for its AUTH string",
  why: "Off by default: whoever reaches the network reads every session; switched on by hand, the next apply turned it off (incident 12).",
  fix: "set auth_enabled to true",
  check: hardenedCheck(CACHE_ACCESS.authEnabled),
};

const tls: Rule = {
  id: "redis-tls",
  kind: "exposed",
  severity: "high",
  title: "Redis takes encrypted connections only",
  why: "Left out, the AUTH string and every session cross the network in plaintext; a later change replaces the instance.",
  fix: `set transit_encryption_mode to ${CACHE_ACCESS.transitEncryptionMode.value}`,
  check: hardenedCheck(CACHE_ACCESS.transitEncryptionMode),
};

const tier: Rule = {
  id: "redis-tier",
  kind: "down",
  severity: "high",
  title: "Redis has a replica to fail over to",
  why: "BASIC, the default, loses every session with its one node; a later change replaces the instance.",
  fix: "set tier to STANDARD_HA, with replica_count 1",
  check: attributeCheck(REDIS, "tier", isOneOf("STANDARD_HA"), "STANDARD_HA"),
};

const replicas: Rule = {
  id: "redis-replicas",
  kind: "refused",
  severity: "high",
  title: "The number of replicas is one that the tier has",
  why: "Google refuses others at apply: none on BASIC, one on STANDARD_HA, one to five with read replicas; the provider does not check.",
  fix: "set replica_count to 1 on STANDARD_HA, or read_replicas_mode to READ_REPLICAS_ENABLED",
  check: forEveryResource(REDIS, (redis, { spec }) => {
    const tierName = valueAt(redis, "tier");
    if (tierName === "BASIC") return judgeValue(redis, "replica_count", isOneOf(undefined, 0), "0");
    // A tier that is missing is redis-tier's to name.
    if (tierName !== "STANDARD_HA") return [];
    const mode = valueAt(redis, "read_replicas_mode");
    const most = mode === WITH_REPLICAS ? 5 : 1;
    const count = valueAt(redis, "replica_count");
    if (mode === UNKNOWN && typeof count === "number" && count > 1) return [unknown(redis, "read_replicas_mode")];
    return judgeValue(
      redis,
      "replica_count",
      (value) => (value === undefined && !spec) || isBetween(1, most)(value),
      most === 1 ? "1" : `1 to ${most}`,
    );
  }),
};

const version: Rule = {
  id: "redis-version",
  kind: "house",
  severity: "high",
  title: "Redis is version 7 or later, and says so",
  why: "Earlier versions take 1,000 clients of TLS at 1 GiB instead of 65,000; undeclared, a change by hand is invisible.",
  fix: "set redis_version to REDIS_7_2",
  check: attributeCheck(
    REDIS,
    "redis_version",
    (value) => typeof value === "string" && Number(/^REDIS_(\d+)_/.exec(value)?.[1]) >= 7,
    "REDIS_7_0 or later",
  ),
};

const privateAccess: Rule = {
  id: "redis-private-access",
  kind: "house",
  severity: "high",
  title: "Redis lives in the range peered for private services",
  why: "DIRECT_PEERING, the default, makes a peering of its own; a later change replaces the instance.",
  fix: `set connect_mode to ${CACHE_ACCESS.connectMode.value}`,
  check: hardenedCheck(CACHE_ACCESS.connectMode),
};

const DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;

const maintenance: Rule = {
  id: "redis-maintenance-window",
  kind: "house",
  severity: "medium",
  title: "Redis declares day and hour of its maintenance",
  why: "Maintenance fails over and drops every connection; without a window it comes at any hour.",
  fix: "declare one weekly_maintenance_window with day and start_time",
  check: forEveryResource(REDIS, (redis) => {
    const window = "maintenance_policy[0].weekly_maintenance_window[0]";
    return [
      ...judgeValue(redis, `${window}.day`, isOneOf(...DAYS), "a day of the week"),
      ...judgeValue(redis, `${window}.start_time[0]`, (value) => value !== undefined, "an hour"),
      // Midnight can be left out.
      ...judgeValue(
        redis,
        `${window}.start_time[0].hours`,
        (value) => value === undefined || isBetween(0, 23)(value),
        "0 to 23",
      ),
    ];
  }),
};

const preventDestroy: Rule = {
  id: "redis-prevent-destroy",
  kind: "lost",
  severity: "critical",
  title: "No plan may destroy Redis",
  why: "google 6.50 has no deletion protection for it, and most of its arguments replace it: every session is lost.",
  fix: "set lifecycle.prevent_destroy to true",
  check: forEveryResource(REDIS, (redis) =>
    redis.lifecycle?.preventDestroy === false
      ? [violation(redis, "lifecycle.prevent_destroy: nothing found, true allowed")]
      : [],
  ),
};

/** Settings of redis.conf that Memorystore keeps for itself or has another argument for. */
const NOT_SETTABLE = new Set([
  "appendonly",
  "bind",
  "cluster-enabled",
  "dir",
  "maxclients",
  "maxmemory",
  "port",
  "protected-mode",
  "rename-command",
  "replicaof",
  "requirepass",
  "save",
  "tls-port",
]);

const configs: Rule = {
  id: "redis-configs",
  kind: "refused",
  severity: "high",
  title: "redis_configs holds only what Memorystore lets one set",
  why: "Google refuses anything else at apply: the number of clients, the password and persistence are not settings there.",
  fix: "remove it: clients follow from version and size, the rest has arguments of its own",
  check: forEveryResource(REDIS, (redis) => {
    const found = valueAt(redis, "redis_configs");
    if (found === UNKNOWN) return [unknown(redis, "redis_configs")];
    return Object.keys((found ?? {}) as object)
      .filter((key) => NOT_SETTABLE.has(key))
      .map((key) => violation(redis, `redis_configs: "${key}" found, which cannot be set`));
  }),
};

const memory: Rule = {
  id: "redis-memory",
  kind: "down",
  severity: "medium",
  title: `Redis has 1 to ${MAX_MEMORY_GIB} GiB`,
  why: "Google refuses other sizes at apply, and the provider does not check.",
  fix: "set memory_size_gb",
  check: attributeCheck(REDIS, "memory_size_gb", isBetween(1, MAX_MEMORY_GIB), `1 to ${MAX_MEMORY_GIB}`),
};

const evictionPolicy: Rule = {
  id: "redis-eviction-policy",
  kind: "lost",
  severity: "medium",
  title: "Redis declares what it evicts, and keeps keys without a time to live",
  why: "Locks and queues carry no time to live: an allkeys policy drops them silently when memory runs out.",
  fix: `set redis_configs["maxmemory-policy"] to ${CACHE_MEMORY.maxmemoryPolicy.value}`,
  check: forEveryResource(REDIS, (redis, { spec }) =>
    spec
      ? judgeValue(
          redis,
          CACHE_MEMORY.maxmemoryPolicy.path,
          isOneOf(CACHE_MEMORY.maxmemoryPolicy.value, "volatile-lfu", "volatile-ttl", "volatile-random", "noeviction"),
          "volatile-… or noeviction",
        )
      : [],
  ),
};

/** Whether a hand-written port is wrong: in our own data any is, elsewhere 6379 beside an instance with TLS. */
function handWritten(estate: Estate, text: string): boolean | typeof UNKNOWN {
  if (estate.spec) return true;
  if (text !== "6379") return false;
  const modes = estate.ofType(REDIS).map((redis) => valueAt(redis, CACHE_ACCESS.transitEncryptionMode.path));
  return modes.includes(CACHE_ACCESS.transitEncryptionMode.value) || (modes.includes(UNKNOWN) ? UNKNOWN : false);
}

const port: Rule = {
  id: "redis-port",
  kind: "down",
  severity: "high",
  title: "Services take the port of Redis from the instance",
  why: "TLS moves it from 6379 to 6378: a service with the old one is refused, and its socket upgrades answer 503 (incident 22).",
  fix: "reference the instance's port",
  check: (estate) =>
    variablesNamed(estate, (name) => name === "REDIS_PORT").flatMap(
      ({ service, path, text, isUnknown }): readonly Verdict[] => {
        const at = `${path}.value`;
        // After the first apply a plan knows the number; that it is a reference is what counts.
        if (referencesAt(service, at).length > 0) return [];
        if (isUnknown) return [unknown(service, at)];
        const wrong = text === undefined ? false : handWritten(estate, text);
        if (wrong === UNKNOWN) return [unknown(service, at)];
        return wrong
          ? [violation(service, `${at}: "REDIS_PORT" is written by hand, a reference to the instance allowed`)]
          : [];
      },
    ),
};

export const redisRules: readonly Rule[] = [
  auth,
  tls,
  tier,
  replicas,
  version,
  privateAccess,
  maintenance,
  preventDestroy,
  configs,
  memory,
  evictionPolicy,
  port,
];
