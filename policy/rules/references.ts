import { UNKNOWN, referencesAt, textAt, valueAt, type Resource, type Value } from "../resource";
import { ofType, unknown, violation, type Estate, type Verdict } from "../rule";

/** `google_x.y["a"]` → `google_x.y`: expressions name the block, a plan its instances. */
const blockOf = (address: string): string => address.replace(/\[[^\]]*\]$/, "");

const keyOf = (address: string): string => address.slice(blockOf(address).length);

const texts = (value: Value | undefined): readonly string[] => {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.flatMap((item: Value) => texts(item)) : [];
};

/** Whether a link or a bare name means that resource; several regions may use one name. */
function names(link: string, resource: Resource): boolean {
  const region = /\/regions\/([^/]+)\//.exec(link)?.[1];
  const own = textAt(resource, "region");
  return link.split("/").pop() === textAt(resource, "name") && (!region || !own || region === own);
}

/** What expressions name: addresses are those of one stack, and of `for_each` siblings those with the same key. */
function referenced(candidates: readonly Resource[], from: Resource, path: string): readonly Resource[] {
  return referencesAt(from, path).flatMap((address) => {
    const found = candidates.filter(
      (candidate) =>
        candidate.stack === from.stack && (candidate.address === address || blockOf(candidate.address) === address),
    );
    const sibling = found.filter((candidate) => keyOf(candidate.address) === keyOf(from.address));
    return sibling.length > 0 ? sibling : found;
  });
}

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
  const candidates = types.flatMap((type) => ofType(estate, type));
  const value = valueAt(from, path);
  const byName = texts(value).flatMap((link) => candidates.filter((candidate) => names(link, candidate)));
  const open = value === UNKNOWN || (Array.isArray(value) && value.includes(UNKNOWN)) || byName.length === 0;
  return [...new Set(open ? [...byName, ...referenced(candidates, from, path)] : byName)];
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
