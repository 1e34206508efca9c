import type { Environment } from "../../../environments/environment";
import { cachePath, databaseInstanceName } from "../../../environments/names";
import { REDIS_CLIENTS, REDIS_MEMORY, SQL_CONNECTIONS } from "../../../google/platform-metrics";
import type { JsonObject } from "../../../sandbox/core/json";
import type { Sandbox } from "../../../sandbox/start";

/** What running instances write every minute: a little of everything in use. */
export function gauges(environment: Environment, at: Date): readonly JsonObject[] {
  const database = { database_id: `${environment.project}:${databaseInstanceName(environment)}` };
  const cache = { instance_id: cachePath(environment) };
  const primary = { role: "primary" };
  const rows = [
    [SQL_CONNECTIONS, { database: "netra" }, database, { int64Value: "7" }],
    [REDIS_CLIENTS, primary, cache, { int64Value: "3" }],
    [REDIS_MEMORY, primary, cache, { doubleValue: 0.2 }],
  ] as const;
  return rows.map(([{ type, resource }, labels, resourceLabels, value]) => ({
    metric: { type, labels },
    resource: { type: resource, labels: resourceLabels },
    points: [{ interval: { endTime: at.toISOString() }, value }],
  }));
}

/** Has a project's Monitoring know series. */
export async function seed(
  { url }: Pick<Sandbox, "url">,
  { project }: Pick<Environment, "project">,
  timeSeries: readonly JsonObject[],
): Promise<void> {
  const body = JSON.stringify({ project, timeSeries });
  const response = await fetch(`${url}/_sandbox/time-series`, { method: "POST", body });
  if (!response.ok) throw new Error(await response.text());
}
