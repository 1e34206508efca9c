/** How bad something is. What each word means is in docs/change-control.md. */
export type Severity = "critical" | "high" | "medium" | "low";

/** Every severity, the worst first. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Orders severities, the worst first, as `Array.sort` wants it: negative where `a` is worse than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

/** Whether a severity is as bad as another one, or worse. */
export const isAtLeast = (severity: Severity, least: Severity): boolean => compareSeverity(severity, least) <= 0;

/** The worst severity of some items; undefined where there are none. It copies no list, however long. */
export const severestOf = (items: readonly { readonly severity: Severity }[]): Severity | undefined =>
  SEVERITIES.find((level) => items.some(({ severity }) => severity === level));

/**
 * The items with the worst first; equal ones keep their order. It takes one pass for each severity, because a sort
 * compares a hundred thousand findings pair by pair.
 */
export function worstFirst<T extends { readonly severity: Severity }>(items: readonly T[]): readonly T[] {
  const sorted: T[] = [];
  for (const level of SEVERITIES) {
    for (const item of items) if (item.severity === level) sorted.push(item);
  }
  return sorted;
}
