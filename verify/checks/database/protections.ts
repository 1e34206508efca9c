import { DATABASE } from "../../../google/hardened";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readDatabase } from "../../live/sql";
import { asDeclared, setting } from "../admin/settings";

/** What keeps data: Google's own protections, backups and the way back to a second. Terraform's own guard is in its state only. */
export const databaseProtectionsCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/protections",
    title: "the database is protected against deletion and backed up as declared",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment } = context;
      const { settings } = await readDatabase(live, environment);
      const { backups } = environment.database;
      const found = settings.backupConfiguration;
      const backup = "settings.backupConfiguration";
      return asDeclared([
        setting("settings.deletionProtectionEnabled", settings.deletionProtectionEnabled, DATABASE.deletionProtection),
        setting("settings.retainBackupsOnDelete", settings.retainBackupsOnDelete, DATABASE.retainBackupsOnDelete),
        setting(`${backup}.enabled`, found.enabled, DATABASE.backups),
        setting(`${backup}.pointInTimeRecoveryEnabled`, found.pointInTimeRecoveryEnabled, DATABASE.pointInTimeRecovery),
        setting(`${backup}.startTime`, found.startTime, backups.startTime),
        setting(`${backup}.retainedBackups`, found.backupRetentionSettings.retainedBackups, backups.retained),
        setting(`${backup}.transactionLogRetentionDays`, found.transactionLogRetentionDays, backups.logDays),
      ]);
    },
  });
