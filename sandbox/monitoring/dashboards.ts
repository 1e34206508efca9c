import type { Call, Route } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, asText, isObject, mapValuesAt, pickMembers, type Json } from "../core/json";
import { pathByProjectNumber } from "../core/projects";
import { checkDashboard } from "./dashboard-rules";

/** Numbers that Google's JSON writes as texts. */
const LONG_NUMBERS = ["gridLayout.columns", "rowLayout.rows[].weight", "columnLayout.columns[].weight"];

const dashboards: Collection = {
  api: "monitoring-dashboards",
  pattern: "projects/{project}/dashboards",
  noun: "Dashboard",
  id: { given: dashboardId },
  items: "dashboards",
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  guard: "etag",
  fill: ({ call, path, next }) => ({
    ...asObject(withoutZeros(LONG_NUMBERS.reduce<Json>((mapped, at) => mapValuesAt(mapped, at, String), next))),
    // A map is kept as it is: a label may be empty.
    ...pickMembers(next, "labels"),
    name: pathByProjectNumber(call.store, path),
    etag: call.store.etag(),
  }),
  check: checkDashboard,
};

/** A name that is sent is kept; Google draws one otherwise. */
function dashboardId({ store, body }: Call): string {
  const drawn = `00000000-0000-4000-a000-${String(store.next()).padStart(12, "0")}`;
  return asText(body.name).split("/").at(-1) || drawn;
}

/** Zeros, empty texts and empty lists are not there in an answer: who wrote one has a difference in every plan. */
function withoutZeros(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(withoutZeros);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => !isZero(member));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutZeros(member ?? null)]));
}

const isZero = (value: Json | undefined): boolean =>
  value === 0 || value === false || value === "" || (Array.isArray(value) && value.length === 0);

/** Dashboards. */
export const dashboardCollections: readonly Collection[] = [dashboards];

/** Their routes. */
export const dashboardRoutes: readonly Route[] = dashboardCollections.flatMap(collectionRoutes);
