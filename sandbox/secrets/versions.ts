import type { JsonObject } from "../core/json";
import type { Store } from "../core/store";

/** Name of a secret in the store, from its path with the project's id. */
export const secretName = (path: string): string => `secretmanager/${path}`;

/** Name of a version in the store. */
export const versionName = (secret: string, version: string): string => `${secretName(secret)}/versions/${version}`;

/** A version by number, or the one of the highest number for `latest`; undefined where there is none. */
export function versionOf(store: Store, secret: string, version: string): JsonObject | undefined {
  return store.get(versionName(secret, version === "latest" ? String(lastVersion(store, secret)) : version));
}

/** The highest number that a version has; 0 where there is none. */
export const lastVersion = (store: Store, secret: string): number =>
  Math.max(0, ...store.list(`${secretName(secret)}/versions`).map(([name]) => Number(name.split("/").at(-1))));
