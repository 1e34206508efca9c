import { z } from "zod";
import type { GithubReader, Reading } from "./api";

/** Who may pass a protection by: nobody, some in a pull request alone, some always; unknown where GitHub does not show it. */
export type Bypass = "nobody" | "in a pull request" | "always" | "unknown";

/** What one source demands of a branch: the branch protection, or one ruleset. Of several the strictest holds. */
export interface Protection {
  /** For people. */
  readonly source: string;
  readonly bypass: Bypass;
  /** Approvals that a pull request needs; 0 where it needs none, or where nobody needs a pull request. */
  readonly approvals: number;
  readonly dismissesStale: boolean;
  readonly asksCodeOwners: boolean;
  /** Somebody other than who pushed last has to approve. */
  readonly asksAnother: boolean;
  /** Names of the checks that have to pass. */
  readonly checks: readonly string[];
  readonly refusesForcePush: boolean;
  readonly refusesDeletion: boolean;
}

/** What protects a branch. */
export interface BranchProtection {
  readonly protections: readonly Protection[];
  /** Whether the repository's plan has none of it. */
  readonly isBeyondPlan: boolean;
  /** What could not be read, one reason each. */
  readonly untold: readonly string[];
}

const Enabled = z.object({ enabled: z.boolean() }).optional();

/** @see https://docs.github.com/rest/branches/branch-protection#get-branch-protection */
const Classic = z.object({
  required_pull_request_reviews: z
    .object({
      required_approving_review_count: z.number().default(0),
      dismiss_stale_reviews: z.boolean().default(false),
      require_code_owner_reviews: z.boolean().default(false),
      require_last_push_approval: z.boolean().default(false),
    })
    .optional(),
  required_status_checks: z
    .object({
      contexts: z.array(z.string()).default([]),
      checks: z.array(z.object({ context: z.string() })).default([]),
    })
    .optional(),
  enforce_admins: Enabled,
  allow_force_pushes: Enabled,
  allow_deletions: Enabled,
});

function classicProtection(found: z.infer<typeof Classic>): Protection {
  const { required_pull_request_reviews: reviews, required_status_checks: checks } = found;
  return {
    source: "the branch protection",
    // Whoever administers the repository pushes to the branch itself; GitHub knows no "in a pull request" here.
    bypass: found.enforce_admins?.enabled === true ? "nobody" : "always",
    approvals: reviews?.required_approving_review_count ?? 0,
    dismissesStale: reviews?.dismiss_stale_reviews ?? false,
    asksCodeOwners: reviews?.require_code_owner_reviews ?? false,
    asksAnother: reviews?.require_last_push_approval ?? false,
    checks: [...new Set([...(checks?.contexts ?? []), ...(checks?.checks ?? []).map(({ context }) => context)])],
    refusesForcePush: found.allow_force_pushes?.enabled !== true,
    refusesDeletion: found.allow_deletions?.enabled !== true,
  };
}

/** @see https://docs.github.com/rest/repos/rules#get-rules-for-a-branch */
const Rule = z.object({
  type: z.string(),
  ruleset_id: z.number(),
  parameters: z
    .object({
      required_approving_review_count: z.number().default(0),
      dismiss_stale_reviews_on_push: z.boolean().default(false),
      require_code_owner_review: z.boolean().default(false),
      require_last_push_approval: z.boolean().default(false),
      required_status_checks: z.array(z.object({ context: z.string() })).default([]),
    })
    .optional(),
});

/** Who may pass a ruleset by is shown to those alone who may change it. */
const Ruleset = z.object({
  name: z.string(),
  bypass_actors: z.array(z.object({ bypass_mode: z.string() })).optional(),
});

const ANYBODY_ALWAYS = /^(always|exempt)$/;

function bypassOf(ruleset: Reading<z.infer<typeof Ruleset>>): Bypass {
  if (!ruleset.ok || ruleset.value.bypass_actors === undefined) return "unknown";
  const modes = ruleset.value.bypass_actors.map(({ bypass_mode: mode }) => mode);
  if (modes.some((mode) => ANYBODY_ALWAYS.test(mode))) return "always";
  return modes.length === 0 ? "nobody" : "in a pull request";
}

function rulesetProtection(
  id: number,
  rules: readonly z.infer<typeof Rule>[],
  ruleset: Reading<z.infer<typeof Ruleset>>,
): Protection {
  const own = rules.filter((rule) => rule.ruleset_id === id);
  const has = (type: string): boolean => own.some((rule) => rule.type === type);
  const pulls = own.flatMap((rule) => (rule.type === "pull_request" && rule.parameters ? [rule.parameters] : []));
  return {
    source: ruleset.ok ? `the ruleset "${ruleset.value.name}"` : `the ruleset ${id}`,
    bypass: bypassOf(ruleset),
    approvals: Math.max(0, ...pulls.map((pull) => pull.required_approving_review_count)),
    dismissesStale: pulls.some((pull) => pull.dismiss_stale_reviews_on_push),
    asksCodeOwners: pulls.some((pull) => pull.require_code_owner_review),
    asksAnother: pulls.some((pull) => pull.require_last_push_approval),
    checks: own.flatMap((rule) => (rule.parameters?.required_status_checks ?? []).map(({ context }) => context)),
    refusesForcePush: has("non_fast_forward"),
    refusesDeletion: has("deletion"),
  };
}

/** GitHub's words for a branch without a protection; any other 404 is one that the token may not see. */
const NOT_PROTECTED = /branch not protected/i;

/**
 * What protects a branch, by both of GitHub's ways.
 *
 * @param repository - `owner/name`
 * @throws GithubApiError
 */
export async function readBranchProtection(
  github: GithubReader,
  repository: string,
  branch: string,
): Promise<BranchProtection> {
  const path = `/repos/${repository}`;
  const at = encodeURIComponent(branch);
  const classic = await github.read(`${path}/branches/${at}/protection`, Classic);
  const rules = await github.list(`${path}/rules/branches/${at}`, Rule);
  const ids = [...new Set(rules.ok ? rules.value.map((rule) => rule.ruleset_id) : [])];
  const rulesets: Protection[] = [];
  for (const id of ids) {
    const ruleset = await github.read(`${path}/rulesets/${id}?includes_parents=true`, Ruleset);
    rulesets.push(rulesetProtection(id, rules.ok ? rules.value : [], ruleset));
  }
  const untold = [classic, rules].flatMap((reading) =>
    reading.ok || reading.kind === "plan" || NOT_PROTECTED.test(reading.reason) ? [] : [reading.reason],
  );
  return {
    protections: [...(classic.ok ? [classicProtection(classic.value)] : []), ...rulesets],
    isBeyondPlan: [classic, rules].every((reading) => !reading.ok && reading.kind === "plan"),
    untold,
  };
}
