import type { CiSpec, Environment } from "./environment";
import { planEnvironment, pullRequestEnvironment } from "./github-environments";

/**
 * Which of GitHub's tokens become which account, in Google's expression language
 * (https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines). All repositories' tokens come
 * from one issuer, so that each condition begins with our repository's numbers.
 */

/**
 * `pull_request_target` runs for a stranger's pull request under the name of the default branch: its token looks like ours,
 * and its code may be the stranger's.
 */
const ours = ({ repositoryId, repositoryOwnerId }: CiSpec): string =>
  [
    `assertion.repository_id == "${repositoryId}"`,
    `assertion.repository_owner_id == "${repositoryOwnerId}"`,
    'assertion.event_name != "pull_request_target"',
  ].join(" && ");

/**
 * Planning, in two kinds of jobs: with a pull request's code, and with the deploying branch's. Each names its GitHub
 * environment, whose rules come first: a pull request cannot plan under the name that asks nobody.
 *
 * A merge queue plans as a pull request does: whoever may write can push a branch that is named like one of the queue's.
 * It asks for staging alone, whose digest comes from the pull request.
 */
export function planCondition(environment: Pick<Environment, "name" | "kind" | "ci">): string {
  const { ci } = environment;
  const ofCode = (event: string): string =>
    `(assertion.event_name == "${event}" && assertion.environment == "${pullRequestEnvironment(environment)}")`;
  const events = environment.kind === "staging" ? ["pull_request", "merge_group"] : ["pull_request"];
  const branch = `assertion.ref == "${ci.deployRef}" && assertion.environment == "${planEnvironment(environment)}"`;
  return `${ours(ci)} && (${[...events.map(ofCode), `(${branch})`].join(" || ")})`;
}

/** Deploying: the deploying branch only, in a job that has passed the rules of its GitHub environment. */
export const deployCondition = (ci: CiSpec): string =>
  `${ours(ci)} && assertion.ref == "${ci.deployRef}" && assertion.environment == "${ci.deployEnvironment}"`;

/** Verifying and testing: the deploying branch only; by schedule, by hand or after a deploy. */
export const verifyCondition = (ci: CiSpec): string => `${ours(ci)} && assertion.ref == "${ci.deployRef}"`;
