import { planEnvironment, pullRequestEnvironment } from "../github-environments";
import { problemUnless, type Check } from "./problem";

const DIGITS = /^\d+$/;

/** Both stand between quotes in a condition: neither may hold a quote. */
const BRANCH = /^refs\/heads\/[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const ENVIRONMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Jobs of these environments plan with an identity that only reads: whoever passes their rules was asked for no deploy. */
const planning = (environment: Parameters<Check>[0]): readonly string[] => [
  planEnvironment(environment),
  pullRequestEnvironment(environment),
];

const apart: Check = (environment) =>
  problemUnless(
    !planning(environment).includes(environment.ci.deployEnvironment),
    `${environment.name}.ci.deployEnvironment`,
    `"${environment.ci.deployEnvironment}" is where plans are made, and its rules ask nobody for a deploy; use ${environment.name}`,
  );

const form: Check = ({ name, ci }) => [
  ...(["repositoryId", "repositoryOwnerId"] as const).flatMap((field) =>
    problemUnless(
      DIGITS.test(ci[field]),
      `${name}.ci.${field}`,
      `"${ci[field]}" found, digits allowed; take the number from https://api.github.com/repos/OWNER/REPO, not the name`,
    ),
  ),
  ...problemUnless(
    BRANCH.test(ci.deployRef),
    `${name}.ci.deployRef`,
    `"${ci.deployRef}" found, refs/heads/<branch> allowed; whoever can push another kind of ref would deploy`,
  ),
  ...problemUnless(
    ENVIRONMENT.test(ci.deployEnvironment) && ci.deployEnvironment.split("-").includes(name),
    `${name}.ci.deployEnvironment`,
    `"${ci.deployEnvironment}" does not name the environment ${name}: another environment's approval would deploy this one`,
  ),
];

export const ciChecks: readonly Check[] = [form, apart];
