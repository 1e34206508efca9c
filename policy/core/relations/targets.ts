import { derivedFact, type Estate } from "../estate";
import { configurationAddress, withoutModuleKeys } from "../plan-references";
import { UNKNOWN, referencesAt, valueAt, type Resource, type Value } from "../resource";
import { ResourceIndex } from "../resource-index";
import { unknown, violation, type Verdict } from "../rule";
import { siblings } from "./instances";
import { linkOf, mayMean, nameOf } from "./link";
import { followRemote } from "./remote-state";

/** The texts of a value, those of a list one by one. */
export const textsOf = (value: Value | undefined): readonly string[] => {
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) ? value.flatMap((item: Value) => textsOf(item)) : [];
};

/** Whether a value, or an item of a list, is known only after apply. */
export const isOpenValue = (value: Value | undefined): boolean =>
  value === UNKNOWN || (Array.isArray(value) && value.includes(UNKNOWN));

const byName = derivedFact(
  ({ resources }) =>
    new ResourceIndex(resources, (resource) => {
      const name = nameOf(resource);
      return typeof name === "string" ? [`${resource.type} ${name}`] : [];
    }),
);

/** What a link or a bare name means among resources of one type; several regions may use one name. */
export function namedResources(estate: Estate, from: Resource, type: string, text: string): readonly Resource[] {
  const link = linkOf(type, text);
  return byName(estate)
    .find([`${type} ${link.name}`])
    .filter((candidate) => mayMean(link, candidate, from));
}

const byAddress = derivedFact(
  ({ resources }) =>
    new ResourceIndex(resources, ({ address }) => [address, withoutModuleKeys(address), configurationAddress(address)]),
);

/** What one reference names among resources of some types: in its own stack, or in the one whose state it reads. */
export function referencedBy(
  estate: Estate,
  from: Resource,
  reference: string,
  types: readonly string[],
): readonly Resource[] {
  const remote = followRemote(estate, reference);
  const stack = remote?.stack ?? from.stack;
  return (remote?.addresses ?? [reference]).flatMap((address) => {
    const found = byAddress(estate)
      .find([address])
      .filter((candidate) => candidate.stack === stack && types.includes(candidate.type));
    return siblings(found, from);
  });
}

const byReference = derivedFact(
  ({ resources }) => new ResourceIndex(resources, ({ references }) => [...references.values()].flat()),
);

/** Resources that name one in some expression. */
export const referrersOf = (estate: Estate, to: Resource): readonly Resource[] =>
  byReference(estate)
    .find([to.address, withoutModuleKeys(to.address), configurationAddress(to.address)])
    .filter((from) => from.stack === to.stack && means(estate, from, to));

/** Whether some expression of a resource means this instance, and not only another one of its block. */
const means = (estate: Estate, from: Resource, to: Resource): boolean =>
  [...from.references.values()].some((references) =>
    references.some(
      (reference) =>
        configurationAddress(reference) === configurationAddress(to.address) &&
        referencedBy(estate, from, reference, [to.type]).includes(to),
    ),
  );

/**
 * Resources of some types that a value leads to: by the name in a literal link, or by reference where the value is known
 * only after apply. Empty where the estate does not hold them.
 */
export function targetsOf(estate: Estate, from: Resource, path: string, types: readonly string[]): readonly Resource[] {
  if (types.every((type) => estate.ofType(type).length === 0)) return [];
  const value = valueAt(from, path);
  const linked = textsOf(value).flatMap((text) => types.flatMap((type) => namedResources(estate, from, type, text)));
  const isOpen = isOpenValue(value) || linked.length === 0;
  const referenced = (): readonly Resource[] =>
    referencesAt(from, path).flatMap((reference) => referencedBy(estate, from, reference, types));
  return [...new Set(isOpen ? [...linked, ...referenced()] : linked)];
}

/**
 * The same where they are certain: of several instances of one block nothing tells which is meant, and none is taken.
 */
export function sureTargetsOf(
  estate: Estate,
  from: Resource,
  path: string,
  types: readonly string[],
): readonly Resource[] {
  const targets = targetsOf(estate, from, path, types);
  const blocks = new Set(targets.map(({ stack, address }) => `${stack} ${configurationAddress(address)}`));
  return blocks.size === targets.length ? targets : [];
}

/** Judges that a value names a resource of one of those types, whichever it is. */
export function judgeNamed(resource: Resource, path: string, types: readonly string[]): readonly Verdict[] {
  const value = valueAt(resource, path);
  if (value === UNKNOWN) {
    const typed = referencesAt(resource, path).some((address) => types.some((type) => address.includes(`${type}.`)));
    return typed ? [] : [unknown(resource, path)];
  }
  return value === undefined || value === ""
    ? [violation(resource, `${path}: nothing found, a ${types.join(" or ")} needed`)]
    : [];
}
