import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, type Verdict } from "../../../core/rule";

export const SQL_INSTANCE = "google_sql_database_instance";
export const EDITION = "settings[0].edition";
export const TIER = "settings[0].tier";
export const DISK_AUTORESIZE = "settings[0].disk_autoresize";

/** Judges one instance; what it is given beside it (estate, spec) passes through. */
type Check<Rest extends readonly unknown[]> = (instance: Resource, ...rest: Rest) => readonly Verdict[];

/** Only for PostgreSQL; other engines have other tiers, flags and backups. */
export const postgres =
  <Rest extends readonly unknown[]>(check: Check<Rest>): Check<Rest> =>
  (instance, ...rest) => {
    const version = valueAt(instance, "database_version");
    if (version === UNKNOWN) return [unknown(instance, "database_version")];
    return typeof version === "string" && version.startsWith("POSTGRES") ? check(instance, ...rest) : [];
  };

/** Whether an instance follows a primary. The plan of a new primary has an unknown here, and no reference. */
export const isReplica = (instance: Resource): boolean =>
  Boolean(textAt(instance, "master_instance_name")) || referencesAt(instance, "master_instance_name").length > 0;

/** Not for read replicas, which follow their primary. */
export const primary =
  <Rest extends readonly unknown[]>(check: Check<Rest>): Check<Rest> =>
  (instance, ...rest) =>
    isReplica(instance) ? [] : check(instance, ...rest);
