import type { Environment } from "./environment";

/** What CI deploys, in the order in which it is applied: each reads only those before it. */
export const APPLY_ORDER = ["foundation", "services", "edge", "monitoring"] as const;

/** One stack is one state, one plan, one blast radius. */
export type StackRole = "bootstrap" | (typeof APPLY_ORDER)[number];

/**
 * Name of a stack, `staging-foundation`: what `cdktf diff` takes. Bootstrap's is the other way round, so that
 * `'staging-*'` never means it.
 */
export const stackName = ({ name }: Pick<Environment, "name">, role: StackRole): string =>
  role === "bootstrap" ? `${role}-${name}` : `${name}-${role}`;

/** The role of a stack of an environment; undefined for another one's. */
export const roleOf = (environment: Pick<Environment, "name">, stack: string): StackRole | undefined =>
  (["bootstrap", ...APPLY_ORDER] as const).find((role) => stackName(environment, role) === stack);

/** Stacks of an environment in the order in which they are applied, without the one that a person deploys. */
export const stacksInOrder = (environment: Pick<Environment, "name">): readonly string[] =>
  APPLY_ORDER.map((role) => stackName(environment, role));

/** The stack that a person deploys once, before CI can do the rest. */
export const bootstrapStack = (environment: Pick<Environment, "name">): string => stackName(environment, "bootstrap");

/** Every stack of an environment, in the order of its first deploy. */
export const allStacks = (environment: Pick<Environment, "name">): readonly string[] => [
  bootstrapStack(environment),
  ...stacksInOrder(environment),
];
