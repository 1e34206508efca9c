import { asList, asObject, asText, type JsonObject } from "../core/json";
import type { Store } from "../core/store";

/**
 * What an instance holds, as far as the sandbox knows: its databases and its users, no rows. Every change is kept with its
 * time, which is what a restore to a moment reads.
 */

/** Most changes that are kept of an instance; older ones are dropped. */
const MOST_CHANGES = 1000;

/** Collections of what an instance holds. */
const HELD = ["databases", "users"] as const;

/** Name in the store of the changes of an instance: not below the instance, because they stand for its log. */
const logName = (instancePath: string): string => `sql-contents/${encodeURIComponent(instancePath)}`;

/** What an instance holds now: by collection and id, what is stored. */
export const contentsOf = (store: Store, instancePath: string): JsonObject =>
  Object.fromEntries(
    HELD.map((collection) => {
      const prefix = `sql/${instancePath}/${collection}/`;
      return [
        collection,
        Object.fromEntries(store.below(prefix).map(([name, stored]) => [name.slice(prefix.length), stored])),
      ];
    }),
  );

/** Keeps what an instance holds after a change of it. */
export function logContents(store: Store, instancePath: string): void {
  const kept = asList(store.get(logName(instancePath))?.changes);
  const change = { time: store.time(), contents: contentsOf(store, instancePath) };
  store.put(logName(instancePath), { changes: [...kept, change].slice(-MOST_CHANGES) });
}

/** What an instance held at a moment; undefined where that is before its first change. */
export function contentsAt(store: Store, instancePath: string, moment: Date): JsonObject | undefined {
  const changes = asList(store.get(logName(instancePath))?.changes).map(asObject);
  const last = changes.filter(({ time }) => new Date(asText(time)) <= moment).at(-1);
  return last && asObject(last.contents);
}

/** Puts what an instance held in the place of what another one, or the same, holds; each says whose it is. */
export function replaceContents(store: Store, instancePath: string, contents: JsonObject): void {
  const instance = instancePath.split("/").at(-1) ?? "";
  for (const collection of HELD) {
    const prefix = `sql/${instancePath}/${collection}/`;
    for (const [name] of store.below(prefix)) store.remove(name);
    for (const [id, stored] of Object.entries(asObject(contents[collection]))) {
      store.put(`${prefix}${id}`, { ...asObject(stored), instance, etag: store.etag() });
    }
  }
  logContents(store, instancePath);
}

/** Forgets the log of a deleted instance. */
export const forgetContents = (store: Store, instancePath: string): boolean => store.remove(logName(instancePath));
