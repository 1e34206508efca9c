import { createHmac } from "node:crypto";
import type { Change, OutputChange } from "./change";

/** Members in one order, whatever order Terraform wrote them in. */
const canonical = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/**
 * A keyed hash of a change-set: the same for two plans that would do the same, and of no use for guessing a value
 * without the key, which is why a plain hash would not do.
 *
 * @param key - from the environment; a fork's pull request never sees it
 */
export function changeSetDigest(key: string, changes: readonly Change[], outputs: readonly OutputChange[]): string {
  const entries = changes
    .map(({ address, previousAddress, actions, deposed, replacePaths, attributes, before, after }) => ({
      address,
      previousAddress,
      actions,
      deposed,
      replacePaths: [...replacePaths].sort(),
      // What is created or deleted has no attributes to compare: all of it is the change.
      whole: attributes.length > 0 ? undefined : { before, after },
      attributes: attributes.map((attribute) => ({ ...attribute })),
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  const named = [...outputs].sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHmac("sha256", key).update(JSON.stringify({ entries, named }, canonical)).digest("hex");
}
