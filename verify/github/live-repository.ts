import { z } from "zod";
import { GithubApiError, type GithubReader, type Reading } from "./api";
import type { PlanFacts } from "./plans";

/** A repository, as far as it is compared. */
export interface LiveRepository extends PlanFacts {
  /** Digits, as the conditions of the identities have them. */
  readonly id: string;
  readonly ownerId: string;
  readonly owner: string;
  /** Whether the owner is an organization, which has teams. */
  readonly isOrganization: boolean;
  readonly defaultBranch: string;
}

/** @see https://docs.github.com/rest/repos/repos#get-a-repository */
const Repository = z.object({
  id: z.number(),
  private: z.boolean(),
  default_branch: z.string(),
  owner: z.object({ id: z.number(), login: z.string(), type: z.string() }),
});

/** GitHub shows an account's plan to its owners alone. */
const Account = z.object({ login: z.string(), plan: z.object({ name: z.string() }).optional() });

/**
 * @param repository - `owner/name`
 * @throws GithubApiError where the token sees no such repository: then it sees no setting of it either
 */
export async function readRepository(github: GithubReader, repository: string): Promise<LiveRepository> {
  const found = await github.read(`/repos/${repository}`, Repository);
  if (!found.ok) {
    const more = found.kind === "absent" ? "; there is none of that name, or the token may not see it" : "";
    throw new GithubApiError(`${found.reason}${more}`);
  }
  const { id, owner, default_branch: defaultBranch, private: isPrivate } = found.value;
  const isOrganization = owner.type === "Organization";
  const account = await github.read(isOrganization ? `/orgs/${owner.login}` : "/user", Account);
  const isOwn = account.ok && account.value.login.toLowerCase() === owner.login.toLowerCase();
  return {
    ...{ id: String(id), ownerId: String(owner.id), owner: owner.login, isOrganization, defaultBranch, isPrivate },
    plan: isOwn ? account.value.plan?.name : undefined,
  };
}

/** What Actions may do in a repository. */
export interface LiveActions {
  readonly permissions: Reading<z.infer<typeof Permissions>>;
  /** Which actions may run; undefined where all may, or none of others. */
  readonly selected: Reading<z.infer<typeof Selected>> | undefined;
  readonly workflow: Reading<z.infer<typeof Workflow>>;
  /** What workflows of forks get; undefined in a public repository, where they never get any of it. */
  readonly forks: Reading<z.infer<typeof Forks>> | undefined;
}

/** @see https://docs.github.com/rest/actions/permissions */
const Permissions = z.object({
  enabled: z.boolean(),
  allowed_actions: z.string().optional(),
  sha_pinning_required: z.boolean().optional(),
});
const Selected = z.object({
  github_owned_allowed: z.boolean().default(false),
  verified_allowed: z.boolean().default(false),
  patterns_allowed: z.array(z.string()).default([]),
});
const Workflow = z.object({
  default_workflow_permissions: z.string(),
  can_approve_pull_request_reviews: z.boolean(),
});
const Forks = z.object({
  run_workflows_from_fork_pull_requests: z.boolean(),
  send_write_tokens_to_workflows: z.boolean().default(false),
  send_secrets_and_variables: z.boolean().default(false),
});

/** @throws GithubApiError */
export async function readActions(
  github: GithubReader,
  repository: string,
  { isPrivate }: PlanFacts,
): Promise<LiveActions> {
  const path = `/repos/${repository}/actions/permissions`;
  const permissions = await github.read(path, Permissions);
  const isSelected = permissions.ok && permissions.value.allowed_actions === "selected";
  return {
    permissions,
    selected: isSelected ? await github.read(`${path}/selected-actions`, Selected) : undefined,
    workflow: await github.read(`${path}/workflow`, Workflow),
    forks: isPrivate ? await github.read(`${path}/fork-pr-workflows-private-repos`, Forks) : undefined,
  };
}

/** A line of CODEOWNERS that GitHub cannot follow. */
export type OwnerError = z.infer<typeof OwnerErrors>["errors"][number];

/** @see https://docs.github.com/rest/repos/repos#list-codeowners-errors */
const OwnerErrors = z.object({
  errors: z.array(z.object({ line: z.number(), kind: z.string(), path: z.string().optional() })),
});

/** @throws GithubApiError */
export async function readOwnerErrors(
  github: GithubReader,
  repository: string,
  branch: string,
): Promise<Reading<readonly OwnerError[]>> {
  const found = await github.read(
    `/repos/${repository}/codeowners/errors?ref=${encodeURIComponent(branch)}`,
    OwnerErrors,
  );
  return found.ok ? { ok: true, value: found.value.errors } : found;
}
