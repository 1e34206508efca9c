import type { Resource } from "./resource";

/** Finds resources of a list by key. */
export interface Lookup {
  /** Those that have one of some keys, in the order of the list. */
  readonly find: (resources: readonly Resource[], keys: readonly string[]) => readonly Resource[];
  /** Every key of a list, each once. */
  readonly keys: (resources: readonly Resource[]) => readonly string[];
}

function indexed(
  resources: readonly Resource[],
  keysOf: (resource: Resource) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, resource] of resources.entries()) {
    for (const key of keysOf(resource)) {
      const same = places.get(key);
      if (!same) places.set(key, [place]);
      else if (same.at(-1) !== place) same.push(place);
    }
  }
  return places;
}

/**
 * A search by key that reads each list once: rules ask for every resource who belongs to it, and a walk through all
 * others for each would take the square of their number.
 */
export function lookup(keysOf: (resource: Resource) => readonly string[]): Lookup {
  const indexes = new WeakMap<readonly Resource[], ReadonlyMap<string, readonly number[]>>();
  const indexOf = (resources: readonly Resource[]): ReadonlyMap<string, readonly number[]> => {
    const index = indexes.get(resources) ?? indexed(resources, keysOf);
    indexes.set(resources, index);
    return index;
  };
  return {
    find: (resources, keys) => {
      const index = indexOf(resources);
      const found = keys.flatMap((key) => index.get(key) ?? []);
      const places = keys.length > 1 ? [...new Set(found)].sort((a, b) => a - b) : found;
      return places.flatMap((place) => resources[place] ?? []);
    },
    keys: (resources) => [...indexOf(resources).keys()],
  };
}
