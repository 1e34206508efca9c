/**
 * One variable that the services' code expects in every environment. The names come from a system in which 19 of them
 * were missing after one deployment (docs/pitfalls.md). The policy compares the synthesized services with this table.
 */
export interface ContractRow {
  readonly variable: string;
  readonly services: readonly string[];
  readonly kind: "plain" | "secret";
  /** The hardened value, where the plan fixes it. */
  readonly value?: string;
  /** Where the value differs by service. */
  readonly valueOn?: Readonly<Record<string, string>>;
  /** Pools: the plan fixes the least, the budgets bound the most. */
  readonly atLeastOn?: Readonly<Record<string, number>>;
  /** Only where e2e tests run. */
  readonly stagingOnly?: true;
}

/** A variable with its text; the hardened value where the plan fixes one. */
export const plainRow = (variable: string, services: readonly string[], value?: string): ContractRow => ({
  variable,
  services,
  kind: "plain",
  ...(value !== undefined && { value }),
});
/** A variable whose hardened value differs by service. */
export const perServiceRow = (variable: string, valueOn: Readonly<Record<string, string>>): ContractRow => ({
  variable,
  services: Object.keys(valueOn),
  kind: "plain",
  valueOn,
});
/** A variable of a pool, with the least that each service needs. */
export const poolRow = (variable: string, atLeastOn: Readonly<Record<string, number>>): ContractRow => ({
  variable,
  services: Object.keys(atLeastOn),
  kind: "plain",
  atLeastOn,
});
/** A variable that mounts a secret. */
export const secretRow = (variable: string, services: readonly string[]): ContractRow => ({
  variable,
  services,
  kind: "secret",
});

/** The least CPU and memory with which a service starts within 240 s (incident 9). */
export interface Floor {
  readonly cpu: number;
  readonly memoryMiB: number;
}
