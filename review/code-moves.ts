import { withAddresses, type SynthesizedStack } from "../policy/core/from-synth";
import { isValues, type Value, type Values } from "../policy/core/resource";

/** Resources of a stack by address, their expressions as text. */
export type DeclaredValues = ReadonlyMap<string, Values>;

/** The `moved` blocks that move something between two states of the code: a block stays there when that has long been done. */
export const movesBetween = (
  from: DeclaredValues,
  to: DeclaredValues,
  blocks: NonNullable<SynthesizedStack["moved"]>,
): NonNullable<SynthesizedStack["moved"]> =>
  blocks.filter((block) => from.has(block.from) && !from.has(block.to) && to.has(block.to) && !to.has(block.from));

/**
 * The resources as they would read had they always referred to the new addresses of what is moved: who refers to it says the
 * same in other words, and Terraform plans nothing there.
 */
export function withMovedReferences(
  resources: DeclaredValues,
  moves: NonNullable<SynthesizedStack["moved"]>,
): DeclaredValues {
  if (moves.length === 0) return resources;
  const targets = new Map(moves.map(({ from, to }) => [from, to]));
  const read = (value: Value): Value => {
    if (typeof value === "string") return withAddresses(value, (address) => targets.get(address) ?? address);
    if (Array.isArray(value)) return (value as readonly Value[]).map(read);
    return isValues(value) ? readBlock(value) : value;
  };
  const readBlock = (block: Values): Values =>
    Object.fromEntries(Object.entries(block).map(([name, value]) => [name, read(value)]));
  return new Map([...resources].map(([address, values]) => [address, readBlock(values)]));
}
