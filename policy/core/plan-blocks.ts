import { isRecord } from "./json";

/** One block's expressions: attribute → expression, or nested blocks. */
export type Expressions = Readonly<Record<string, unknown>>;

/** References of one expression, as the plan writes them. */
export const referencesOf = (expression: unknown): readonly string[] =>
  isRecord(expression) && Array.isArray(expression.references)
    ? expression.references.filter((reference): reference is string => typeof reference === "string")
    : NOTHING;

const NOTHING: readonly string[] = [];

/** An expression of a whole map has no parts of its own. */
export const blockOf = (expression: Expressions): Expressions | undefined =>
  "references" in expression || "constant_value" in expression ? undefined : expression;

/** The blocks that an expression of a list consists of; none where one expression stands for all of them. */
export function blocksOf(expression: unknown): readonly Expressions[] {
  const blocks = Array.isArray(expression) ? expression : [expression];
  return blocks
    .filter(isRecord)
    .map(blockOf)
    .filter((block): block is Expressions => block !== undefined);
}

/**
 * The configuration of one block among many. A plan orders sets its own way, so that the index says nothing: the block
 * is one whose constants are the item's, the one at its index before others.
 */
export function expressionsOf(
  item: Expressions,
  blocks: readonly Expressions[],
  index: number,
): Expressions | undefined {
  if (blocks.length < 2) return blocks[0];
  const own = blocks[index];
  // Blocks with the same constants are told apart by nothing else than their place.
  if (own !== undefined && constantsMatch(item, own)) return own;
  return blocks.find((block) => constantsMatch(item, block)) ?? own;
}

const constantsMatch = (item: Expressions, block: Expressions): boolean =>
  Object.keys(block).every((name) => {
    const expression = block[name];
    const constant = isRecord(expression) ? expression.constant_value : undefined;
    if (constant === undefined || referencesOf(expression).length > 0) return true;
    return isSameJson(item[name], constant);
  });

/** Texts are compared as they are: writing them as JSON would be most of the time that a block of forty variables takes. */
const isSameJson = (a: unknown, b: unknown): boolean =>
  typeof a === "object" && typeof b === "object" ? JSON.stringify(a) === JSON.stringify(b) : a === b;
