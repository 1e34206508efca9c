import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readDatabase } from "../../live/sql";
import { asDeclared, setting } from "../admin/settings";

/**
 * The availability type in effect and the zone that serves. After a failover the standby's zone serves, which is as it
 * should be, and is said.
 */
export const databaseAvailabilityCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/availability",
    title: "the database's availability type and zones are as declared",
    gone: "store-unhealthy",
    ask: async (live) => {
      const { gceZone, settings } = await readDatabase(live, context.environment);
      const { availability, zone, standbyZone } = context.environment.database;
      const declared = asDeclared([
        setting("settings.availabilityType", settings.availabilityType, availability),
        setting("settings.locationPreference.zone", settings.locationPreference.zone, zone),
        setting("settings.locationPreference.secondaryZone", settings.locationPreference.secondaryZone, standbyZone),
      ]);
      if (declared.verdict !== "passed") return declared;
      if (gceZone === zone) return passed(`${availability}, serves from ${zone}`);
      if (gceZone !== undefined && gceZone === standbyZone) {
        return passed(`${availability}, serves from its standby zone ${gceZone} since a failover`);
      }
      const zones = standbyZone === undefined ? zone : `${zone} or ${standbyZone}`;
      return failed("not-as-declared", `gceZone: ${gceZone ?? "nothing"}`, `gceZone: ${zones}`);
    },
  });
