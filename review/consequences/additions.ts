import { isRecord, listOf } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";
import type { ChangePredicate } from "./row";

const keyOf = (item: unknown): string =>
  JSON.stringify(item, (_, value: unknown) =>
    // An argument that is not set is null in one place and absent in another.
    isRecord(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, inner]) => inner !== null && inner !== "" && !(Array.isArray(inner) && inner.length === 0))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );

/**
 * Whether lists of a resource keep all they have, in whatever order, and at least one of them gets more: who is served today is
 * served as before. Empty lists gain nothing, because what nothing was in is opened, not widened.
 */
export const onlyGains =
  (...paths: readonly string[]): ChangePredicate =>
  (_, { before, after }) => {
    const sides = paths.map((path) => [listOf(valueAtPath(before, path)), listOf(valueAtPath(after, path))] as const);
    const keeps = sides.every(([was, is]) => {
      const kept = new Set(is.map(keyOf));
      return was.every((item) => kept.has(keyOf(item)));
    });
    return keeps && sides.some(([was, is]) => was.length > 0 && is.length > was.length);
  };
