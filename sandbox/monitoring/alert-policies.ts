import type { Route } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asList, asObject, type Json } from "../core/json";
import { LABELLED_FIELDS } from "./filter-fields";
import { checkAlertPolicy } from "./alert-policy-rules";

/** The caller in every record of a change. */
const WHO = "sandbox@example.com";

const policies: Collection = {
  api: "monitoring",
  pattern: "projects/{project}/alertPolicies",
  noun: "Alert policy",
  id: { given: ({ store }) => store.id() },
  items: "alertPolicies",
  fields: [...LABELLED_FIELDS, { field: "combiner" }, { field: "enabled" }],
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  fill: ({ call: { store }, path, next, previous }) => {
    const record = { mutateTime: store.time(), mutatedBy: WHO };
    return {
      enabled: true,
      ...next,
      name: path,
      conditions: asList(next.conditions).map((condition): Json => {
        const name = asObject(condition).name ?? `${path}/conditions/${store.id()}`;
        return { ...asObject(condition), name };
      }),
      creationRecord: previous?.creationRecord ?? record,
      mutationRecord: record,
    };
  },
  check: checkAlertPolicy,
};

/** Alert policies. */
export const alertPolicyCollections: readonly Collection[] = [policies];

/** Their routes. */
export const alertPolicyRoutes: readonly Route[] = alertPolicyCollections.flatMap(collectionRoutes);
