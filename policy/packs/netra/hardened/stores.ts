import { DATABASE_ACCESS, DATABASE_INSIGHTS, DATABASE_PROTECTION } from "../../../../google/hardened/cloud-sql";
import { DELETION_POLICY } from "../../../../google/hardened/deletion-policy";
import { CACHE_ACCESS, CACHE_PROTECTION } from "../../../../google/hardened/memorystore";
import { valueAt } from "../../../core/resource";
import { REDIS, SQL, flag, one, plain } from "./read";
import type { HardenedValue } from "./row";

export const STORES: readonly HardenedValue[] = [
  {
    id: "max-connections",
    plan: "3.2",
    title: "max_connections",
    acts: "Cloud SQL; a change restarts the database",
    rules: ["sql-max-connections-declared", "sql-max-connections", "sql-memory-flags", "budget-database-connections"],
    checks: ["database/settings"],
    read: one(SQL, (instance) => flag(instance, "max_connections")),
  },
  {
    id: "database-access",
    plan: "1.3",
    title: "database: public address / encryption",
    acts: "Cloud SQL: no address outside the VPC, no connection in plaintext",
    rules: ["sql-private", "sql-encrypted", "sql-encrypted-declared"],
    read: one(SQL, (instance) => {
      const { ipv4Enabled, sslMode } = DATABASE_ACCESS;
      return `${valueAt(instance, ipv4Enabled.path) === false ? "none" : "yes"} / ${plain(instance, sslMode.path)}`;
    }),
  },
  {
    id: "database-tier",
    plan: "1.3",
    title: "database: version / edition / tier / availability",
    acts: "Cloud SQL; only REGIONAL fails over, and only dedicated cores are inside the service level agreement",
    rules: [
      "sql-version-declared",
      "sql-edition-declared",
      "sql-edition-tier",
      "sql-availability",
      "sql-production-zonal",
      "sql-version",
    ],
    checks: ["database/settings", "database/availability"],
    read: one(SQL, (instance) =>
      ["database_version", "settings[0].edition", "settings[0].tier", "settings[0].availability_type"]
        .map((path) => plain(instance, path))
        .join(" / "),
    ),
  },
  {
    id: "database-undo",
    plan: "1.3",
    title: "database: backups / point in time / last backup / protections",
    acts: "the only way back from a lost table, and the guards before a lost instance",
    rules: [
      "sql-backups",
      "sql-backups-retained",
      "sql-deletion-protection-declared",
      "sql-deletion-protection",
      "sql-final-backup",
      "deletion-policy-declared",
    ],
    read: one(SQL, (instance) => {
      const { backups, pointInTimeRecovery, finalBackupDays } = DATABASE_PROTECTION;
      const { terraformDeletionProtection, deletionProtection } = DATABASE_PROTECTION;
      const guards = [terraformDeletionProtection, deletionProtection, DELETION_POLICY.google_sql_database_instance];
      const standing = guards.filter(({ path, value }) => valueAt(instance, path) === value).length;
      return [
        plain(instance, backups.path),
        plain(instance, pointInTimeRecovery.path),
        `${plain(instance, finalBackupDays.path)} days`,
        `${standing} of ${guards.length}`,
      ].join(" / ");
    }),
  },
  {
    id: "database-operation",
    plan: "1.3",
    title: "database: maintenance day and hour (UTC) / query insights",
    acts: "when Google restarts it, and whether a slow query can be found afterwards",
    rules: ["sql-maintenance-window", "sql-insights", "sql-log-statement"],
    checks: ["database/settings"],
    read: one(SQL, (instance) => {
      const window = "settings[0].maintenance_window[0]";
      const insights = plain(instance, DATABASE_INSIGHTS.queryInsights.path);
      return `day ${plain(instance, `${window}.day`)} ${plain(instance, `${window}.hour`)}:00 / ${insights}`;
    }),
  },
  {
    id: "cache",
    plan: "1.3",
    title: "cache: tier / version / AUTH / TLS",
    acts: "Memorystore; tier and TLS replace the instance when they change",
    rules: ["redis-tier", "redis-version", "redis-auth", "redis-tls"],
    checks: ["cache/settings"],
    read: one(REDIS, (instance) =>
      ["tier", "redis_version", CACHE_ACCESS.authEnabled.path, CACHE_ACCESS.transitEncryptionMode.path]
        .map((path) => plain(instance, path))
        .join(" / "),
    ),
  },
  {
    id: "cache-access",
    plan: "1.3",
    title: "cache: connection / prevent_destroy, deletion_protection, deletion_policy / maintenance",
    acts: "Memorystore has no protection of its own: Terraform and its provider refuse to destroy it",
    rules: [
      "redis-private-access",
      "redis-port",
      "redis-port-reference",
      "redis-prevent-destroy",
      "deletion-policy-declared",
      "redis-maintenance-window",
    ],
    checks: ["cache/settings"],
    read: one(REDIS, (instance) => {
      const window = "maintenance_policy[0].weekly_maintenance_window[0]";
      const protectedText = [
        instance.lifecycle ? String(instance.lifecycle.preventDestroy) : "not told",
        plain(instance, CACHE_PROTECTION.deletionProtection.path),
        plain(instance, DELETION_POLICY.google_redis_instance.path),
      ].join(", ");
      const hour = plain(instance, `${window}.start_time[0].hours`);
      return `${plain(instance, CACHE_ACCESS.connectMode.path)} / ${protectedText} / ${plain(instance, `${window}.day`)} ${hour}:00`;
    }),
  },
];
