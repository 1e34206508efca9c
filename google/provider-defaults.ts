import { argumentsAlong, argumentsAt } from "./provider/facts";
import type { ProviderArgument } from "./provider/argument";

/** What provider google makes of an argument that is not declared, as its source says (google/provider). Paths are plain. */

const isKept = ({ isOptional, isComputed }: ProviderArgument): boolean => isOptional && isComputed;

/**
 * Whether an argument that replaces its resource stays as it is where the program leaves it out: it, or a block or map around it
 * that replaces too, is `Optional` and `Computed`. Any other one that is left out is taken away. An argument that one
 * version keeps and another does not is not kept.
 */
export function isKeptWhenUndeclared(type: string, path: string): boolean {
  const found = argumentsAlong(type, path).filter((along) => along.length > 0);
  return (
    found.length > 0 &&
    found.every((along) => along.some((argument) => argument.forcesReplacement !== undefined && isKept(argument)))
  );
}

/** What the provider puts where nothing is declared; undefined where it puts nothing, and where its versions differ. */
export function providerDefault(type: string, path: string): string | undefined {
  const [first, ...others] = argumentsAt(type, path).map((argument) => argument.default);
  return others.every((text) => text === first) ? first : undefined;
}

/** Whether the provider takes "not there" and the default for the same, also in what exists. */
export const isEmptyDefault = (type: string, path: string): boolean =>
  argumentsAt(type, path).some(({ isDefaultWhenEmpty }) => isDefaultWhenEmpty);
