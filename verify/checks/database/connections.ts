import { NEAR, percentOf } from "../../../monitoring/alerts/share";
import { databaseInstanceName } from "../../../environments/names";
import { SQL_CONNECTIONS } from "../../../google/platform-metrics";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { GAUGE_SECONDS } from "../admin/limits";
import { readMetric } from "../../live/metrics";
import { readDatabase } from "../../live/sql";
import { withoutValue } from "../admin/without-value";

/** Connections of all databases of the instance together, against what it takes. */
export const databaseConnectionsCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "database/connections",
    title: `the database has less than ${NEAR} % of its connections in use`,
    gone: "store-unhealthy",
    ask: async (live) => {
      const { environment, now } = context;
      const { maxConnections } = environment.database;
      const points = await readMetric(live, environment, now(), {
        metric: SQL_CONNECTIONS,
        where: [`resource.labels.database_id="${environment.project}:${databaseInstanceName(environment)}"`],
        seconds: GAUGE_SECONDS,
      });
      if (points.length === 0) return withoutValue(SQL_CONNECTIONS, await readDatabase(live, environment), now());
      const inUse = points.reduce((sum, { value }) => sum + value, 0);
      const measured = [{ name: "connections", value: inUse, unit: "1" }];
      const found = `${inUse} of ${maxConnections} connections`;
      const limit = percentOf(NEAR, maxConnections);
      if (inUse < limit) return passed(found, measured);
      return failed("over-budget", found, `fewer than ${limit}`, { measured });
    },
  });
