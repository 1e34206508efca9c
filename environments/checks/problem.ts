import type { Environment } from "../environment";

/** Something wrong with an environment. */
export interface Problem {
  /** Path of the field: `staging.services.frontend.cpu`. */
  readonly path: string;
  /** What was found, what is allowed, what to do: one sentence. */
  readonly message: string;
}

/** One idea about an environment: returns every problem. Each path begins with the environment's name. */
export type Check = (environment: Environment) => Problem[];

/** The problem, unless the condition holds. */
export const problemUnless = (holds: boolean, path: string, message: string): Problem[] =>
  holds ? [] : [{ path, message }];

/** The problem of a number that is not whole or not within its bounds. */
export const rangeProblems = (value: number, min: number, max: number, path: string, unit = ""): Problem[] =>
  problemUnless(
    Number.isInteger(value) && value >= min && value <= max,
    path,
    `${value}${unit && ` ${unit}`} found, a whole number from ${min} to ${max} allowed`,
  );
