import type { Environment } from "../../environments/environment";

/** By whom and where a command was started. */
export interface Caller {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** A person can read and type there. */
  readonly isTerminal: boolean;
}

/** Variables that only a CI sets; most set CI too. */
const CI_VARIABLES = [
  "CI",
  "GITHUB_ACTIONS",
  "GITLAB_CI",
  "BUILDKITE",
  "CIRCLECI",
  "JENKINS_URL",
  "TEAMCITY_VERSION",
  "TF_BUILD",
  "CODEBUILD_BUILD_ID",
] as const;

/** Why an environment is never destroyed by a command; undefined where it may be. */
export const kindRefusal = ({ name, kind }: Pick<Environment, "name" | "kind">): string | undefined =>
  kind === "production"
    ? `${name} is production: no command destroys it, in a sandbox neither; docs/destroying.md says how people do`
    : undefined;

/** Why a caller may not destroy what is at Google; undefined where they may. */
export function callerRefusal({ variables, isTerminal }: Caller): string | undefined {
  const ci = CI_VARIABLES.find((name) => (variables[name] ?? "") !== "");
  if (ci !== undefined) return `${ci} is set, so this is CI: only a person destroys an environment, at a terminal`;
  return isTerminal
    ? undefined
    : "this is no terminal: a person has to read what is lost and type the project's id, and no option does that for them";
}
