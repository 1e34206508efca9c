import { z } from "zod";
import type { GithubReader, Reading } from "./api";

/** A GitHub environment, as far as it is compared. */
export interface LiveEnvironment {
  /** People and teams of whom one has to let a job begin, by kind and number. */
  readonly reviewers: readonly { readonly type: string; readonly id: number }[];
  readonly preventsSelfReview: boolean;
  /** Minutes that a job waits. */
  readonly waitMinutes: number;
  /** Whether administrators may pass the rules by. */
  readonly allowsBypass: boolean;
  readonly branches: BranchRule;
  readonly secrets: Reading<readonly string[]>;
  readonly variables: Reading<readonly LiveVariable[]>;
}

/** Which refs may use an environment. */
export type BranchRule =
  | { readonly kind: "any" }
  /** Every branch with a protection of its own; all of them where none has one. */
  | { readonly kind: "protected" }
  | { readonly kind: "selected"; readonly policies: readonly BranchPolicy[] }
  | { readonly kind: "untold"; readonly reason: string };

/** One pattern of refs. */
export interface BranchPolicy {
  readonly id: number;
  readonly name: string;
  /** `branch` or `tag`. */
  readonly type: string;
}

/** A variable; its value is none of the secrets. */
export interface LiveVariable {
  readonly name: string;
  readonly value: string;
}

/** @see https://docs.github.com/rest/deployments/environments#list-environments */
const Environment = z.object({
  name: z.string(),
  can_admins_bypass: z.boolean().default(true),
  protection_rules: z
    .array(
      z.object({
        type: z.string(),
        wait_timer: z.number().optional(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(z.object({ type: z.string(), reviewer: z.object({ id: z.number() }) })).optional(),
      }),
    )
    .default([]),
  deployment_branch_policy: z.object({ custom_branch_policies: z.boolean() }).nullish(),
});

const Policy = z.object({ id: z.number(), name: z.string(), type: z.string().default("branch") });
const Named = z.object({ name: z.string() });
const Variable = z.object({ name: z.string(), value: z.string() });

/** Names of secrets below a path; GitHub never shows a value. @throws GithubApiError */
export async function readSecretNames(github: GithubReader, path: string): Promise<Reading<readonly string[]>> {
  const secrets = await github.list(path, Named, "secrets");
  return secrets.ok ? { ok: true, value: secrets.value.map(({ name }) => name) } : secrets;
}

/** @throws GithubApiError */
export const readVariables = (github: GithubReader, path: string): Promise<Reading<readonly LiveVariable[]>> =>
  github.list(path, Variable, "variables");

async function readBranchRule(
  github: GithubReader,
  path: string,
  policy: z.infer<typeof Environment>["deployment_branch_policy"],
): Promise<BranchRule> {
  if (policy === null || policy === undefined) return { kind: "any" };
  if (!policy.custom_branch_policies) return { kind: "protected" };
  const policies = await github.list(`${path}/deployment-branch-policies`, Policy, "branch_policies");
  return policies.ok ? { kind: "selected", policies: policies.value } : { kind: "untold", reason: policies.reason };
}

/**
 * The GitHub environments of those names, by the name in small letters, since GitHub takes names without regard to case; one
 * that does not exist is left out.
 *
 * @param repository - `owner/name`
 * @throws GithubApiError
 */
export async function readGithubEnvironments(
  github: GithubReader,
  repository: string,
  names: readonly string[],
): Promise<Reading<ReadonlyMap<string, LiveEnvironment>>> {
  const listed = await github.list(`/repos/${repository}/environments`, Environment, "environments");
  if (!listed.ok) return listed;
  const found = new Map<string, LiveEnvironment>();
  const asked = names.map((name) => name.toLowerCase());
  for (const environment of listed.value.filter(({ name }) => asked.includes(name.toLowerCase()))) {
    const path = `/repos/${repository}/environments/${encodeURIComponent(environment.name)}`;
    const rule = (type: string) => environment.protection_rules.find((each) => each.type === type);
    const reviewers = rule("required_reviewers");
    found.set(environment.name.toLowerCase(), {
      reviewers: (reviewers?.reviewers ?? []).map(({ type, reviewer }) => ({ type, id: reviewer.id })),
      preventsSelfReview: reviewers?.prevent_self_review ?? false,
      waitMinutes: rule("wait_timer")?.wait_timer ?? 0,
      allowsBypass: environment.can_admins_bypass,
      branches: await readBranchRule(github, path, environment.deployment_branch_policy),
      secrets: await readSecretNames(github, `${path}/secrets`),
      variables: await readVariables(github, `${path}/variables`),
    });
  }
  return { ok: true, value: found };
}
