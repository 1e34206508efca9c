import { isSecretId } from "../../google/resource-names";
import { invalidArgument } from "../core/answer";
import { type Route } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject } from "../core/json";
import { nameField } from "../core/list-filter";
import { pathByProjectNumber } from "../core/projects";
import { policyRoutes } from "../iam/policies";

export const SECRETS = "projects/{project}/secrets";

const secrets: Collection = {
  api: "secretmanager",
  pattern: SECRETS,
  noun: "Secret",
  id: { query: "secretId" },
  items: "secrets",
  // https://cloud.google.com/secret-manager/docs/filtering
  fields: [nameField("part"), { field: "labels.*", has: "equal" }],
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  guard: "etag",
  fill: ({ call, path, next, previous }) => ({
    ...next,
    name: pathByProjectNumber(call.store, path),
    createTime: previous?.createTime ?? call.store.time(),
    etag: `"${call.store.etag()}"`,
  }),
  check: ({ id, next }) => {
    if (!isSecretId(id)) return invalidArgument(`The secret id ${id} may hold letters, digits, - and _.`);
    const { automatic, userManaged } = asObject(next.replication);
    return automatic === undefined && userManaged === undefined
      ? invalidArgument("Field [replication] is required.")
      : undefined;
  },
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`secretmanager/${path}/`)) call.store.remove(name);
  },
};

/** Secrets. */
export const secretCollections: readonly Collection[] = [secrets];

/** Secrets and their policies. */
export const secretRoutes: readonly Route[] = [
  ...collectionRoutes(secrets),
  ...policyRoutes({ api: "secretmanager", pattern: `${SECRETS}/{secret}`, get: "GET" }),
];
