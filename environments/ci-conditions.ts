import type { CiSpec } from "./environment";

/**
 * Which of GitHub's tokens become which account, in Google's expression language. Every repository's tokens come from
 * one issuer, so each condition begins with our repository's numbers.
 */

/**
 * `pull_request_target` runs for a stranger's pull request under the default branch's name: its token looks like one of
 * ours, and what it runs may not be.
 */
const ours = ({ repositoryId, repositoryOwnerId }: CiSpec): string =>
  [
    `assertion.repository_id == "${repositoryId}"`,
    `assertion.repository_owner_id == "${repositoryOwnerId}"`,
    'assertion.event_name != "pull_request_target"',
  ].join(" && ");

/** Planning: the repository's pull requests, and its deploying branch, whose drift is looked for. */
export const planCondition = (ci: CiSpec): string =>
  `${ours(ci)} && (assertion.event_name == "pull_request" || assertion.ref == "${ci.deployRef}")`;

/** Deploying: that branch alone, in a job that has passed its GitHub environment's protection rules. */
export const deployCondition = (ci: CiSpec): string =>
  `${ours(ci)} && assertion.ref == "${ci.deployRef}" && assertion.environment == "${ci.deployEnvironment}"`;

/** Verifying and testing: that branch alone, by schedule, by hand or after a deploy of it. */
export const verifyCondition = (ci: CiSpec): string => `${ours(ci)} && assertion.ref == "${ci.deployRef}"`;
