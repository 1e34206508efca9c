import { invalidArgument, notFound, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, asText, mergeObjects, omitMembers, withoutNulls, type JsonObject } from "../core/json";
import { answerChange } from "../core/operations";
import type { Store } from "../core/store";
import { logContents } from "./contents";
import { INSTANCE, SQL_ROOT, instancePath } from "./instance-paths";

const databases: Collection = {
  api: "sql",
  pattern: `${INSTANCE}/databases`,
  noun: "database",
  id: { body: "name" },
  items: "items",
  style: "sql",
  update: { method: "PUT", join: "merge" },
  fill: ({ call, path, id, next }) => ({
    ...mergeObjects({ charset: "UTF8", collation: "en_US.UTF8" }, next),
    kind: "sql#database",
    name: id,
    instance: param(call, "instance"),
    project: param(call, "project"),
    selfLink: `${SQL_ROOT}${path}`,
    etag: call.store.etag(),
  }),
  afterWrite: ({ call }) => logContents(call.store, instancePath(call)),
  afterDelete: ({ call }) => logContents(call.store, instancePath(call)),
};

const USERS = `${INSTANCE}/users`;

/** Name of a user of an instance in the store. */
const userName = (instancePath: string, user: string): string =>
  `sql/${instancePath}/users/${encodeURIComponent(user)}`;

/** A user as Cloud SQL lists it; PostgreSQL has no hosts. */
const newUser = (name: string, instance: string, project: string): JsonObject => ({
  kind: "sql#user",
  name,
  host: "",
  instance,
  project,
  type: "BUILT_IN",
});

/** Every instance of PostgreSQL comes with this user. */
export function addDefaultUser(store: Store, instancePath: string, instance: string, project: string): void {
  store.put(userName(instancePath, "postgres"), { ...newUser("postgres", instance, project), etag: store.etag() });
  logContents(store, instancePath);
}

/** The user without the mark of its password. */
const answeredUser = (user: JsonObject): JsonObject => omitMembers(user, "passwordMark");

function writeUser(call: Call, name: string, change: "create" | "update"): Answer {
  const { store, body } = call;
  const previous = store.get(userName(instancePath(call), name));
  if (name === "") return refusalAnswer(invalidArgument("Invalid request: the name of the user is missing."));
  if (change === "update" && previous === undefined) return refusalAnswer(notFound(`The user ${name} does not exist.`));
  const password = asText(body.password);
  // Creating a user that exists sets its password: Cloud SQL answers no conflict.
  const user: JsonObject = {
    ...previous,
    ...asObject(withoutNulls(omitMembers(body, "password"))),
    ...newUser(name, param(call, "instance"), param(call, "project")),
    type: asText(body.type) || asText(previous?.type) || "BUILT_IN",
    etag: store.etag(),
    ...(password !== "" && { passwordMark: store.mark(password) }),
  };
  store.put(userName(instancePath(call), name), user);
  logContents(store, instancePath(call));
  return answerChange("sql", call, change, instancePath(call), answeredUser(user));
}

const userRoutes: readonly Route[] = [
  { api: "sql", method: "POST", pattern: USERS, handle: (call) => writeUser(call, asText(call.body.name), "create") },
  {
    api: "sql",
    method: "PUT",
    pattern: USERS,
    reads: ["name"],
    handle: (call) => writeUser(call, call.query.get("name") ?? "", "update"),
  },
  {
    api: "sql",
    method: "GET",
    pattern: USERS,
    handle: ({ store, path }) =>
      okAnswer({
        kind: "sql#usersList",
        items: store.list(`sql/${path}`).map(([, user]) => answeredUser(user)),
      }),
  },
  {
    api: "sql",
    method: "DELETE",
    pattern: USERS,
    reads: ["name"],
    handle: (call) => {
      const name = userName(instancePath(call), call.query.get("name") ?? "");
      if (!call.store.remove(name)) return refusalAnswer(notFound("The user does not exist."));
      logContents(call.store, instancePath(call));
      return answerChange("sql", call, "delete", instancePath(call), {});
    },
  },
];

/** Databases of Cloud SQL. */
export const sqlContentCollections: readonly Collection[] = [databases];

/** Routes of databases and users. */
export const sqlContentRoutes: readonly Route[] = [...collectionRoutes(databases), ...userRoutes];
