import { DATABASE_PROTECTION } from "../../google/hardened/cloud-sql";
import { MAX_LOG_DAYS } from "../../google/cloud-sql";
import { asNumber, asObject, omitMembers, type JsonObject } from "../core/json";

const PLUS = "ENTERPRISE_PLUS";

/**
 * Settings that depend on the edition, where they are not sent: ENTERPRISE_PLUS comes with a data cache, and with backups
 * and recovery to a point in time, whoever creates it
 * (https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr,
 * https://registry.terraform.io/providers/hashicorp/google/7.45.0/docs/resources/sql_database_instance).
 *
 * @param sent - settings of the call
 */
export function editionDefaults(edition: string, { backupConfiguration, dataCacheConfig }: JsonObject): JsonObject {
  const isPlus = edition === PLUS;
  const isProtected = isPlus && backupConfiguration === undefined;
  return {
    edition,
    // A client that sends no zeros sends a cache that is off as an empty object.
    ...(isPlus && dataCacheConfig === undefined && { dataCacheConfig: { dataCacheEnabled: true } }),
    backupConfiguration: {
      kind: "sql#backupConfiguration",
      // Cloud SQL answers this switch also where it is off.
      enabled: isProtected || DATABASE_PROTECTION.backups.default,
      ...(isProtected && { pointInTimeRecoveryEnabled: true }),
      startTime: "04:00",
      backupRetentionSettings: { retainedBackups: isPlus ? 15 : 7, retentionUnit: "COUNT" },
      transactionLogRetentionDays: isPlus ? 14 : 7,
    },
  };
}

/**
 * Stored settings as a change of the edition alone leaves them. ENTERPRISE has no data cache, and Google takes it away; that
 * it shortens the days of logs too follows from the provider, which changes the edition first and then sends the days that
 * Google answers, of which more than 7 would be refused.
 *
 * @param wanted - edition of the call; empty where it names none
 */
export function settingsInEdition(stored: JsonObject, wanted: string): JsonObject {
  if (wanted !== "ENTERPRISE" || stored.edition !== PLUS) return stored;
  const backups = asObject(stored.backupConfiguration);
  const days = Math.min(asNumber(backups.transactionLogRetentionDays), MAX_LOG_DAYS.ENTERPRISE);
  return {
    ...omitMembers(stored, "dataCacheConfig"),
    backupConfiguration: { ...backups, transactionLogRetentionDays: days },
  };
}
