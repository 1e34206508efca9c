import { asText, type JsonObject } from "./json";
import type { Store } from "./store";

/** Name of a secret in the store, from its path with the project's id. */
export const secretName = (path: string): string => `secretmanager/${path}`;

/** Name of a version in the store. */
export const versionName = (secret: string, version: string): string => `${secretName(secret)}/versions/${version}`;

/** A version by number, or the one of the highest number for `latest`; undefined where there is none. */
export function versionOf(store: Store, secret: string, version: string): JsonObject | undefined {
  if (version !== "latest") return store.get(versionName(secret, version));
  const number = ([, { name }]: readonly [string, JsonObject]): number => Number(asText(name).split("/").at(-1));
  const versions = [...store.list(`${secretName(secret)}/versions`)].sort((a, b) => number(b) - number(a));
  return versions[0]?.[1];
}
