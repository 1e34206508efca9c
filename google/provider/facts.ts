import { plainPath } from "../paths";
import type { ProviderArgument, ProviderArguments } from "./argument";
import { PROVIDER_VERSIONS, providerSchema, type ProviderVersion } from "./versions";

/**
 * Questions about arguments of provider google. Each is answered for the versions that a plan may have been made with; the
 * functions that ask them say which answer is the stricter one.
 */

/** Versions of provider google; all known ones where a plan does not tell. */
export type Versions = readonly ProviderVersion[];

/** The arguments of a type in each of the versions that has it. */
const schemasOf = (type: string, versions: Versions): readonly ProviderArguments[] =>
  versions.flatMap((version) => providerSchema(version).get(type) ?? []);

/** Whether the arguments of a type are known. */
export const isKnownType = (type: string): boolean => schemasOf(type, PROVIDER_VERSIONS).length > 0;

/**
 * An argument in each of the versions that has it.
 *
 * @param path - with or without indexes
 */
export const argumentsAt = (
  type: string,
  path: string,
  versions: Versions = PROVIDER_VERSIONS,
): readonly ProviderArgument[] => schemasOf(type, versions).flatMap((known) => known.get(plainPath(path)) ?? []);

/** `a.b.c` → `a`, `a.b`, `a.b.c`. */
function stepsTo(path: string): readonly string[] {
  const names = path.split(".");
  return names.map((_, index) => names.slice(0, index + 1).join("."));
}

/**
 * In each of the versions that has it, an argument and what it stands in, from the outside. What is below the last of them
 * is a key of a map.
 */
export const argumentsAlong = (
  type: string,
  path: string,
  versions: Versions = PROVIDER_VERSIONS,
): readonly (readonly ProviderArgument[])[] =>
  schemasOf(type, versions).map((known) => stepsTo(plainPath(path)).flatMap((step) => known.get(step) ?? []));

/** The longest path of an argument that a path leads through; undefined where the type or its first step is unknown. */
export const knownPath = (type: string, path: string): string | undefined =>
  stepsTo(plainPath(path))
    .filter((step) => argumentsAt(type, step).length > 0)
    .at(-1);

/** Plain paths of a type's arguments that one of the versions has so, in the order of the data. */
export const pathsWhere = (
  type: string,
  holds: (argument: ProviderArgument) => boolean,
  versions: Versions = PROVIDER_VERSIONS,
): readonly string[] => [
  ...new Set(
    schemasOf(type, versions).flatMap((known) =>
      [...known].filter(([, argument]) => holds(argument)).map(([path]) => path),
    ),
  ),
];
