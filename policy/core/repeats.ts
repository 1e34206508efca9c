import type { Resource } from "./resource";

/**
 * Resources that stand for what an earlier one stands for already, each with the first that does.
 *
 * @param keyOf - what a resource stands for; undefined where that is not known
 */
export function repeatsOf(
  resources: readonly Resource[],
  keyOf: (resource: Resource) => string | undefined,
): readonly { readonly resource: Resource; readonly first: Resource }[] {
  const seen = new Map<string, Resource>();
  return resources.flatMap((resource) => {
    const key = keyOf(resource);
    const first = key === undefined ? undefined : seen.get(key);
    if (key !== undefined && !first) seen.set(key, resource);
    return first ? [{ resource, first }] : [];
  });
}
