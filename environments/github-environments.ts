import type { Environment } from "./environment";

/**
 * GitHub environments, each with rules and secrets of its own, by what a job does. The identities of CI ask for them
 * (`ci-conditions.ts`), the workflows name them, and `./netra doctor --github` compares their rules.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments
 */

type Named = Pick<Environment, "name">;

/** Of jobs that plan with the code of a pull request or a merge queue, which nobody may have read yet. Production's has reviewers. */
export const pullRequestEnvironment = ({ name }: Named): string => `${name}-pull-request`;

/** Of jobs that plan with the code of the deploying branch: drift, and what a deploy shows first. Nobody is asked. */
export const planEnvironment = ({ name }: Named): string => `${name}-plan`;
