import type { Estate } from "../estate";
import { UNKNOWN, referencesAt, valueAt, type Resource } from "../resource";
import { linkOf, mayBeSame, nameOf, type Link } from "./link";
import { isOpenValue, namedResources, referencedBy, targetsOf, textsOf } from "./targets";

/** What a value names, as far as anybody can say before apply. */
export interface Named {
  /** Resources of the estate. */
  readonly resources: readonly Resource[];
  /** Names of things that the estate does not hold. */
  readonly links: readonly Link[];
  /** Where the rest of it comes from: data sources, locals, states that are not here. Two values of one source are equal. */
  readonly sources: readonly string[];
  /** Whether it may be something else than all of these. */
  readonly isOpen: boolean;
}

/** What stands for one thing wherever it is named. A name that is only a part of a text, such as a random suffix, does not. */
const SOURCE = /^(?:module\.[\w-]+\.)*(?:data|local)\./;

/**
 * What the value at a path names, of some types: by id, name, link, email or reference, through modules, variables, outputs
 * and other stacks.
 */
export function namedAt(estate: Estate, from: Resource, path: string, types: readonly string[]): Named {
  const value = valueAt(from, path);
  const resources = targetsOf(estate, from, path, types);
  const links = textsOf(value)
    .filter((text) => types.every((type) => namedResources(estate, from, type, text).length === 0))
    .map((text) => linkOf(types[0] ?? "", text));
  const sources = isOpenValue(value)
    ? referencesAt(from, path).filter(
        (reference) =>
          (SOURCE.test(reference) || types.some((type) => reference.includes(`${type}.`))) &&
          referencedBy(estate, from, reference, types).length === 0,
      )
    : [];
  // What a data source or a local stands for may be anything; a resource that is not here is at least another one.
  const isOther = sources.length > 0 && !sources.some((source) => SOURCE.test(source));
  const isKnown = !isOpenValue(value) || resources.length > 0 || isOther;
  return { resources, links, sources: sources.map((source) => `${from.stack} ${source}`), isOpen: !isKnown };
}

/** Finds what belongs to the same thing as a value: grants of a secret, users of a network, versions of a key. */
export class NamedIndex<T> {
  private readonly byKey = new Map<string, { readonly named: Named; readonly item: T }[]>();
  private readonly open: T[] = [];
  private readonly linked: T[] = [];

  constructor(entries: readonly { readonly named: Named; readonly item: T }[]) {
    for (const entry of entries) {
      for (const key of keysOf(entry.named)) {
        const same = this.byKey.get(key);
        if (same) same.push(entry);
        else this.byKey.set(key, [entry]);
      }
      if (entry.named.isOpen) this.open.push(entry.item);
      if (entry.named.links.length > 0) this.linked.push(entry.item);
    }
  }

  /** Items of the same thing, and items of which nobody knows. */
  find(named: Named): { readonly same: readonly T[]; readonly maybe: readonly T[] } {
    const same = new Set<T>();
    for (const key of keysOf(named)) {
      for (const entry of this.byKey.get(key) ?? []) if (isSame(entry.named, named)) same.add(entry.item);
    }
    const all = (): readonly T[] => [...this.byKey.values()].flat().map(({ item }) => item);
    // A name that is made at apply may turn out to be one that others spell out.
    const isUnnamed = named.resources.some((resource) => nameOf(resource) === UNKNOWN);
    const maybe = [...this.open, ...(isUnnamed ? this.linked : []), ...(named.isOpen ? all() : [])];
    return { same: [...same], maybe: [...new Set(maybe)].filter((item) => !same.has(item)) };
  }
}

const keysOf = ({ resources, links, sources }: Named): readonly string[] => [
  ...resources.map(({ stack, address }) => `resource ${stack} ${address}`),
  ...links.map(({ name }) => `link ${name}`),
  ...sources.map((source) => `source ${source}`),
];

/** Whether two values certainly name one thing. */
export const isSame = (a: Named, b: Named): boolean =>
  a.resources.some((resource) => b.resources.includes(resource)) ||
  a.links.some((link) => b.links.some((other) => mayBeSame(link, other))) ||
  a.sources.some((source) => b.sources.includes(source));

/** Whether two values name one thing; UNKNOWN where nobody can tell before apply. */
export function sameness(a: Named, b: Named): boolean | typeof UNKNOWN {
  if (isSame(a, b)) return true;
  const isUnnamed = ({ resources }: Named): boolean => resources.some((resource) => nameOf(resource) === UNKNOWN);
  const mayMeet = (isUnnamed(a) && b.links.length > 0) || (isUnnamed(b) && a.links.length > 0);
  return a.isOpen || b.isOpen || mayMeet ? UNKNOWN : false;
}

/** One text for one thing, to say it once. */
export const keyOf = ({ resources, links, sources }: Named): string =>
  [
    ...resources.map(({ stack, address }) => `${stack} ${address}`),
    ...links.map(({ name }) => name),
    ...sources,
  ].join();
