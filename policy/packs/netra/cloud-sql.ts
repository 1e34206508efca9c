import { isOtherSeries, parseTier } from "../../../google/cloud-sql";
import {
  DATABASE_ACCESS,
  DATABASE_INSIGHTS,
  DATABASE_PROTECTION,
  DATABASE_STATE,
} from "../../../google/hardened/cloud-sql";
import { hardenedCheck, judgeHardened } from "../../core/hardened";
import { forEveryDeclared, isBetween, isOneOf, judgeValue } from "../../core/judge";
import { textAt, valueAt } from "../../core/resource";
import { violation, type SpecRule } from "../../core/rule";
import { MAX_CONNECTIONS, hasService, judgeFlag } from "../google/stores/cloud-sql-flags";
import { DISK_AUTORESIZE, EDITION, SQL_INSTANCE, TIER, postgres, primary } from "../google/stores/cloud-sql-instance";

const version: SpecRule = {
  id: "sql-version-declared",
  kind: "house",
  severity: "high",
  title: "The database version is the one of the spec",
  why: "A higher one upgrades in place, with minutes of downtime and no way back.",
  fix: "declare database_version as environments/ has it",
  yieldsTo: ["sql-version"],
  check: forEveryDeclared(SQL_INSTANCE, (instance, { environment }) =>
    judgeValue(instance, "database_version", isOneOf(environment.database.version), environment.database.version),
  ),
};

const edition: SpecRule = {
  id: "sql-edition-declared",
  kind: "house",
  severity: "high",
  title: "The edition is declared, and the tier is one whose memory is known",
  why: "An edition that Google picks changes with the version, and changes by hand without a plan that shows it. The budgets need the memory of the tier.",
  fix: "declare ENTERPRISE with db-custom-<cpus>-<MiB>, or ENTERPRISE_PLUS with db-perf-optimized-N-<cpus>",
  yieldsTo: ["sql-edition-tier"],
  check: forEveryDeclared(
    SQL_INSTANCE,
    postgres((instance) => [
      ...judgeValue(instance, EDITION, (value) => value !== undefined, "ENTERPRISE or ENTERPRISE_PLUS"),
      ...judgeValue(
        instance,
        TIER,
        () => !isOtherSeries(textAt(instance, TIER) ?? "") || parseTier(textAt(instance, TIER) ?? "") !== undefined,
        "a tier of db-custom or db-perf-optimized-N",
      ),
    ]),
  ),
};

const encryption: SpecRule = {
  id: "sql-encrypted-declared",
  kind: "house",
  severity: "high",
  title: `Connections are encrypted by ${DATABASE_ACCESS.sslMode.value}, and by no stricter mode`,
  why: "A mode that asks for client certificates refuses every service that has none, and ours have none.",
  fix: `set ssl_mode to ${DATABASE_ACCESS.sslMode.value}`,
  source: DATABASE_ACCESS.sslMode.source,
  yieldsTo: ["sql-encrypted"],
  check: hardenedCheck(DATABASE_ACCESS.sslMode),
};

const backupsRetained: SpecRule = {
  id: "sql-backups-retained",
  kind: "lost",
  severity: "critical",
  title: "The backups outlive the database",
  why: "Otherwise they are deleted with the instance, and nothing can be restored.",
  fix: "set settings.retain_backups_on_delete to true",
  check: forEveryDeclared(
    SQL_INSTANCE,
    primary((instance) => judgeHardened(instance, DATABASE_PROTECTION.retainBackupsOnDelete)),
  ),
};

const deletionProtection: SpecRule = {
  id: "sql-deletion-protection-declared",
  kind: "lost",
  severity: "critical",
  title: "The database is protected from deletion by Terraform, by Google and by prevent_destroy",
  why: "The first guard stops only Terraform; Google's own is off unless declared, and stops the console as well.",
  fix: "set deletion_protection, settings.deletion_protection_enabled and lifecycle.prevent_destroy to true",
  yieldsTo: ["sql-deletion-protection"],
  check: forEveryDeclared(SQL_INSTANCE, (instance) => [
    ...judgeHardened(instance, DATABASE_PROTECTION.terraformDeletionProtection),
    ...judgeHardened(instance, DATABASE_PROTECTION.deletionProtection),
    ...(instance.lifecycle?.preventDestroy === false
      ? [violation(instance, "lifecycle.prevent_destroy: nothing found, true allowed")]
      : []),
  ]),
};

const finalBackup: SpecRule = {
  id: "sql-final-backup",
  kind: "lost",
  severity: "medium",
  title: "Cloud SQL makes a last backup when the database is deleted, and keeps it for a month",
  why: "The nightly backup lacks everything since the night before.",
  fix: "set settings.final_backup_config to enabled, with retention_days 30",
  check: forEveryDeclared(
    SQL_INSTANCE,
    primary((instance) => [
      ...judgeHardened(instance, DATABASE_PROTECTION.finalBackup),
      ...judgeHardened(instance, DATABASE_PROTECTION.finalBackupDays),
    ]),
  ),
};

const availability: SpecRule = {
  id: "sql-availability",
  kind: "down",
  severity: "high",
  title: "The database is as available as its environment promises, in production over two zones",
  why: "A zonal database has no failover and stands outside the service level agreement.",
  fix: "set availability_type to the spec's, REGIONAL in production",
  yieldsTo: ["sql-production-zonal"],
  check: forEveryDeclared(
    SQL_INSTANCE,
    primary((instance, { environment: { kind, database } }) => {
      const wanted = kind === "production" ? "REGIONAL" : database.availability;
      return judgeValue(instance, "settings[0].availability_type", isOneOf(wanted), wanted);
    }),
  ),
};

const maintenance: SpecRule = {
  id: "sql-maintenance-window",
  kind: "house",
  severity: "medium",
  title: "The database declares day and hour of its maintenance",
  why: "Without a window Google restarts it whenever it suits Google, at noon as well.",
  fix: "set maintenance_window.day (1–7, Monday first) and hour (0–23, UTC)",
  check: forEveryDeclared(
    SQL_INSTANCE,
    primary((instance) => [
      ...judgeValue(instance, "settings[0].maintenance_window[0].day", isBetween(1, 7), "1 to 7"),
      ...judgeValue(instance, "settings[0].maintenance_window[0].hour", isBetween(0, 23), "0 to 23"),
    ]),
  ),
};

const insights: SpecRule = {
  id: "sql-insights",
  kind: "house",
  severity: "medium",
  title: "Query insights are on",
  why: "A pool that runs full is a slow query first, and without insights nobody can name it afterwards.",
  fix: "set insights_config.query_insights_enabled to true",
  check: forEveryDeclared(
    SQL_INSTANCE,
    postgres(primary((instance) => judgeHardened(instance, DATABASE_INSIGHTS.queryInsights))),
  ),
};

const diskLimit: SpecRule = {
  id: "sql-disk-limit",
  kind: "house",
  severity: "medium",
  title: "The disk grows up to a limit",
  why: "One without a limit grows for ever, never shrinks, and is paid for.",
  fix: "set disk_autoresize_limit",
  check: forEveryDeclared(SQL_INSTANCE, (instance) =>
    // A disk that does not grow has no limit.
    valueAt(instance, DISK_AUTORESIZE) === false
      ? []
      : judgeValue(instance, "settings[0].disk_autoresize_limit", isBetween(1, Infinity), "above 0 (0 is without end)"),
  ),
};

const activation: SpecRule = {
  id: "sql-activation-declared",
  kind: "house",
  severity: "high",
  title: "That the database runs is declared",
  why: "Undeclared, an instance that somebody stops by hand is no difference to any plan.",
  fix: `set activation_policy to ${DATABASE_STATE.activationPolicy.value}`,
  yieldsTo: ["sql-activation"],
  check: hardenedCheck(DATABASE_STATE.activationPolicy),
};

const maxConnections: SpecRule = {
  id: "sql-max-connections-declared",
  kind: "house",
  severity: "high",
  title: "max_connections is declared",
  why: "The pools of two revisions are counted against it; Google's default changes with the tier.",
  fix: "declare the database flag max_connections",
  yieldsTo: ["sql-max-connections"],
  check: forEveryDeclared(
    SQL_INSTANCE,
    postgres(
      primary((instance, _spec, estate) =>
        hasService(estate) ? judgeFlag(instance, MAX_CONNECTIONS, (value) => value !== undefined, "a number") : [],
      ),
    ),
  ),
};

/** What our environments declare of their database. */
export const databaseRules: readonly SpecRule[] = [
  version,
  edition,
  encryption,
  backupsRetained,
  deletionProtection,
  finalBackup,
  availability,
  maintenance,
  insights,
  diskLimit,
  activation,
  maxConnections,
];
