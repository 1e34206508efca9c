export type Severity = "critical" | "high" | "medium" | "low";

/** From the worst down. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** The worst first, equal ones in the order in which they came; a sort would compare a hundred thousand of them. */
export function worstFirst<T extends { readonly severity: Severity }>(items: readonly T[]): readonly T[] {
  const sorted: T[] = [];
  for (const level of SEVERITIES) {
    for (const item of items) if (item.severity === level) sorted.push(item);
  }
  return sorted;
}
