import { registeredChecks } from "./checks/registered";
import type { Environment } from "./environment";
import { REGISTRY } from "./registry";
import { validateEnvironment, type Problem } from "./validate";

export const environmentNames = (): readonly string[] => REGISTRY.map(({ name }) => name);

/** Environments, or everything that is wrong with them (or with the question), one line each. */
export type Selection =
  | { readonly ok: true; readonly environments: readonly Environment[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `path: what is wrong`, the form in which every problem is printed. */
export const problemText = ({ path, message }: Problem): string => `${path}: ${message}`;

/**
 * The environment of that name, or all of them; validated. An unknown name is a problem that lists the known
 * ones, never a default.
 *
 * @param today - YYYY-MM-DD, for the expiry of waivers
 */
export function selectEnvironments(today: string, name?: string): Selection {
  const environments = REGISTRY.filter((environment) => name === undefined || environment.name === name);
  if (environments.length === 0) {
    return { ok: false, problems: [`unknown environment "${name}"; known: ${environmentNames().join(", ")}`] };
  }
  const problems = environments
    .flatMap((environment) => [
      ...validateEnvironment(environment, today),
      ...registeredChecks.flatMap((check) => check(environment)),
    ])
    .map(problemText);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, environments };
}
