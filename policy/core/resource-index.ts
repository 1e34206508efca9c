import type { Resource } from "./resource";

/**
 * Finds resources by key. It reads the list once: rules ask for every resource who belongs to it, and a walk through
 * all others for each would take the square of their number.
 */
export class ResourceIndex {
  /** Key → places in the list, ascending. */
  private readonly places = new Map<string, number[]>();

  constructor(
    private readonly resources: readonly Resource[],
    keysOf: (resource: Resource) => readonly string[],
  ) {
    for (const [place, resource] of resources.entries()) {
      for (const key of new Set(keysOf(resource))) {
        const same = this.places.get(key);
        if (same) same.push(place);
        else this.places.set(key, [place]);
      }
    }
  }

  /** Resources that have one of some keys, each once, in the order of the list. */
  find(keys: readonly string[]): readonly Resource[] {
    const found = new Set(keys.flatMap((key) => this.places.get(key) ?? []));
    return [...found].sort((a, b) => a - b).flatMap((place) => this.resources[place] ?? []);
  }
}
