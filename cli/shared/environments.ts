import type { Environment } from "../../environments/environment";
import { selectEnvironments } from "../../environments";
import { CouldNotTell } from "./command";

/**
 * The environments that a command works on.
 *
 * @throws CouldNotTell with every problem, one a line, when the name is unknown or the data are wrong
 */
export function environmentsFor(today: string, name: string | undefined): readonly Environment[] {
  const selection = selectEnvironments(today, name);
  if (!selection.ok) throw new CouldNotTell(selection.problems.join("\n"));
  return selection.environments;
}

/**
 * The environment that a command works on.
 *
 * @throws CouldNotTell as {@link environmentsFor}
 */
export function oneEnvironment(today: string, name: string): Environment {
  const [environment] = environmentsFor(today, name);
  if (environment === undefined) throw new CouldNotTell(`${name}: no environment`);
  return environment;
}
