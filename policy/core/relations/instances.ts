import type { Resource } from "../resource";

/** `module.a["x"].` of a resource's address; "" at the root. */
const moduleOf = (address: string): string =>
  /^(?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*/.exec(address)?.[0] ?? "";

/** `["a"]` of `google_x.y["a"]`, and those of its modules. */
const keysOf = (address: string): readonly string[] => address.match(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g) ?? [];

/**
 * Of the instances of one block those that an expression means: in its own instance of the module those with its key,
 * or all; from one module to another those that share a key with it.
 */
export function siblings(found: readonly Resource[], from: Resource): readonly Resource[] {
  if (found.length < 2) return found;
  const keys = keysOf(from.address);
  const near = found.filter(({ address }) => moduleOf(address) === moduleOf(from.address));
  const [exact, shared] = [
    near.filter(({ address }) => keysOf(address).join() === keys.join()),
    found.filter(({ address }) => keysOf(address).some((key) => keys.includes(key))),
  ];
  return [exact, near, shared].find((list) => list.length > 0) ?? found;
}
