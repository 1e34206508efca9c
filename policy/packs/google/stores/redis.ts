import { REDIS_REFUSALS } from "../../../../google/refusals/stores";
import { MAX_MEMORY_GIB } from "../../../../google/memorystore";
import { CACHE_ACCESS } from "../../../../google/hardened/memorystore";
import { hardenedCheck } from "../../../core/hardened";
import { UNKNOWN, referencesAt, valueAt } from "../../../core/resource";
import {
  attributeCheck,
  isBetween,
  forEveryResource,
  judgeValue,
  plainText,
  isOneOf,
  numberOf,
} from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { variablesNamed, type VariableOf } from "../programs/variable";

export const REDIS = "google_redis_instance";

/** What is said of a port that is written by hand. */
export const REFERENCE_ALLOWED = "a reference to the instance allowed";

const WITH_REPLICAS = "READ_REPLICAS_ENABLED";

const auth: Rule = {
  id: "redis-auth",
  kind: "exposed",
  severity: "critical",
  abroad: "medium",
  title: "Redis asks for its AUTH string",
  why: "Off by default: whoever reaches the network reads every session; switched on by hand, it is off again after the next apply (incident 12).",
  fix: "set auth_enabled to true",
  check: hardenedCheck(CACHE_ACCESS.authEnabled),
};

const tls: Rule = {
  id: "redis-tls",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "Redis takes encrypted connections only",
  why: "Left out, the AUTH string and every session cross the network in plaintext; a later change replaces the instance.",
  fix: `set transit_encryption_mode to ${CACHE_ACCESS.transitEncryptionMode.value}`,
  check: hardenedCheck(CACHE_ACCESS.transitEncryptionMode),
};

const tier: Rule = {
  id: "redis-tier",
  kind: "down",
  severity: "high",
  abroad: "medium",
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
  check: forEveryResource(REDIS, (redis) => {
    const tierName = valueAt(redis, "tier");
    if (tierName === "BASIC")
      return judgeValue(
        redis,
        "replica_count",
        (value) => value === undefined || REDIS_REFUSALS.replicasOfBasic.accepts({ replicas: numberOf(value) }),
        REDIS_REFUSALS.replicasOfBasic.allowed,
      );
    // What no tier has is refused whichever it will be; of one that is not declared another rule speaks.
    if (tierName === UNKNOWN && valueAt(redis, "replica_count") !== undefined) return [unknown(redis, "tier")];
    if (tierName !== "STANDARD_HA") return [];
    const mode = valueAt(redis, "read_replicas_mode");
    const most = mode === WITH_REPLICAS ? 5 : 1;
    const count = valueAt(redis, "replica_count");
    if (mode === UNKNOWN && typeof count === "number" && count > 1) return [unknown(redis, "read_replicas_mode")];
    return judgeValue(
      redis,
      "replica_count",
      (value) =>
        value === undefined ||
        (most === 1 ? REDIS_REFUSALS.replicasUnread.accepts({ replicas: numberOf(value) }) : isBetween(1, most)(value)),
      most === 1 ? REDIS_REFUSALS.replicasUnread.allowed : `1 to ${most}`,
    );
  }),
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
  kind: "refused",
  severity: "medium",
  title: `Redis has 1 to ${MAX_MEMORY_GIB} GiB`,
  why: "Google refuses other sizes at apply, and the provider does not check.",
  fix: "set memory_size_gb",
  check: attributeCheck(
    REDIS,
    "memory_size_gb",
    (value) => REDIS_REFUSALS.memory.accepts({ gibibytes: numberOf(value), given: plainText(value) }),
    REDIS_REFUSALS.memory.allowed,
  ),
};

/** Whether some instance beside the services takes encrypted connections only. */
function hasEncryptedInstance(estate: Estate): boolean | typeof UNKNOWN {
  const { path, value } = CACHE_ACCESS.transitEncryptionMode;
  const modes = estate.ofType(REDIS).map((redis) => valueAt(redis, path));
  return modes.includes(value) || (modes.includes(UNKNOWN) ? UNKNOWN : false);
}

/** Variables that tell the port of Redis as a number. A reference is none, also where a plan knows what it comes to. */
export const portVariables = (estate: Estate): readonly VariableOf[] =>
  variablesNamed(estate, (name) => name === "REDIS_PORT").filter(
    ({ service, path }) => referencesAt(service, `${path}.value`).length === 0,
  );

const port: Rule = {
  id: "redis-port",
  kind: "down",
  severity: "high",
  title: "Services do not ask for the port without TLS beside an instance with TLS",
  why: "TLS moves it from 6379 to 6378: a service with the old one is refused, and its socket upgrades answer 503 (incident 22).",
  fix: "reference the instance's port",
  source: "https://cloud.google.com/memorystore/docs/redis/about-in-transit-encryption",
  check: (estate) =>
    portVariables(estate).flatMap(({ service, path, text, isUnknown }): readonly Verdict[] => {
      const at = `${path}.value`;
      const isWrong = text === "6379" && hasEncryptedInstance(estate);
      if (isUnknown || isWrong === UNKNOWN) return [unknown(service, at)];
      return isWrong ? [violation(service, `${at}: "REDIS_PORT" is written by hand, ${REFERENCE_ALLOWED}`)] : [];
    }),
};

export const redisRules: readonly Rule[] = [auth, tls, tier, replicas, configs, memory, port];
