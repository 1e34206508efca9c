import { routedServices } from "../../../environments/hosts";
import {
  backendServiceName,
  httpRuleName,
  httpsRuleName,
  redirectUrlMapName,
  tlsPolicyName,
} from "../../../environments/names";
import { trial } from "../../fixture/trial";
import type { HardenedRow } from "../../../google/hardened/row";
import { HARDENED_ROWS } from "../../../google/hardened/table";
import { checkOfRow, matchesCheck } from "../../../verify/hardened-checks";
import { cacheName, computeName, databaseName } from "./healthy";
import { serviceName } from "./healthy-services";
import { useLive } from "./live-environment";

/** Every hardened value that Google's API answers is looked for: whoever changes it by hand fails a check. */

const live = useLive(trial);

const [SERVICE = ""] = routedServices(trial);

/** Where a resource of each type stands in the sandbox's store. A job has no check: nothing of it runs in between. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_v2_service: [serviceName(trial, "websocket-service")],
  google_cloud_run_v2_job: [],
  google_sql_database_instance: [databaseName(trial)],
  google_redis_instance: [cacheName(trial)],
  google_compute_backend_service: [computeName(trial, "backendServices", backendServiceName(trial, SERVICE))],
  google_compute_global_forwarding_rule: [httpRuleName(trial), httpsRuleName(trial)].map((name) =>
    computeName(trial, "forwardingRules", name),
  ),
  google_compute_ssl_policy: [computeName(trial, "sslPolicies", tlsPolicyName(trial))],
  google_compute_url_map: [computeName(trial, "urlMaps", redirectUrlMapName(trial))],
};

const ROWS = HARDENED_ROWS.filter(({ api }) => api !== undefined).flatMap((row) =>
  (RESOURCES[row.type] ?? [`no resource of type ${row.type}`]).map(
    (resource) => [row.type, row.api!, resource, row] as const,
  ),
);

const changedValue = ({ value }: HardenedRow): string | number | boolean => {
  if (typeof value === "boolean") return !value;
  return typeof value === "number" ? value + 1 : "CHANGED_BY_HAND";
};

test.each(ROWS)("%s %s of %s", async (_type, api, resource, row) => {
  const path = api.replaceAll(/\[(\d+)\]/g, ".$1");
  live.set(resource, path, changedValue(row));
  const attempts = await Promise.all(
    live.checks().map(async ({ id, attempt }) => ({ id, ...(await attempt(new AbortController().signal)) })),
  );
  const failures = attempts.filter(({ verdict }) => verdict === "failed");
  expect(failures).toHaveLength(1);
  expect(matchesCheck(checkOfRow(row) ?? "no check", failures[0]!.id)).toBe(true);
  expect(failures[0]).toHaveProperty("expected", expect.stringContaining(String(row.value)) as string);
});

test("a row without a live resource names no check", () => {
  const unasked = HARDENED_ROWS.filter(({ type, api }) => api === undefined || RESOURCES[type]?.length === 0);
  expect(unasked.map(checkOfRow).filter((check) => check !== undefined)).toEqual([]);
});
