import type { Environment } from "../../environments/environment";
import { planEnvironment, pullRequestEnvironment } from "../../environments/github-environments";
import { DEPLOYER_ACCOUNT, PLANNER_ACCOUNT, VERIFIER_ACCOUNT, serviceAccountEmail } from "../../environments/names";

/**
 * What GitHub has to be set to: made from the environments and from what the workflows name. A test holds it against the
 * workflow files; docs/workflows.md says it to people.
 */

/** The secret with the key of the digests. */
export const KEY_SECRET = "NETRA_REVIEW_KEY";

/** The check that branch protection asks for: a job of pull-request.yml that waits for all others. */
export const MERGE_CHECK = "merge-gate";

/** Where a pull request's jobs run, as GitHub matches refs: a star stands for no slash. */
export const PULL_REQUEST_REFS = "refs/pull/*/merge";

/**
 * Branches that a merge queue makes, as a pattern of refs. Anyone who may write can push one of that name, so it leads to
 * nothing that a pull request does not.
 *
 * @param branch - which the queue merges into
 * @see https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 */
export const queueRefs = (branch: string): string => `gh-readonly-queue/${branch}/*`;

/** Actions of others that the workflows use. GitHub's own count apart. */
export const USED_ACTIONS = ["google-github-actions/auth", "hashicorp/setup-terraform"] as const;

/** A variable of a workflow, with what it must be. */
export interface WantedVariable {
  readonly name: string;
  /** The value; where only Google knows a part of it, PROJECT_NUMBER stands for that. */
  readonly value: string;
  /** Google's project, whose number is meant. */
  readonly project: string;
}

/** A GitHub environment as it has to be. */
export interface WantedEnvironment {
  readonly name: string;
  /** Refs that may use it, and no other. */
  readonly refs: readonly string[];
  /** Whether a person has to let its jobs begin. */
  readonly asksReviewer: boolean;
  readonly variables: readonly WantedVariable[];
  /** GitHub environments with the same key of the digests, this one among them. */
  readonly sharesKeyWith: readonly string[];
  /** Why it asks, or asks nobody. */
  readonly why: string;
}

/** Everything that one repository has to be set to. */
export interface WantedState {
  /** `owner/name`. */
  readonly repository: string;
  /** The branch that deploys. */
  readonly branch: string;
  readonly numbers: readonly { readonly environment: string; readonly id: string; readonly ownerId: string }[];
  readonly environments: readonly WantedEnvironment[];
  /** Of the repository, because jobs of several GitHub environments and of none read them. */
  readonly variables: readonly WantedVariable[];
}

const accountVariables = (prefix: string, suffix: string, account: string, environment: Environment) => {
  const { project } = environment;
  const provider = `projects/PROJECT_NUMBER/locations/global/workloadIdentityPools/${account}/providers/github`;
  return [
    { name: `${prefix}_PROVIDER${suffix}`, value: provider, project },
    { name: `${prefix}_ACCOUNT${suffix}`, value: serviceAccountEmail(environment, account), project },
  ];
};

const repositoryVariables = (environment: Environment): readonly WantedVariable[] => {
  const suffix = `_${environment.name.toUpperCase()}`;
  return [
    ...accountVariables("PLANNER", suffix, PLANNER_ACCOUNT, environment),
    ...accountVariables("VERIFIER", suffix, VERIFIER_ACCOUNT, environment),
  ];
};

/** Staging's digest of a pull request is compared with that of its deploy; production's is compared with nothing. */
function wantedEnvironments(environment: Environment): readonly WantedEnvironment[] {
  const { ci, kind } = environment;
  const branch = branchOf(environment);
  const deploy = ci.deployEnvironment;
  const plan = planEnvironment(environment);
  const pull = pullRequestEnvironment(environment);
  const isProduction = kind === "production";
  return [
    {
      ...{ name: pull, asksReviewer: isProduction, variables: [] },
      refs: isProduction ? [PULL_REQUEST_REFS] : [PULL_REQUEST_REFS, queueRefs(branch)],
      sharesKeyWith: isProduction ? [pull] : [deploy, plan, pull],
      why: isProduction
        ? "its jobs run code that nobody may have read, as the account that reads every state of production"
        : "every push to a pull request would wait for somebody",
    },
    {
      ...{ name: plan, refs: [branch], asksReviewer: false, variables: [] },
      sharesKeyWith: isProduction ? [deploy, plan] : [deploy, plan, pull],
      why: "the nightly drift would wait for somebody, and so would the review that an approver is to read",
    },
    {
      ...{ name: deploy, refs: [branch], asksReviewer: isProduction },
      variables: accountVariables("DEPLOYER", "", DEPLOYER_ACCOUNT, environment),
      sharesKeyWith: isProduction ? [deploy, plan] : [deploy, plan, pull],
      why: isProduction
        ? "whoever may merge would deploy"
        : "its deploys, and the tests behind them, would wait for somebody",
    },
  ];
}

const branchOf = ({ ci }: Pick<Environment, "ci">): string => ci.deployRef.replace(/^refs\/heads\//, "");

/**
 * What each repository of these environments has to be set to, in the order of the environments.
 *
 * @param environments - with one deploying branch for each repository: that of its first environment counts
 */
export function wantedStates(environments: readonly Environment[]): readonly WantedState[] {
  const repositories = [...new Set(environments.map(({ ci }) => ci.repository))];
  return repositories.map((repository) => {
    const own = environments.filter(({ ci }) => ci.repository === repository);
    return {
      ...{ repository, branch: own.map(branchOf)[0] ?? "" },
      numbers: own.map(({ name, ci }) => ({ environment: name, id: ci.repositoryId, ownerId: ci.repositoryOwnerId })),
      environments: own.flatMap(wantedEnvironments),
      variables: own.flatMap(repositoryVariables),
    };
  });
}
