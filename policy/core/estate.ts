import { groupsBy } from "../../google/groups";
import type { Output } from "./relations/remote-state";
import type { Resource, StackSettings } from "./resource";

/** What an {@link Estate} is made of. */
export interface EstateParts {
  readonly resources: readonly Resource[];
  /** Empty where the source does not tell, as a plan does not. */
  readonly stacks: readonly StackSettings[];
  /**
   * What the stacks hand on to each other.
   *
   * @default none
   */
  readonly outputs?: readonly Output[];
}

/**
 * Everything of one environment that rules may look at: a rule can judge what spans stacks. It owns what is found out
 * about it, so that rules share each walk through the resources.
 */
export class Estate implements EstateParts {
  private readonly byType: ReadonlyMap<string, readonly Resource[]>;
  private readonly facts = new Map<(estate: Estate) => unknown, unknown>();

  constructor(
    private readonly parts: EstateParts,
    byType: ReadonlyMap<string, readonly Resource[]> = groupByType(parts.resources),
  ) {
    this.byType = byType;
  }

  get resources(): readonly Resource[] {
    return this.parts.resources;
  }

  get stacks(): readonly StackSettings[] {
    return this.parts.stacks;
  }

  get outputs(): readonly Output[] {
    return this.parts.outputs ?? [];
  }

  /** Resources of a type, in the estate's order. */
  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** Resources of the types that are wanted, in the estate's order. */
  ofTypes(isWanted: (type: string) => boolean): readonly Resource[] {
    const types = new Set([...this.byType.keys()].filter(isWanted));
    const [only] = types;
    if (types.size < 2) return only === undefined ? [] : this.ofType(only);
    return this.parts.resources.filter(({ type }) => types.has(type));
  }

  /** The estate with another resource of the same type in the place of one of its own. */
  replace(resource: Resource, other: Resource): Estate {
    const replaceIn = (resources: readonly Resource[]): readonly Resource[] =>
      resources.map((candidate) => (candidate === resource ? other : candidate));
    const byType = new Map(this.byType).set(resource.type, replaceIn(this.ofType(resource.type)));
    return new Estate({ resources: replaceIn(this.resources), stacks: this.stacks, outputs: this.outputs }, byType);
  }

  /** What a function finds out about this estate. The function runs once, and is its own key. */
  derive<T>(find: (estate: Estate) => T): T {
    if (!this.facts.has(find)) this.facts.set(find, find(this));
    return this.facts.get(find) as T;
  }
}

const groupByType = (resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> =>
  groupsBy(resources, ({ type }) => type);

/** A fact about estates that is found out once for each: {@link Estate.derive} by a name of its own. */
export const derivedFact =
  <T>(find: (estate: Estate) => T): ((estate: Estate) => T) =>
  (estate) =>
    estate.derive(find);

/** Facts about estates and something else, found out once for each pair: {@link derivedFact} with a key. */
export function derivedFacts<K, T>(): (estate: Estate, key: K, find: (key: K) => T) => T {
  const factsByKey = derivedFact(() => new Map<K, T>());
  return (estate, key, find) => {
    const facts = factsByKey(estate);
    if (!facts.has(key)) facts.set(key, find(key));
    return facts.get(key) as T;
  };
}
