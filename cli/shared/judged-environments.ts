import type { Environment } from "../../environments/environment";
import { unknownWaivers } from "../../policy/core/unknown-waiver";
import { RULES } from "../../policy/packs";
import { CouldNotTell } from "./command";
import { environmentsFor } from "./environments";

/**
 * The environments that a command holds against the rules. Apart from the others, because to know every rule takes
 * longer than most commands do.
 *
 * @throws CouldNotTell as {@link environmentsFor}, and where a waiver names a rule that there is not
 */
export function judgedEnvironments(today: string, name: string | undefined): readonly Environment[] {
  const environments = environmentsFor(today, name);
  const ids = RULES.map(({ id }) => id);
  const problems = environments.flatMap((environment) => [...unknownWaivers(environment, ids).values()]);
  if (problems.length > 0) throw new CouldNotTell(problems.join("\n"));
  return environments;
}
