import { isDeepStrictEqual } from "node:util";
import { derivedFact, type Estate } from "../../policy/core/estate";
import { watchReading, type Part } from "../../policy/core/reading";
import type { Pack, Rule } from "../../policy/core/rule";

/** What differs between two estates: a part of the one, and what stands in its place in the other. */
type Difference = readonly [part: Part, other: Part];

const partName = (part: Part): string => ("address" in part ? `${part.stack} ${part.address}` : part.name);

/** The differences of two estates; undefined where they are not made of the same parts. */
function differencesOf(estate: Estate, other: Estate): readonly Difference[] | undefined {
  const [parts, others] = [estate, other].map(({ stacks, resources }): readonly Part[] => [...stacks, ...resources]);
  const isAlike =
    parts!.length === others!.length && parts!.every((part, at) => partName(part) === partName(others![at]!));
  if (!isAlike) return undefined;
  const pairs = parts!.map((part, at): Difference => [part, others![at]!]);
  return pairs.filter(([part, same]) => part !== same && !isDeepStrictEqual(part, same));
}

/**
 * Packs whose rules know what they say of an estate. Of another one that is made of the same parts, a rule that read
 * nothing of what differs there says the same again, because it would take the same way; the others are asked.
 */
export function packsKnowing(estate: Estate, packs: readonly Pack[]): readonly Pack[] {
  const differencesIn = derivedFact((other) => differencesOf(estate, other));
  const knowingRule = (rule: Rule): Rule => {
    const { answer, hasRead } = watchReading(rule.check, estate);
    return {
      ...rule,
      check: (other) => {
        const differences = differencesIn(other);
        return differences?.some(([part, same]) => hasRead(part, same)) === false ? answer : rule.check(other);
      },
    };
  };
  return packs.map((pack) => ({ ...pack, rules: pack.rules.map(knowingRule) }));
}
