import type { Environment } from "../environment";

/** Something wrong with an environment: the path to the field and, in one sentence, what was found, what is allowed, what to do. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** One idea about an environment; returns all of its problems, and no path starts with anything but the environment's name. */
export type Check = (environment: Environment) => Problem[];

/** The problem, where the condition does not hold. */
export const unless = (holds: boolean, path: string, message: string): Problem[] => (holds ? [] : [{ path, message }]);

/** A whole number within bounds, or the problem that it is not. */
export const within = (value: number, min: number, max: number, path: string, unit = ""): Problem[] =>
  unless(
    Number.isInteger(value) && value >= min && value <= max,
    path,
    `${value}${unit && ` ${unit}`} found, a whole number from ${min} to ${max} allowed`,
  );
