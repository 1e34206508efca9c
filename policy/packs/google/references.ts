import { derivedFact, type Estate } from "../../core/estate";
import { configurationAddress } from "../../core/plan-references";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource, type Value } from "../../core/resource";
import { ResourceIndex } from "../../core/resource-index";
import { unknown, violation, type Verdict } from "../../core/rule";

/** `module.a["x"].` of a resource's address; "" at the root. */
const moduleOf = (address: string): string =>
  /^(?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*/.exec(address)?.[0] ?? "";

/** `["a"]` of `google_x.y["a"]`, and those of its modules. */
const keysOf = (address: string): readonly string[] => address.match(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g) ?? [];

const texts = (value: Value | undefined): readonly string[] => {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.flatMap((item: Value) => texts(item)) : [];
};

const byName = derivedFact(
  ({ resources }) =>
    new ResourceIndex(resources, (resource) => [textAt(resource, "name")].filter((name) => name !== undefined)),
);

/** The region of a resource: declared by its name, and a link in a state. */
export const regionOf = (resource: Resource): string | undefined => textAt(resource, "region")?.split("/").pop();

/** Whether a link or a bare name may mean a resource of that name; several regions may use one name. */
function isInRegion(link: string, resource: Resource): boolean {
  const region = /\/regions\/([^/]+)\//.exec(link)?.[1];
  const own = regionOf(resource);
  return !region || !own || region === own;
}

/** What a link or a bare name means among resources of one type. */
const namedResources = (estate: Estate, type: string, link: string): readonly Resource[] =>
  byName(estate)
    .find([link.split("/").pop() ?? ""])
    .filter((candidate) => candidate.type === type && isInRegion(link, candidate));

const byAddress = derivedFact(
  ({ resources }) => new ResourceIndex(resources, ({ address }) => [address, configurationAddress(address)]),
);

/**
 * Of the instances of one block those that an expression means: in its own instance of the module those with its key,
 * or all; from one module to another those that share a key with it.
 */
function siblings(found: readonly Resource[], from: Resource): readonly Resource[] {
  if (found.length < 2) return found;
  const keys = keysOf(from.address);
  const near = found.filter(({ address }) => moduleOf(address) === moduleOf(from.address));
  const [exact, shared] = [
    near.filter(({ address }) => keysOf(address).join() === keys.join()),
    found.filter(({ address }) => keysOf(address).some((key) => keys.includes(key))),
  ];
  return [exact, near, shared].find((list) => list.length > 0) ?? found;
}

/** What the expression at a path names among resources of some types; addresses are those of one stack. */
function referencedResources(
  estate: Estate,
  from: Resource,
  path: string,
  types: readonly string[],
): readonly Resource[] {
  return referencesAt(from, path).flatMap((address) => {
    const found = byAddress(estate)
      .find([address])
      .filter(({ stack, type }) => stack === from.stack && types.includes(type));
    return siblings(found, from);
  });
}

const byReference = derivedFact(
  ({ resources }) => new ResourceIndex(resources, ({ references }) => [...references.values()].flat()),
);

/** Resources that name one in some expression. */
export const referrersOf = (estate: Estate, to: Resource): readonly Resource[] =>
  byReference(estate)
    .find([to.address, configurationAddress(to.address)])
    .filter(({ stack }) => stack === to.stack);

/**
 * Resources of some types that a value leads to: by the name at the end of a literal link, or by reference where
 * the value is known only after apply. Empty where the estate does not hold them.
 */
export function targetsOf(estate: Estate, from: Resource, path: string, types: readonly string[]): readonly Resource[] {
  const value = valueAt(from, path);
  const linked = texts(value).flatMap((link) => types.flatMap((type) => namedResources(estate, type, link)));
  const open = value === UNKNOWN || (Array.isArray(value) && value.includes(UNKNOWN)) || linked.length === 0;
  return [...new Set(open ? [...linked, ...referencedResources(estate, from, path, types)] : linked)];
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
