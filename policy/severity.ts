export type Severity = "critical" | "high" | "medium" | "low";

/** From the worst down. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** The worst first, equal ones in the order in which they came; a sort would compare a hundred thousand of them. */
export const worstFirst = <T extends { readonly severity: Severity }>(items: readonly T[]): readonly T[] =>
  SEVERITIES.flatMap((level) => items.filter(({ severity }) => severity === level));
