import { DATABASE_PROTECTION, DATABASE_STATE } from "../../../../google/hardened/cloud-sql";
import { MAX_LOG_DAYS, defaultEdition, isOtherSeries, parseTier } from "../../../../google/cloud-sql";
import { hardenedCheck, judgeHardened } from "../../../core/hardened";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import {
  attributeCheck,
  forEveryResource,
  isBetween,
  isOneOf,
  judgeValue,
  type Known,
  numberOf,
} from "../../../core/judge";
import { SQL_REFUSALS } from "../../../../google/refusals/stores";
import { milder, unknown, violation, type Rule } from "../../../core/rule";
import { sqlAccessRules } from "./cloud-sql-access";
import { sqlFlagRules } from "./cloud-sql-flags";
import { DISK_AUTORESIZE, EDITION, SQL_INSTANCE, TIER, isReplica, postgres, primary } from "./cloud-sql-instance";

const BACKUPS = "settings[0].backup_configuration[0]";

/** Engines and versions that Cloud SQL names (its API reference); the provider takes any text. */
const VERSION =
  /^(POSTGRES_(9_6|1[0-8])|MYSQL_(5_6|5_7|8_0|8_4)(_\d+)?|SQLSERVER_20(17|19|22|25)_(STANDARD|ENTERPRISE|EXPRESS|WEB))$/;

const version: Rule = {
  id: "sql-version",
  kind: "refused",
  severity: "high",
  title: "The database version is one that Cloud SQL offers",
  why: "Google refuses a name that it does not know at apply; the provider takes any text.",
  fix: "set database_version to a version of Cloud SQL, such as POSTGRES_17",
  source: "https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/SqlDatabaseVersion",
  check: attributeCheck(
    SQL_INSTANCE,
    "database_version",
    (value) => typeof value === "string" && VERSION.test(value),
    "a version such as POSTGRES_17",
  ),
};

/** The edition that counts: the declared one, else Google's choice; UNKNOWN where either is known only after apply. */
function effectiveEdition(instance: Resource): string | typeof UNKNOWN {
  if (valueAt(instance, EDITION) === UNKNOWN) return UNKNOWN;
  return textAt(instance, EDITION) ?? defaultEdition(textAt(instance, "database_version") ?? "");
}

const editionTier: Rule = {
  id: "sql-edition-tier",
  kind: "refused",
  severity: "high",
  title: "The edition offers the tier",
  why: "Google refuses a tier of the other edition at apply. Where none is declared it picks ENTERPRISE_PLUS for PostgreSQL 16 and later, which has no db-custom tiers.",
  fix: "declare ENTERPRISE with db-custom-<cpus>-<MiB>, or ENTERPRISE_PLUS with db-perf-optimized-N-<cpus>",
  source: "https://cloud.google.com/sql/docs/postgres/editions-intro",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres((instance) => {
      const declared = judgeValue(
        instance,
        EDITION,
        isOneOf("ENTERPRISE", "ENTERPRISE_PLUS", undefined),
        "ENTERPRISE or ENTERPRISE_PLUS",
      );
      const name = textAt(instance, TIER) ?? "";
      if (isOtherSeries(name)) {
        return [
          ...declared,
          { ...unknown(instance, TIER), message: `${TIER}: "${name}" is of a series that this rule does not know` },
        ];
      }
      const offered = parseTier(name)?.edition;
      const edition = effectiveEdition(instance);
      const isMismatch = declared.length === 0 && offered !== undefined && edition !== UNKNOWN && edition !== offered;
      return [
        ...declared,
        ...judgeValue(instance, TIER, () => offered !== undefined, "a legal PostgreSQL tier"),
        ...(isMismatch
          ? [violation(instance, `${TIER}: "${name}" found with ${edition}, only ${offered} has it`)]
          : []),
      ];
    }),
  ),
};

const backups: Rule = {
  id: "sql-backups",
  kind: "lost",
  severity: "critical",
  abroad: "medium",
  title: "The database is backed up, PostgreSQL to the second",
  why: "Without the write-ahead log a bad migration costs everything since last night; Google's provider asks for both beside REGIONAL.",
  fix: "set backup_configuration.enabled to true, and point_in_time_recovery_enabled where it is PostgreSQL",
  yieldsTo: ["sql-regional-backups"],
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance) => [
      ...judgeHardened(instance, DATABASE_PROTECTION.backups),
      ...postgres(() => judgeHardened(instance, DATABASE_PROTECTION.pointInTimeRecovery))(instance),
    ]),
  ),
};

const regionalBackups: Rule = {
  id: "sql-regional-backups",
  kind: "refused",
  severity: "high",
  onlyAbroad: true,
  title: "A regional database is backed up",
  why: "Google refuses availability_type REGIONAL without backups at apply, and the provider does not check.",
  fix: "set backup_configuration.enabled to true",
  source: SQL_REFUSALS.regional.source,
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance) => {
      const { path } = DATABASE_PROTECTION.backups;
      const isRegional = textAt(instance, "settings[0].availability_type") === "REGIONAL";
      if (isRegional && valueAt(instance, path) === UNKNOWN) return [unknown(instance, path)];
      return SQL_REFUSALS.regional.accepts({ isRegional, isBackedUp: valueAt(instance, path) === true })
        ? []
        : [violation(instance, `settings[0].backup_configuration: ${SQL_REFUSALS.regional.allowed} needed`)];
    }),
  ),
};

const logRetention: Rule = {
  id: "sql-log-retention",
  kind: "refused",
  severity: "medium",
  title: "The write-ahead log is kept for no more days than the edition allows",
  why: "Google refuses more than 7 days on ENTERPRISE at apply, and the provider does not check.",
  fix: "set transaction_log_retention_days to 1–7, or 1–35 on ENTERPRISE_PLUS",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    const path = `${BACKUPS}.transaction_log_retention_days`;
    const edition = effectiveEdition(instance);
    const most = edition === "ENTERPRISE" ? MAX_LOG_DAYS.ENTERPRISE : MAX_LOG_DAYS.ENTERPRISE_PLUS;
    // Between the two limits only the edition tells.
    const isBetweenLimits = isBetween(MAX_LOG_DAYS.ENTERPRISE + 1, most)(valueAt(instance, path) as Known);
    if (edition === UNKNOWN && isBetweenLimits) return [unknown(instance, EDITION)];
    const isKept = (value: Known): boolean => SQL_REFUSALS.logDays.accepts({ days: numberOf(value), most });
    return judgeValue(instance, path, (value) => value === undefined || isKept(value), `1 to ${most}`);
  }),
};

const deletionProtection: Rule = {
  id: "sql-deletion-protection",
  kind: "lost",
  severity: "critical",
  abroad: "high",
  title: "Something protects the database from deletion",
  why: "Terraform's protection is on unless switched off. Without it and without Google's own, one apply or one click deletes every row.",
  fix: "set deletion_protection or settings.deletion_protection_enabled to true",
  source: "https://cloud.google.com/sql/docs/postgres/deletion-protection",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    const { deletionProtection: google, terraformDeletionProtection: terraform } = DATABASE_PROTECTION;
    if (valueAt(instance, google.path) === google.value) return [];
    const verdicts = judgeHardened(instance, terraform, undefined);
    if (valueAt(instance, google.path) === UNKNOWN && verdicts.length > 0) return [unknown(instance, google.path)];
    // A replica holds no row that its primary does not hold.
    return isReplica(instance) ? milder("low", verdicts) : verdicts;
  }),
};

const disk: Rule = {
  id: "sql-disk",
  kind: "down",
  severity: "medium",
  title: "The disk grows by itself, and its size is not declared",
  why: "A full disk stops the database; a declared size below the grown one plans a replacement.",
  fix: "leave disk_autoresize on, remove disk_size",
  source: "https://cloud.google.com/sql/docs/postgres/instance-settings#automatic-storage-increase-2ndgen",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    if (valueAt(instance, DISK_AUTORESIZE) === false) {
      return [violation(instance, `${DISK_AUTORESIZE}: false found, true allowed`)];
    }
    return [
      ...judgeValue(instance, DISK_AUTORESIZE, () => true, "true"),
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
  check: hardenedCheck(DATABASE_STATE.activationPolicy, undefined),
};

export const cloudSqlRules: readonly Rule[] = [
  ...sqlAccessRules,
  version,
  editionTier,
  backups,
  regionalBackups,
  logRetention,
  deletionProtection,
  disk,
  activation,
  ...sqlFlagRules,
];
