import type { BranchProtection, Protection } from "./live-branch";
import type { LiveRepository } from "./live-repository";
import { ghApiWithBody } from "./commands";
import { judgePlan } from "./plans";
import { compared, sectionOf, untoldSetting, type Section, type Setting } from "./setting";
import { MERGE_CHECK, type WantedState } from "./wanted";

/** What the deploying branch has to be protected by. */

interface Requirement {
  readonly id: string;
  readonly title: string;
  readonly wanted: string;
  readonly why: string;
  readonly holds: (protection: Protection) => boolean;
}

const REQUIREMENTS: readonly Requirement[] = [
  {
    id: "approval",
    title: "a change comes by a pull request that somebody approved",
    wanted: "at least one approval",
    why: "whoever may push would deploy staging, and change what everybody else's gates run",
    holds: ({ approvals }) => approvals >= 1,
  },
  {
    id: "stale-approvals",
    title: "a push dismisses the approvals before it",
    wanted: "stale approvals dismissed",
    why: "what was approved would not be what is merged",
    holds: ({ dismissesStale }) => dismissesStale,
  },
  {
    id: "last-push",
    title: "somebody other than who pushed last approves",
    wanted: "approval of the most recent push",
    why: "a reviewer could push to a colleague's branch and approve their own code",
    holds: ({ asksAnother }) => asksAnother,
  },
  {
    id: "code-owners",
    title: "code owners approve",
    wanted: "a review by code owners",
    why: "CODEOWNERS only asks them: workflows, gates and the review itself could change without a person who knows them",
    holds: ({ asksCodeOwners }) => asksCodeOwners,
  },
  {
    id: "checks",
    title: `the check ${MERGE_CHECK} passes`,
    wanted: `${MERGE_CHECK} required`,
    why: "a red review, a critical one too, would be only a colour",
    holds: ({ checks }) => checks.includes(MERGE_CHECK),
  },
  {
    id: "force-push",
    title: "history is not rewritten",
    wanted: "no force push",
    why: "a commit that was deployed and tested could be exchanged for another",
    holds: ({ refusesForcePush }) => refusesForcePush,
  },
  {
    id: "deletion",
    title: "the branch is not deleted",
    wanted: "no deletion",
    why: "a new branch of that name would deploy, without any of this",
    holds: ({ refusesDeletion }) => refusesDeletion,
  },
];

const sources = (protections: readonly Protection[]): string => protections.map(({ source }) => source).join(", ");

function judgeRequirement(requirement: Requirement, live: BranchProtection, plan: string): Setting {
  const { holds, ...terms } = { ...requirement, id: `branch/${requirement.id}` };
  const holding = live.protections.filter(holds);
  const firm = holding.filter(({ bypass }) => bypass === "nobody" || bypass === "in a pull request");
  if (firm.length > 0) return compared(terms, true, sources(firm));
  const unseen = holding.filter(({ bypass }) => bypass === "unknown");
  if (unseen.length > 0) {
    const found = `${sources(unseen)} demands it; who may pass that by is shown to a token with "Administration: write" alone`;
    return untoldSetting(terms, found);
  }
  if (live.untold.length > 0) return untoldSetting(terms, live.untold.join("; "));
  const passed = `${sources(holding)} demands it, and some may pass it by without a pull request`;
  return compared(terms, false, holding.length > 0 ? passed : "nothing demands it", plan);
}

/** Number of the role of administrators, whom a ruleset lets merge a red pull request (docs/change-control.md). */
const ADMINISTRATORS = 5;

const RULESET_NAME = "what deploys";

/** A ruleset beside whatever there is: of several the strictest holds, so that it takes nothing away. */
const rulesetOf = (branch: string): object => ({
  name: RULESET_NAME,
  target: "branch",
  enforcement: "active",
  conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
  bypass_actors: [{ actor_id: ADMINISTRATORS, actor_type: "RepositoryRole", bypass_mode: "pull_request" }],
  rules: [
    { type: "deletion" },
    { type: "non_fast_forward" },
    {
      type: "pull_request",
      parameters: {
        required_approving_review_count: 1,
        dismiss_stale_reviews_on_push: true,
        require_code_owner_review: true,
        require_last_push_approval: true,
        required_review_thread_resolution: false,
      },
    },
    {
      type: "required_status_checks",
      parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: MERGE_CHECK }] },
    },
  ],
});

/** Compares what protects the branch that deploys. */
export function judgeBranch(wanted: WantedState, live: BranchProtection, repository: LiveRepository): Section {
  const { branch } = wanted;
  const plan = judgePlan("protection", repository);
  const isBeyond = live.isBeyondPlan || plan.isThere === false;
  const settings = REQUIREMENTS.map((requirement) =>
    judgeRequirement(requirement, live, isBeyond || plan.isThere === undefined ? plan.text : ""),
  );
  return sectionOf(`Branch ${branch}`, settings, () =>
    isBeyond
      ? []
      : [
          "# A ruleset of its own. Where others stand, of two the stricter holds; administrators merge a red pull request, and push nothing.",
          ...ghApiWithBody("POST", `repos/${wanted.repository}/rulesets`, rulesetOf(branch)),
        ],
  );
}
