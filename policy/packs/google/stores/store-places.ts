import { plainText } from "../../../core/judge";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, unknown, type Rule, type Verdict } from "../../../core/rule";
import { valueText } from "../../../core/value-text";
import { SQL_INSTANCE } from "./cloud-sql-instance";
import { REDIS } from "./redis";

/** Where stores name the zones that they stand in, beside their region. */
const ZONES: readonly (readonly [type: string, paths: readonly string[]])[] = [
  [SQL_INSTANCE, ["settings[0].location_preference[0].zone", "settings[0].location_preference[0].secondary_zone"]],
  [REDIS, ["location_id", "alternative_location_id"]],
];

function judgeZones(store: Resource, paths: readonly string[]): readonly Verdict[] {
  const region = textAt(store, "region");
  const zones = paths.map((path) => textAt(store, path)).filter((zone) => zone !== undefined && zone !== "");
  const open = paths.find((path) => valueAt(store, path) === UNKNOWN && valueAt(store, "region") !== undefined);
  const elsewhere = region === undefined ? undefined : zones.find((zone) => !zone?.startsWith(`${region}-`));
  if (elsewhere !== undefined) {
    const path = paths.find((each) => textAt(store, each) === elsewhere) ?? "";
    return [
      violation(
        store,
        `${path}: ${valueText(path, elsewhere)} found, a zone of ${valueText("region", region)} allowed`,
      ),
    ];
  }
  if (zones.length === 2 && zones[0] === zones[1]) {
    return [violation(store, `${paths[1] ?? ""}: the same zone twice found, another one allowed`)];
  }
  // Left out, Google chooses, and tells which only after apply.
  return open === undefined || store.references.get(open) === undefined ? [] : [unknown(store, open)];
}

const zones: Rule = {
  id: "store-zone",
  kind: "refused",
  severity: "high",
  title: "A database or a cache stands in two zones of its region",
  why: "Google refuses a zone of another region, and one zone for both sides, at apply; the provider does not check.",
  fix: "name two zones of the region, or none",
  source: "https://cloud.google.com/compute/docs/regions-zones",
  check: (estate) => ZONES.flatMap(([type, paths]) => estate.ofType(type).flatMap((store) => judgeZones(store, paths))),
};

/** Where stores say when Google may restart them. */
const WINDOWS: readonly (readonly [type: string, block: string])[] = [
  [SQL_INSTANCE, "settings[0].maintenance_window"],
  [REDIS, "maintenance_policy"],
  ["google_memcache_instance", "maintenance_policy"],
  ["google_redis_cluster", "maintenance_policy"],
  ["google_memorystore_instance", "maintenance_policy"],
];

const window: Rule = {
  id: "store-maintenance-window",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "A database or a cache says when Google may restart it",
  why: "Without a window Google chooses the hour, and connections break in the middle of the day.",
  fix: "declare a maintenance window in the hours when few people use it",
  source: "https://cloud.google.com/sql/docs/postgres/maintenance",
  check: (estate) =>
    WINDOWS.flatMap(([type, block]) =>
      estate.ofType(type).flatMap((store): readonly Verdict[] => {
        if (Boolean(textAt(store, "master_instance_name")) || textAt(store, "tier") === "BASIC") return [];
        if (valueAt(store, block) === UNKNOWN) return [unknown(store, block)];
        return blockPaths(store, block).length > 0
          ? []
          : [violation(store, `${block}: nothing found, a window allowed`)];
      }),
    ),
};

/** Where stores name their network; left out it is the project's default one. */
const NETWORKS: readonly (readonly [type: string, path: string])[] = [
  [REDIS, "authorized_network"],
  ["google_memcache_instance", "authorized_network"],
  [SQL_INSTANCE, "settings[0].ip_configuration[0].private_network"],
  ["google_filestore_instance", "networks[0].network"],
  ["google_alloydb_cluster", "network_config[0].network"],
];

const network: Rule = {
  id: "store-default-network",
  kind: "exposed",
  severity: "low",
  title: "A database or a cache stands in a network that is declared",
  why: "In the default network stands whatever named none, behind rules that nobody declared: all of it reaches the store.",
  fix: "declare a network, and name it",
  source: "https://cloud.google.com/vpc/docs/vpc#default-network",
  check: (estate) =>
    NETWORKS.flatMap(([type, path]) =>
      estate.ofType(type).flatMap((store): readonly Verdict[] => {
        const value = valueAt(store, path);
        // What Google will fill in is the default one; what is referred to is some other's.
        if (value === UNKNOWN) return [];
        const isLeftOut = value === undefined && path === "authorized_network" && !store.references.has(path);
        return isLeftOut || /(^|\/)default$/.test(plainText(value))
          ? [violation(store, `${path}: the default network found, a declared one allowed`)]
          : [];
      }),
    ),
};

/** Where a store stands, and when it may be away. */
export const storePlaceRules: readonly Rule[] = [zones, window, network];
