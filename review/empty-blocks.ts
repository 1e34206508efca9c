import type { ChangeJson } from "../policy/core/plan";
import { isEmpty, type AttributeChange } from "./attribute-changes";

/**
 * Blocks in which no argument is set, and that stand on one side of a change alone. That they stand there is all that
 * they say, and a comparison of their arguments does not see it.
 */
export const emptyBlockChanges = ({ before, after }: ChangeJson): readonly AttributeChange[] =>
  missingBlocks(before, after, "").concat(
    missingBlocks(after, before, "").map((change) => ({ ...change, before: undefined, after: change.before })),
  );

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Blocks of the first value that the second one lacks, as if they were taken away. */
function missingBlocks(present: unknown, other: unknown, path: string): AttributeChange[] {
  if (Array.isArray(present)) {
    const others: readonly unknown[] = Array.isArray(other) ? other : [];
    return present.flatMap((item: unknown, index) => {
      const at = `${path}[${index}]`;
      if (!isBlock(item)) return [];
      if (index < others.length) return missingBlocks(item, others[index], at);
      return isEmpty(item) ? [{ path: at, before: item, after: undefined, unknownAfter: false, sensitive: true }] : [];
    });
  }
  // A block that is not there at all has no blocks inside it.
  if (!isBlock(present) || !isBlock(other)) return [];
  return Object.entries(present).flatMap(([name, value]) =>
    missingBlocks(value, other[name], path === "" ? name : `${path}.${name}`),
  );
}
