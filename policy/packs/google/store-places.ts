import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../core/resource";
import { violation, unknown, type Rule, type Verdict } from "../../core/rule";
import { valueText } from "../../core/value-text";
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

/** Where a store stands, and when it may be away. */
export const storePlaceRules: readonly Rule[] = [zones, window];
