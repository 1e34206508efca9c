import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../core/resource";
import { unknown, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";

export const SQL_INSTANCE = "google_sql_database_instance";
export const EDITION = "settings[0].edition";
export const TIER = "settings[0].tier";

type Check = (instance: Resource, estate: Estate) => readonly Verdict[];

/** Only for PostgreSQL; other engines have other tiers, flags and backups. */
export const postgres =
  (check: Check): Check =>
  (instance, estate) => {
    const version = valueAt(instance, "database_version");
    if (version === UNKNOWN) return [unknown(instance, "database_version")];
    return typeof version === "string" && version.startsWith("POSTGRES") ? check(instance, estate) : [];
  };

/** Not for read replicas, which follow their primary. The plan of a new primary has an unknown here, and no reference. */
export const primary =
  (check: Check): Check =>
  (instance, estate) =>
    textAt(instance, "master_instance_name") || referencesAt(instance, "master_instance_name").length > 0
      ? []
      : check(instance, estate);
