import { DATABASE } from "../../../google/hardened";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { PASSING_ATTEMPTS, adminCheck, type AdminContext } from "../admin/admin-check";
import { readDatabase } from "../../live/sql";

const RUNNING = "RUNNABLE";

/** The instance runs. A stopped one says RUNNABLE too: what tells it apart is the activation policy. */
export const databaseStateCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/state",
    title: "the database instance is running",
    attempts: PASSING_ATTEMPTS,
    gone: "store-unhealthy",
    ask: async (live) => {
      const { state, settings } = await readDatabase(live, context.environment);
      const found = `${state}, activation policy ${settings.activationPolicy ?? "unknown"}`;
      const expected = `${RUNNING}, activation policy ${DATABASE.activationPolicy}`;
      return found === expected ? passed(found) : failed("store-unhealthy", found, expected);
    },
  });
