import type { JsonObject } from "../core/json";
import type { Store } from "../core/store";

/** Name of a user of an instance in the store. */
export const userName = (instancePath: string, user: string): string =>
  `sql/${instancePath}/users/${encodeURIComponent(user)}`;

/** A user as Cloud SQL lists it: PostgreSQL knows no host. */
export const newUser = (name: string, instance: string, project: string): JsonObject => ({
  kind: "sql#user",
  name,
  host: "",
  instance,
  project,
  type: "BUILT_IN",
});

/** Every instance of PostgreSQL comes with this user. */
export const addDefaultUser = (store: Store, instancePath: string, instance: string, project: string): void =>
  store.put(userName(instancePath, "postgres"), { ...newUser("postgres", instance, project), etag: store.etag() });
