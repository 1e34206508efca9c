import { SINGLE_BLOCKS } from "../google/single-blocks";

const itemName = (item: unknown): unknown =>
  typeof item === "object" && item !== null && "name" in item ? item.name : undefined;

/**
 * Whether the items of two lists are compared by index, not by name. A block that occurs at most once is, so that a rename
 * is a change of its name. So is a single container: a rename does not make it another one.
 */
export function isComparedByPlace(path: string, before: readonly unknown[], after: readonly unknown[]): boolean {
  if (before.length > 1 || after.length > 1) return false;
  const block = path.slice(path.lastIndexOf(".") + 1);
  if (SINGLE_BLOCKS.has(block)) return true;
  return block === "containers" && before.length === after.length && itemName(before[0]) !== itemName(after[0]);
}
