import { DATABASE } from "../../../google/hardened";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readDatabase } from "../../live/sql";
import { asDeclared, setting } from "../admin/settings";

/** What the instance is: its size, its version, the connections it takes, and when Google may restart it. */
export const databaseSettingsCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/settings",
    title: "the database's version, size, flags and maintenance window are as declared",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment } = context;
      const { databaseVersion, settings } = await readDatabase(live, environment);
      const { version, edition, tier, maxConnections, maintenance, diskLimitGiB } = environment.database;
      const flag = settings.databaseFlags.find(({ name }) => name === "max_connections")?.value;
      return asDeclared([
        setting("databaseVersion", databaseVersion, version),
        setting("settings.edition", settings.edition, edition),
        setting("settings.tier", settings.tier, tier),
        setting("settings.databaseFlags.max_connections", flag, String(maxConnections)),
        setting("settings.storageAutoResizeLimit", settings.storageAutoResizeLimit, String(diskLimitGiB)),
        setting("settings.maintenanceWindow.day", settings.maintenanceWindow?.day, maintenance.day),
        setting("settings.maintenanceWindow.hour", settings.maintenanceWindow?.hour, maintenance.hour),
        setting(
          "settings.insightsConfig.queryInsightsEnabled",
          settings.insightsConfig?.queryInsightsEnabled,
          DATABASE.queryInsights,
        ),
      ]);
    },
  });
