import type { Call, Route } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, isObject, type Json, type JsonObject } from "../core/json";
import { pathByProjectNumber } from "../core/projects";
import { LABELLED_FIELDS, SERVICE_FIELDS } from "./filter-fields";
import { checkMonitoredService, checkObjective } from "./service-level-rules";

const SERVICES = "projects/{project}/services";

const newId = ({ store }: Call): string => store.id();

const services: Collection = {
  api: "monitoring",
  pattern: SERVICES,
  noun: "Service",
  id: { query: "serviceId", otherwise: newId },
  items: "services",
  fields: SERVICE_FIELDS,
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  fill: ({ call, path, next }) => ({ ...next, name: pathByProjectNumber(call.store, path) }),
  check: checkMonitoredService,
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`monitoring/${path}/`)) call.store.remove(name);
  },
};

const objectives: Collection = {
  api: "monitoring",
  pattern: `${SERVICES}/{service}/serviceLevelObjectives`,
  noun: "Service level objective",
  id: { query: "serviceLevelObjectiveId", otherwise: newId },
  items: "serviceLevelObjectives",
  fields: LABELLED_FIELDS,
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  fill: ({ call, path, next }) => ({
    ...next,
    serviceLevelIndicator: withoutEmptyForms(asObject(next.serviceLevelIndicator)),
    name: pathByProjectNumber(call.store, path),
  }),
  check: checkObjective,
};

/**
 * The value without empty objects: a mask that names each member of an indicator empties the earlier form.
 * `availability` stays, because it is always empty.
 */
function withoutEmptyForms(value: JsonObject): JsonObject {
  const kept = Object.entries(value).flatMap(([key, member]): readonly (readonly [string, Json | undefined])[] => {
    const inner = isObject(member) && key !== "availability" ? withoutEmptyForms(member) : member;
    const isEmptied = isObject(inner) && key !== "availability" && Object.keys(inner).length === 0;
    return isEmptied ? [] : [[key, inner]];
  });
  return Object.fromEntries(kept);
}

/** Monitored services and their objectives. */
export const serviceLevelCollections: readonly Collection[] = [services, objectives];

/** Their routes. */
export const serviceLevelRoutes: readonly Route[] = serviceLevelCollections.flatMap(collectionRoutes);
