import { UNKNOWN, referencesAt, textAt, valueAt, type Resource, type Value } from "../resource";
import { lookup } from "../lookup";
import { ofType, unknown, violation, type Estate, type Verdict } from "../rule";

/** `google_x.y["a"]` → `google_x.y`: expressions name the block, a plan its instances. */
const blockOf = (address: string): string => address.replace(/\[[^\]]*\]$/, "");

const keyOf = (address: string): string => address.slice(blockOf(address).length);

const texts = (value: Value | undefined): readonly string[] => {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.flatMap((item: Value) => texts(item)) : [];
};

const byName = lookup((resource) => [textAt(resource, "name")].filter((name) => name !== undefined));

/** Whether a link or a bare name may mean a resource of that name; several regions may use one name. */
function isInRegion(link: string, resource: Resource): boolean {
  const region = /\/regions\/([^/]+)\//.exec(link)?.[1];
  const own = textAt(resource, "region");
  return !region || !own || region === own;
}

/** What links and bare names mean among resources of one type. */
const named = (candidates: readonly Resource[], link: string): readonly Resource[] =>
  byName.find(candidates, [link.split("/").pop() ?? ""]).filter((candidate) => isInRegion(link, candidate));

const byAddress = lookup(({ address }) => [address, blockOf(address)]);

/** What expressions name: addresses are those of one stack, and of `for_each` siblings those with the same key. */
function referenced(groups: readonly (readonly Resource[])[], from: Resource, path: string): readonly Resource[] {
  return referencesAt(from, path).flatMap((address) => {
    const found = groups
      .flatMap((candidates) => byAddress.find(candidates, [address]))
      .filter((candidate) => candidate.stack === from.stack);
    const sibling = found.filter((candidate) => keyOf(candidate.address) === keyOf(from.address));
    return sibling.length > 0 ? sibling : found;
  });
}

const byReference = lookup(({ references }) => [...references.values()].flat());

/** Resources of a list that name one in some expression. */
export const referrers = (resources: readonly Resource[], to: Resource): readonly Resource[] =>
  byReference.find(resources, [to.address, blockOf(to.address)]).filter(({ stack }) => stack === to.stack);

/** Whether some expression of one resource names another. */
export const refersTo = (from: Resource, to: Resource): boolean =>
  from.stack === to.stack &&
  [...from.references.values()].flat().some((address) => address === to.address || address === blockOf(to.address));

/**
 * Resources of some types that a value leads to: by the name at the end of a literal link, or by reference where
 * the value is known only after apply. Empty where the estate does not hold them.
 */
export function targetsOf(
  estate: Pick<Estate, "resources">,
  from: Resource,
  path: string,
  types: readonly string[],
): readonly Resource[] {
  const groups = types.map((type) => ofType(estate, type));
  const value = valueAt(from, path);
  const linked = texts(value).flatMap((link) => groups.flatMap((candidates) => named(candidates, link)));
  const open = value === UNKNOWN || (Array.isArray(value) && value.includes(UNKNOWN)) || linked.length === 0;
  return [...new Set(open ? [...linked, ...referenced(groups, from, path)] : linked)];
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
