import { createHmac } from "node:crypto";
import type { Change, OutputChange } from "./change";

/** Sorts the keys of objects, because Terraform's order of them means nothing. */
const canonical = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/**
 * A keyed hash of a change-set. Two plans that do the same have the same digest. It is keyed, because anybody could guess
 * a secret value and compare a plain hash.
 *
 * @param key - any text, from the environment; a fork's pull request does not have it
 * @returns HMAC-SHA-256, 64 hexadecimal digits
 */
export function changeSetDigest(key: string, changes: readonly Change[], outputs: readonly OutputChange[]): string {
  const entries = changes
    .map(({ address, previousAddress, actions, deposed, replacePaths, attributes, before, after }) => ({
      address,
      previousAddress,
      actions,
      deposed,
      replacePaths: [...replacePaths].sort(),
      // A creation or deletion has no attributes to compare: the whole resource is the change.
      whole: attributes.length > 0 ? undefined : { before, after },
      attributes: attributes.map((attribute) => ({ ...attribute })),
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  const named = [...outputs].sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHmac("sha256", key).update(JSON.stringify({ entries, named }, canonical)).digest("hex");
}
