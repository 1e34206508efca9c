import type { Estate } from "./rule";

/** Found out once for each list of resources, whoever asks: rules share what they would each walk the estate for. */
export function once<T>(find: (estate: Estate) => T): (estate: Estate) => T {
  const known = new WeakMap<Estate["resources"], { readonly found: T }>();
  return (estate) => {
    const entry = known.get(estate.resources) ?? { found: find(estate) };
    known.set(estate.resources, entry);
    return entry.found;
  };
}
