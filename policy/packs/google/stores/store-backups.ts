import { namedAt } from "../../../core/relations/named";
import type { Estate } from "../../../core/estate";
import { UNKNOWN, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";

/** A kind of database, what it may say itself, and what may back it up. */
interface Store {
  readonly type: string;
  /** Where it says that it can be brought back, and the value that says so; "" where none can. */
  readonly path: string;
  readonly wanted: (value: unknown) => boolean;
  /** A schedule of backups, and where that names the database. */
  readonly schedule?: readonly [type: string, path: string];
  readonly needed: string;
}

const STORES: readonly Store[] = [
  {
    type: "google_firestore_database",
    path: "point_in_time_recovery_enablement",
    wanted: (value) => value === "POINT_IN_TIME_RECOVERY_ENABLED",
    schedule: ["google_firestore_backup_schedule", "database"],
    needed: "point-in-time recovery or a google_firestore_backup_schedule",
  },
  {
    type: "google_spanner_database",
    path: "",
    wanted: () => false,
    schedule: ["google_spanner_backup_schedule", "database"],
    needed: "a google_spanner_backup_schedule",
  },
  {
    type: "google_bigtable_table",
    path: "automated_backup_policy[0]",
    wanted: (value) => value !== undefined,
    needed: "automated_backup_policy",
  },
];

const hasSchedule = (estate: Estate, store: Resource, { type, schedule }: Store): boolean =>
  schedule !== undefined &&
  estate.ofType(schedule[0]).some((one) => {
    const named = namedAt(estate, one, schedule[1], [type]);
    return named.isOpen || named.resources.includes(store);
  });

const INSTANCE_PATH = "default_backup_schedule_type";

/** What the instance of a database says of backups that Google makes by itself, once a day. */
function instanceSchedule(estate: Estate, database: Resource): "made" | "unknown" | "none" {
  const instances = namedAt(estate, database, "instance", ["google_spanner_instance"]).resources;
  const said = instances.map((instance) => {
    const value = valueAt(instance, INSTANCE_PATH);
    return value === UNKNOWN && !instance.references.has(INSTANCE_PATH) ? undefined : value;
  });
  if (said.includes("AUTOMATIC")) return "made";
  return said.includes(UNKNOWN) ? "unknown" : "none";
}

export const storeBackups: Rule = {
  id: "store-backups",
  kind: "lost",
  severity: "medium",
  onlyAbroad: true,
  title: "What a database holds can be brought back",
  why: "A wrong deletion, or a program that writes nonsense, is final where there is neither a backup nor a way back in time.",
  fix: "declare a schedule of backups, or point-in-time recovery where the database has it",
  source: "https://cloud.google.com/firestore/docs/backups",
  check: (estate) =>
    STORES.flatMap((store) =>
      estate.ofType(store.type).flatMap((database) => {
        const value = store.path === "" ? undefined : valueAt(database, store.path);
        const byInstance = instanceSchedule(estate, database);
        const isKept = store.wanted(value) || hasSchedule(estate, database, store) || byInstance === "made";
        if (!database.isNew || isKept) return [];
        if (byInstance === "unknown") return [unknown(database, "instance")];
        if (value === UNKNOWN && database.references.has(store.path)) return [unknown(database, store.path)];
        const found = violation(
          database,
          `${store.path === "" ? "name" : store.path}: nothing found, ${store.needed} needed`,
        );
        return [store.type === "google_firestore_database" ? { ...found, severity: "low" as const } : found];
      }),
    ),
};
