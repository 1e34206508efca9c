import { matchesPath, plainPath } from "./paths";
import { pathsWhere, type Versions } from "./provider/facts";
import { PROVIDER_VERSIONS, providerSchema } from "./provider/versions";

/**
 * Attributes that provider google cannot change in place: a change of theirs replaces the resource. They are `ForceNew` in its
 * source (google/provider). Where a plan does not tell its provider's version, what one of them replaces counts as replaced.
 */

const patterns = new Map<string, readonly string[]>();

/**
 * Plain paths at which a change replaces a resource of a type; a trailing `.*` is everything below. None for a type that is
 * not known.
 */
export function replacingPatterns(type: string, versions: Versions = PROVIDER_VERSIONS): readonly string[] {
  const key = `${type} ${versions.join(" ")}`;
  const known = patterns.get(key) ?? findPatterns(type, versions);
  patterns.set(key, known);
  return known;
}

function findPatterns(type: string, versions: Versions): readonly string[] {
  const isBroad = (path: string): boolean =>
    versions.some((version) => {
      const argument = providerSchema(version).get(type)?.get(path);
      return argument?.type === "block" || argument?.nesting === "map";
    });
  const paths = pathsWhere(type, ({ forcesReplacement: force }) => force === "always", versions);
  const found = paths.map((path) => (isBroad(path) ? `${path}.*` : path));
  return found.filter((pattern) => !found.some((other) => other !== pattern && matchesPath(other, pattern)));
}

/** Whether any change of that attribute replaces the resource. */
export const forcesReplacement = (type: string, path: string, versions: Versions = PROVIDER_VERSIONS): boolean =>
  replacingPatterns(type, versions).some((pattern) => matchesPath(pattern, plainPath(path)));
