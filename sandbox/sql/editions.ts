import { DATABASE_PROTECTION } from "../../google/hardened/cloud-sql";
import { MAX_LOG_DAYS } from "../../google/cloud-sql";
import { asNumber, asObject, mergeObjects, omitMembers, type JsonObject } from "../core/json";

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
 * The settings that a patch leaves. ENTERPRISE has no data cache: a patch to that edition takes it away, and no refusal
 * comes even where the patch names it, as the provider's does. That it shortens the days of logs too follows from the
 * provider, which patches the edition first and then sends the days that Google answers, of which more than 7 would be
 * refused.
 */
export function patchedSettings(stored: JsonObject, sent: JsonObject): JsonObject {
  const merged = mergeObjects(stored, sent);
  if (sent.edition !== "ENTERPRISE" || stored.edition !== PLUS) return merged;
  const days = asNumber(asObject(stored.backupConfiguration).transactionLogRetentionDays);
  const shortened = { backupConfiguration: { transactionLogRetentionDays: Math.min(days, MAX_LOG_DAYS.ENTERPRISE) } };
  return omitMembers(mergeObjects(mergeObjects(stored, shortened), sent), "dataCacheConfig");
}
