import { DATABASE_INSIGHTS, DATABASE_PROTECTION, DATABASE_STATE } from "../../../google/hardened/cloud-sql";
import { MAX_LOG_DAYS, parseTier } from "../../../google/cloud-sql";
import { judgeHardened } from "../../core/hardened";
import { UNKNOWN, textAt, valueAt } from "../../core/resource";
import { isBetween, forEveryResource, judgeValue, isOneOf, type Known } from "../../core/judge";
import { unknown, violation, type Rule } from "../../core/rule";
import { sqlAccessRules } from "./cloud-sql-access";
import { sqlFlagRules } from "./cloud-sql-flags";
import { EDITION, SQL_INSTANCE, TIER, postgres, primary } from "./cloud-sql-instance";

const BACKUPS = "settings[0].backup_configuration[0]";

/** Engines and versions that Cloud SQL names (its API reference); the provider takes any text. */
const VERSION =
  /^(POSTGRES_(9_6|1[0-8])|MYSQL_(5_6|5_7|8_0|8_4)(_\d+)?|SQLSERVER_20(17|19|22|25)_(STANDARD|ENTERPRISE|EXPRESS|WEB))$/;

const version: Rule = {
  id: "sql-version",
  kind: "refused",
  severity: "high",
  title: "The database version is declared, and the one of the spec",
  why: "A higher one upgrades in place with minutes of downtime and no way back, and Google refuses a name that it does not know at apply.",
  fix: "declare database_version as environments/ has it",
  check: forEveryResource(SQL_INSTANCE, (instance, { spec }) => {
    const wanted = spec?.environment.database.version;
    return judgeValue(
      instance,
      "database_version",
      (value) => (wanted === undefined ? typeof value === "string" && VERSION.test(value) : value === wanted),
      wanted ?? "a version such as POSTGRES_17",
    );
  }),
};

/** Machine series that came after the tiers of `parseTier` (C4A, N4): only Google knows whether they exist. */
const OTHER_SERIES = /^db-(?!custom-\d|perf-optimized-|n1-|f1-|g1-)[a-z]/;

const editionTier: Rule = {
  id: "sql-edition-tier",
  kind: "refused",
  severity: "high",
  title: "The edition is declared, and offers the tier",
  why: "Left out, Google picks ENTERPRISE_PLUS for PostgreSQL 16 and later and refuses db-custom tiers at apply; the provider checks neither.",
  fix: "declare ENTERPRISE with db-custom-<cpus>-<MiB>, or ENTERPRISE_PLUS with db-perf-optimized-N-<cpus>",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres((instance, { spec }) => {
      const edition = judgeValue(
        instance,
        EDITION,
        isOneOf("ENTERPRISE", "ENTERPRISE_PLUS"),
        "ENTERPRISE or ENTERPRISE_PLUS",
      );
      const name = textAt(instance, TIER) ?? "";
      if (!spec && OTHER_SERIES.test(name)) {
        return [
          ...edition,
          {
            ...violation(instance, `${TIER}: "${name}" is of a series that this rule does not know`),
            status: "unknown",
          },
        ];
      }
      const offered = parseTier(name)?.edition;
      const declared = textAt(instance, EDITION);
      const mismatch = offered !== undefined && declared !== undefined && offered !== declared;
      return [
        ...edition,
        ...judgeValue(instance, TIER, () => offered !== undefined, "a legal PostgreSQL tier"),
        ...(edition.length === 0 && mismatch
          ? [violation(instance, `${TIER}: "${name}" found with ${declared}, only ${offered} has it`)]
          : []),
      ];
    }),
  ),
};

const backups: Rule = {
  id: "sql-backups",
  kind: "lost",
  severity: "critical",
  title: "The database is backed up, PostgreSQL to the second, and the backups outlive it",
  why: "Without the write-ahead log a bad migration costs everything since last night; REGIONAL needs both.",
  fix: "set backup_configuration.enabled, point_in_time_recovery_enabled and retain_backups_on_delete to true",
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance, estate) => [
      ...judgeHardened(instance, DATABASE_PROTECTION.backups),
      ...postgres(() => judgeHardened(instance, DATABASE_PROTECTION.pointInTimeRecovery))(instance, estate),
      ...(estate.spec ? judgeHardened(instance, DATABASE_PROTECTION.retainBackupsOnDelete) : []),
    ]),
  ),
};

const logRetention: Rule = {
  id: "sql-log-retention",
  kind: "refused",
  severity: "medium",
  title: "The write-ahead log is kept for as many days as the edition allows",
  why: "Google refuses more than 7 days on ENTERPRISE at apply, and the provider does not check.",
  fix: "set transaction_log_retention_days to 1–7, or 1–35 on ENTERPRISE_PLUS",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    const path = `${BACKUPS}.transaction_log_retention_days`;
    const edition = textAt(instance, EDITION);
    const most = edition === "ENTERPRISE" ? MAX_LOG_DAYS.ENTERPRISE : MAX_LOG_DAYS.ENTERPRISE_PLUS;
    const days = valueAt(instance, path);
    // Between the two limits it takes the edition to tell; sql-edition-tier names one that is missing.
    if (edition === undefined && isBetween(MAX_LOG_DAYS.ENTERPRISE + 1, most)(days as Known)) {
      return valueAt(instance, EDITION) === UNKNOWN ? [unknown(instance, EDITION)] : [];
    }
    return judgeValue(instance, path, (value) => value === undefined || isBetween(1, most)(value), `1 to ${most}`);
  }),
};

const deletionProtection: Rule = {
  id: "sql-deletion-protection",
  kind: "lost",
  severity: "critical",
  title: "The database is protected from deletion by Terraform, by Google and by prevent_destroy",
  why: "The first guard stops only Terraform; Google's own is off unless declared, and stops the console as well.",
  fix: "set deletion_protection, settings.deletion_protection_enabled and lifecycle.prevent_destroy to true",
  check: forEveryResource(SQL_INSTANCE, (instance, { spec }) => [
    // The provider's default is true: only our own data have to say so.
    ...judgeHardened(instance, DATABASE_PROTECTION.terraformDeletionProtection, ...(spec ? [] : [undefined])),
    ...judgeHardened(instance, DATABASE_PROTECTION.deletionProtection),
    ...(spec && instance.lifecycle?.preventDestroy === false
      ? [violation(instance, "lifecycle.prevent_destroy: nothing found, true allowed")]
      : []),
  ]),
};

const availability: Rule = {
  id: "sql-availability",
  kind: "down",
  severity: "high",
  title: "The database is as available as its environment promises, in production over two zones",
  why: "A zonal database has no failover and stands outside the service level agreement.",
  fix: "set availability_type to the spec's, REGIONAL in production",
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance, { spec }) => {
      if (!spec) return [];
      const { kind, database } = spec.environment;
      const wanted = kind === "production" ? "REGIONAL" : database.availability;
      return judgeValue(instance, "settings[0].availability_type", isOneOf(wanted), wanted);
    }),
  ),
};

const maintenance: Rule = {
  id: "sql-maintenance-window",
  kind: "house",
  severity: "medium",
  title: "The database declares day and hour of its maintenance",
  why: "Without a window Google restarts it whenever it suits Google, at noon as well.",
  fix: "set maintenance_window.day (1–7, Monday first) and hour (0–23, UTC)",
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance) => [
      ...judgeValue(instance, "settings[0].maintenance_window[0].day", isBetween(1, 7), "1 to 7"),
      ...judgeValue(instance, "settings[0].maintenance_window[0].hour", isBetween(0, 23), "0 to 23"),
    ]),
  ),
};

const insights: Rule = {
  id: "sql-insights",
  kind: "house",
  severity: "medium",
  title: "Query insights are on",
  why: "A pool that runs full is a slow query first, and without insights no one can name it afterwards.",
  fix: "set insights_config.query_insights_enabled to true",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres(primary((instance) => judgeHardened(instance, DATABASE_INSIGHTS.queryInsights))),
  ),
};

const disk: Rule = {
  id: "sql-disk",
  kind: "down",
  severity: "medium",
  title: "The disk grows by itself up to a limit, and its size is not declared",
  why: "A full disk stops the database; one without a limit grows for ever; a declared size below the grown one plans a replacement.",
  fix: "leave disk_autoresize on, set disk_autoresize_limit, remove disk_size",
  check: forEveryResource(SQL_INSTANCE, (instance, { spec }) => {
    if (valueAt(instance, "settings[0].disk_autoresize") === false) {
      return [violation(instance, "settings[0].disk_autoresize: false found, true allowed")];
    }
    return [
      ...judgeValue(instance, "settings[0].disk_autoresize", () => true, "true"),
      ...judgeValue(
        instance,
        "settings[0].disk_autoresize_limit",
        // A plan shows one that is not declared as 0, which is a choice: only our own data ask for a limit.
        (value) => !spec || isBetween(1, Infinity)(value),
        "above 0 (0 is without end)",
      ),
      // A plan shows the size that the disk has grown to; only configuration, which has a lifecycle, tells what is declared.
      ...(instance.lifecycle
        ? judgeValue(instance, "settings[0].disk_size", (value) => value === undefined, "none")
        : []),
    ];
  }),
};

const activation: Rule = {
  id: "sql-activation",
  kind: "down",
  severity: "critical",
  title: "The database runs",
  why: "NEVER stops the instance, and every service with it.",
  fix: `set activation_policy to ${DATABASE_STATE.activationPolicy.value}`,
  check: forEveryResource(SQL_INSTANCE, (instance, { spec }) =>
    judgeHardened(instance, DATABASE_STATE.activationPolicy, ...(spec ? [] : [undefined])),
  ),
};

export const cloudSqlRules: readonly Rule[] = [
  ...sqlAccessRules,
  version,
  editionTier,
  backups,
  logRetention,
  deletionProtection,
  availability,
  maintenance,
  insights,
  disk,
  activation,
  ...sqlFlagRules,
];
