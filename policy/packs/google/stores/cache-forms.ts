import { forEveryResource, numberOf } from "../../../core/judge";
import { targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { REDIS } from "./redis";

const MEMCACHE = "google_memcache_instance";

/** Versions as Memorystore names them (https://cloud.google.com/memorystore/docs/redis/supported-versions). */
const VERSION = /^REDIS_(3_2|4_0|5_0|6_X|[7-9]_\d)$/;

const version: Rule = {
  id: "redis-version-name",
  kind: "refused",
  severity: "high",
  title: "The version of Redis is one that Memorystore offers",
  why: "Google refuses a name that it does not know at apply; the provider takes any text.",
  fix: "set redis_version to REDIS_7_2",
  source: "https://cloud.google.com/memorystore/docs/redis/supported-versions",
  check: forEveryResource(REDIS, (redis) => {
    const path = "redis_version";
    const value = valueAt(redis, path);
    if (value === UNKNOWN) return redis.references.has(path) ? [unknown(redis, path)] : [];
    return value === undefined || VERSION.test(textAt(redis, path) ?? "")
      ? []
      : [violation(redis, `${path}: a name that Memorystore does not have found, REDIS_7_2 allowed`)];
  }),
};

const memcacheBounds: Rule = {
  id: "memcache-bounds",
  kind: "refused",
  severity: "high",
  title: "The nodes of a Memcached instance are within Google's bounds",
  why: "Google refuses a node below 1 GiB, and more than 20 of them, at apply; the provider does not check.",
  fix: "set memory_size_mb to 1024 or more, node_count to 1–20",
  source: "https://cloud.google.com/memorystore/docs/memcached/memcached-overview",
  check: forEveryResource(MEMCACHE, (cache): readonly Verdict[] => {
    const [memory, nodes] = ["node_config[0].memory_size_mb", "node_count"];
    const open = [memory, nodes].find((path) => valueAt(cache, path) === UNKNOWN);
    if (open !== undefined) return [unknown(cache, open)];
    return [
      ...(numberOf(valueAt(cache, memory)) < 1024
        ? [violation(cache, `${memory}: ${numberOf(valueAt(cache, memory))} found, 1024 or more allowed`)]
        : []),
      ...(numberOf(valueAt(cache, nodes)) > 20
        ? [violation(cache, `${nodes}: more than 20 found, 1 to 20 allowed`)]
        : []),
    ];
  }),
};

const oneNode: Rule = {
  id: "memcache-one-node",
  kind: "down",
  severity: "low",
  title: "A Memcached instance has more than one node",
  why: "When its one node restarts the whole cache is empty, and every request goes to what it was to spare.",
  fix: "set node_count to 2 or more",
  source: "https://cloud.google.com/memorystore/docs/memcached/best-practices",
  check: forEveryResource(MEMCACHE, (cache) => {
    if (valueAt(cache, "node_count") === UNKNOWN) return [unknown(cache, "node_count")];
    return numberOf(valueAt(cache, "node_count")) === 1
      ? [violation(cache, "node_count: 1 found, 2 or more allowed")]
      : [];
  }),
};

/** Caches that are reached by Private Service Connect, and where they name the network. */
const CONNECTED: readonly (readonly [type: string, path: string])[] = [
  ["google_redis_cluster", "psc_configs[0].network"],
  ["google_memorystore_instance", "desired_auto_created_endpoints[0].network"],
  ["google_memorystore_instance", "desired_psc_auto_connections[0].network"],
];
const NETWORK = "google_compute_network";
const POLICY = "google_network_connectivity_service_connection_policy";

const endpointPolicy: Rule = {
  id: "memorystore-connection-policy",
  kind: "refused",
  severity: "high",
  title: "A new network lets Memorystore make its endpoints before a cluster asks for them",
  why: "A Redis cluster and a Valkey instance are made only where a service connection policy of their class stands in the network and the region.",
  fix: "declare a google_network_connectivity_service_connection_policy of gcp-memorystore-redis or gcp-memorystore, and let the cache depend on it",
  source: "https://cloud.google.com/memorystore/docs/cluster/networking",
  check: (estate) =>
    CONNECTED.flatMap(([type, path]) =>
      estate.ofType(type).flatMap((cache): readonly Verdict[] => {
        // A network of a block with keys may be any of that block.
        const networks = targetsOf(estate, cache, path, [NETWORK]);
        const [network] = networks.filter(({ isNew }) => isNew);
        if (network === undefined) return [];
        const joined = estate.ofType(POLICY).map((policy) => targetsOf(estate, policy, "network", [NETWORK]));
        return joined.some((named) => named.length === 0 || named.some((one) => networks.includes(one)))
          ? []
          : [
              violation(
                cache,
                `${path}: ${network.address} found, which is new and has no connection policy, one needed`,
              ),
            ];
      }),
    ),
};

/** What Memorystore refuses, beside `google_redis_instance`'s own bounds. */
export const cacheFormRules: readonly Rule[] = [version, memcacheBounds, oneNode, endpointPolicy];
