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
    read: one(SQL, (instance) => flag(instance, "max_connections")),
  },
  {
    id: "database-access",
    plan: "1.3",
    title: "database: public address / encryption",
    acts: "Cloud SQL: no address outside the VPC, no connection in clear",
    rules: ["sql-private", "sql-encrypted"],
    read: one(SQL, (instance) => {
      const ip = "settings[0].ip_configuration[0]";
      return `${valueAt(instance, `${ip}.ipv4_enabled`) === false ? "none" : "yes"} / ${plain(instance, `${ip}.ssl_mode`)}`;
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
    ],
    read: one(SQL, (instance) =>
      ["database_version", "settings[0].edition", "settings[0].tier", "settings[0].availability_type"]
        .map((path) => plain(instance, path))
        .join(" / "),
    ),
  },
  {
    id: "database-undo",
    plan: "1.3",
    title: "database: backups / point in time / protections",
    acts: "the only way back from a lost table, and the guards before a lost instance",
    rules: ["sql-backups", "sql-backups-retained", "sql-deletion-protection-declared", "sql-deletion-protection"],
    read: one(SQL, (instance) => {
      const backup = "settings[0].backup_configuration[0]";
      const protections = [
        valueAt(instance, "deletion_protection"),
        valueAt(instance, "settings[0].deletion_protection_enabled"),
      ];
      return [
        plain(instance, `${backup}.enabled`),
        plain(instance, `${backup}.point_in_time_recovery_enabled`),
        `${protections.filter((value) => value === true).length} of 2`,
      ].join(" / ");
    }),
  },
  {
    id: "database-operation",
    plan: "1.3",
    title: "database: maintenance day and hour (UTC) / query insights",
    acts: "when Google restarts it, and whether a slow query can be found afterwards",
    rules: ["sql-maintenance-window", "sql-insights"],
    read: one(SQL, (instance) => {
      const window = "settings[0].maintenance_window[0]";
      const insights = plain(instance, "settings[0].insights_config[0].query_insights_enabled");
      return `day ${plain(instance, `${window}.day`)} ${plain(instance, `${window}.hour`)}:00 / ${insights}`;
    }),
  },
  {
    id: "cache",
    plan: "1.3",
    title: "cache: tier / version / AUTH / TLS",
    acts: "Memorystore; tier and TLS replace the instance when they change",
    rules: ["redis-tier", "redis-version", "redis-auth", "redis-tls"],
    read: one(REDIS, (instance) =>
      ["tier", "redis_version", "auth_enabled", "transit_encryption_mode"]
        .map((path) => plain(instance, path))
        .join(" / "),
    ),
  },
  {
    id: "cache-access",
    plan: "1.3",
    title: "cache: connection / prevent_destroy / maintenance",
    acts: "Memorystore has no deletion protection: only Terraform refuses to destroy it",
    rules: [
      "redis-private-access",
      "redis-port",
      "redis-port-reference",
      "redis-prevent-destroy",
      "redis-maintenance-window",
    ],
    read: one(REDIS, (instance) => {
      const window = "maintenance_policy[0].weekly_maintenance_window[0]";
      const protectedText = instance.lifecycle ? String(instance.lifecycle.preventDestroy) : "not told";
      const hour = plain(instance, `${window}.start_time[0].hours`);
      return `${plain(instance, "connect_mode")} / ${protectedText} / ${plain(instance, `${window}.day`)} ${hour}:00`;
    }),
  },
];
