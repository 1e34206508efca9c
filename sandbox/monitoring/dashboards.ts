import type { Call, Route } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, asText, isObject, mapValuesAt, pickMembers, type Json } from "../core/json";
import { pathByProjectNumber } from "../core/projects";
import { checkDashboard } from "./dashboard-rules";

/** Numbers that Google's JSON writes as text. */
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
    // A label may be empty.
    ...pickMembers(next, "labels"),
    name: pathByProjectNumber(call.store, path),
    etag: call.store.etag(),
  }),
  check: checkDashboard,
};

/** The id in the name that is sent, or a new one. */
function dashboardId({ store, body }: Call): string {
  const drawn = `00000000-0000-4000-a000-${String(store.next()).padStart(12, "0")}`;
  return asText(body.name).split("/").at(-1) || drawn;
}

/**
 * The value without zeros, empty texts and empty lists: Google leaves them out, so a declared one differs in every
 * plan.
 */
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
