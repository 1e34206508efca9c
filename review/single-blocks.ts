import { SINGLE_BLOCKS } from "../google/single-blocks";

const itemName = (item: unknown): unknown =>
  typeof item === "object" && item !== null && "name" in item ? item.name : undefined;

/**
 * Whether the items of a list are compared by place, whatever their names. A block that stands once at most is: its name is
 * a value, and a rename is a change of the name. So is the only container, whose rename changes nothing else of it.
 */
export function isByPlace(path: string, before: readonly unknown[], after: readonly unknown[]): boolean {
  if (before.length > 1 || after.length > 1) return false;
  const block = path.slice(path.lastIndexOf(".") + 1);
  if (SINGLE_BLOCKS.has(block)) return true;
  return block === "containers" && before.length === after.length && itemName(before[0]) !== itemName(after[0]);
}
