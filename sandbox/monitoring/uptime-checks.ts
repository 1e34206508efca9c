import { failedPrecondition } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { LABELLED_FIELDS } from "./filter-fields";
import { filteredChecks } from "./metrics";
import { checkUptime } from "./uptime-check-rules";

const checks: Collection = {
  api: "monitoring",
  pattern: "projects/{project}/uptimeCheckConfigs",
  noun: "Uptime check",
  id: { given: newCheckId },
  items: "uptimeCheckConfigs",
  fields: LABELLED_FIELDS,
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  fill: withDefaults,
  check: checkUptime,
  checkDelete: ({ call, id }) => {
    const users = call.store
      .list(`monitoring/projects/${param(call, "project")}/alertPolicies`)
      .filter(([, policy]) => policyFilters(policy).some((filter) => filteredChecks(filter).includes(id)));
    return users.length === 0
      ? undefined
      : failedPrecondition(`Cannot delete check ${id}. One or more alerting policies use it: delete them first.`);
  },
};

/** A new id: Google makes it of the display name and a random part. */
function newCheckId({ store, body }: Call): string {
  const slug = asText(body.displayName)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return `${slug.slice(0, 40)}-${store.next().toString(36).padStart(10, "0")}`;
}

function withDefaults({ call, path, next }: Draft): JsonObject {
  const { type, labels } = asObject(next.monitoredResource);
  const resource = { type, labels: { project_id: param(call, "project"), ...asObject(labels) } };
  return {
    period: "300s",
    timeout: "10s",
    checkerType: "STATIC_IP_CHECKERS",
    ...next,
    name: path,
    ...(next.monitoredResource !== undefined && { monitoredResource: resource }),
    ...(next.httpCheck !== undefined && { httpCheck: withHttpDefaults(asObject(next.httpCheck)) }),
  };
}

const withHttpDefaults = (check: JsonObject): JsonObject => ({
  path: "/",
  port: check.useSsl === true ? 443 : 80,
  requestMethod: "GET",
  ...check,
});

/** Every filter of a policy's conditions. */
const policyFilters = ({ conditions }: JsonObject): readonly string[] =>
  asList(conditions)
    .map(asObject)
    .flatMap(({ conditionThreshold, conditionAbsent }) => [conditionThreshold, conditionAbsent])
    .map((condition) => asText(asObject(condition).filter));

/** Uptime checks. */
export const uptimeCollections: readonly Collection[] = [checks];

/** Their routes. */
export const uptimeRoutes: readonly Route[] = uptimeCollections.flatMap(collectionRoutes);
