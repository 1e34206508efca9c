import { CACHE_ACCESS, CACHE_MEMORY, CACHE_PROTECTION } from "../../../google/hardened/memorystore";
import { hardenedCheck, judgeHardened } from "../../core/hardened";
import { attributeCheck, forEveryDeclared, isBetween, isOneOf, judgeValue } from "../../core/judge";
import { valueAt } from "../../core/resource";
import { violation, type SpecRule, type Verdict } from "../../core/rule";
import { REDIS, REFERENCE_ALLOWED, portVariables } from "../google/stores/redis";

const version: SpecRule = {
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

const privateAccess: SpecRule = {
  id: "redis-private-access",
  kind: "house",
  severity: "high",
  title: "Redis lives in the range peered for private services",
  why: "DIRECT_PEERING, the default, makes a peering of its own; a later change replaces the instance.",
  fix: `set connect_mode to ${CACHE_ACCESS.connectMode.value}`,
  check: hardenedCheck(CACHE_ACCESS.connectMode),
};

const DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;

const maintenance: SpecRule = {
  id: "redis-maintenance-window",
  kind: "house",
  severity: "medium",
  title: "Redis declares day and hour of its maintenance",
  why: "Maintenance fails over and drops every connection; without a window it comes at any hour.",
  fix: "declare one weekly_maintenance_window with day and start_time",
  check: forEveryDeclared(REDIS, (redis) => {
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

const preventDestroy: SpecRule = {
  id: "redis-prevent-destroy",
  kind: "lost",
  severity: "critical",
  title: "No plan may destroy Redis",
  why: "Most of its arguments replace it, Google has no protection of its own, and every session is lost.",
  fix: "set deletion_protection and lifecycle.prevent_destroy to true",
  check: forEveryDeclared(REDIS, (redis) => [
    ...judgeHardened(redis, CACHE_PROTECTION.deletionProtection),
    ...(redis.lifecycle?.preventDestroy === false
      ? [violation(redis, "lifecycle.prevent_destroy: nothing found, true allowed")]
      : []),
  ]),
};

const evictionPolicy: SpecRule = {
  id: "redis-eviction-policy",
  kind: "lost",
  severity: "medium",
  title: "Redis declares what it evicts, and keeps keys without a time to live",
  why: "Locks and queues carry no time to live: an allkeys policy drops them silently when memory runs out.",
  fix: `set redis_configs["maxmemory-policy"] to ${CACHE_MEMORY.maxmemoryPolicy.value}`,
  check: attributeCheck(
    REDIS,
    CACHE_MEMORY.maxmemoryPolicy.path,
    isOneOf(CACHE_MEMORY.maxmemoryPolicy.value, "volatile-lfu", "volatile-ttl", "volatile-random", "noeviction"),
    "volatile-… or noeviction",
  ),
};

const replicas: SpecRule = {
  id: "redis-replicas-declared",
  kind: "house",
  severity: "high",
  title: "The number of replicas is declared",
  why: "Undeclared, a replica that is taken away by hand is no difference to any plan.",
  fix: "set replica_count to 1",
  yieldsTo: ["redis-replicas"],
  // A tier without replicas has none to declare.
  check: forEveryDeclared(REDIS, (redis) =>
    valueAt(redis, "tier") === "STANDARD_HA"
      ? judgeValue(redis, "replica_count", (value) => value !== undefined, "a number")
      : [],
  ),
};

const port: SpecRule = {
  id: "redis-port-reference",
  kind: "house",
  severity: "high",
  title: "Services take the port of Redis from the instance",
  why: "A number that is written by hand stays when TLS moves the port from 6379 to 6378 (incident 22).",
  fix: "reference the instance's port",
  yieldsTo: ["redis-port"],
  check: (estate) =>
    portVariables(estate).flatMap(({ service, path, text }): readonly Verdict[] =>
      text === undefined
        ? []
        : [violation(service, `${path}.value: "REDIS_PORT" is written by hand, ${REFERENCE_ALLOWED}`)],
    ),
};

/** What our environments declare of their cache. */
export const cacheRules: readonly SpecRule[] = [
  version,
  privateAccess,
  replicas,
  maintenance,
  preventDestroy,
  evictionPolicy,
  port,
];
