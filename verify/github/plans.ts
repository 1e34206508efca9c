/**
 * Which setting needs which plan of GitHub. In a public repository every plan has all of them.
 */

/** A setting that not every plan has in a private repository. */
export type PlanFeature = "protection" | "environments" | "reviewers";

/** What GitHub calls the plans, from the smallest on; `business` is an older name of Enterprise. */
const ORDER = ["free", "pro", "team", "enterprise"] as const;
type PlanName = (typeof ORDER)[number];

interface Need {
  readonly least: PlanName;
  readonly text: string;
  readonly source: string;
}

/** What a private or internal repository takes. */
const NEEDS: Readonly<Record<PlanFeature, Need>> = {
  protection: {
    least: "pro",
    text: "branch protection and rulesets in a private repository take GitHub Pro, Team or Enterprise",
    source:
      "https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets",
  },
  environments: {
    least: "pro",
    text: "GitHub environments, their secrets and their branches in a private repository take GitHub Pro, Team or Enterprise",
    source:
      "https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments#environment-secrets",
  },
  reviewers: {
    least: "enterprise",
    text: "required reviewers, wait timers and a refusal of administrators' bypass in a private repository take GitHub Enterprise",
    source:
      "https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments#required-reviewers",
  },
};

/** What is known of a repository's plan. */
export interface PlanFacts {
  readonly isPrivate: boolean;
  /** As GitHub names it; undefined where the token may not see it. */
  readonly plan: string | undefined;
}

/** What a setting takes. */
export interface PlanVerdict {
  /** Whether the repository has it; undefined where its plan is not known. */
  readonly isThere: boolean | undefined;
  /** What it takes, with its source; empty where every plan has it. */
  readonly text: string;
}

/** Whether a repository's plan has a setting. */
export function judgePlan(feature: PlanFeature, { isPrivate, plan }: PlanFacts): PlanVerdict {
  if (!isPrivate) return { isThere: true, text: "" };
  const { least, text, source } = NEEDS[feature];
  const said = `${text} (${source})`;
  const known = plan === undefined ? undefined : rankOf(plan);
  return { isThere: known === undefined ? undefined : known >= ORDER.indexOf(least), text: said };
}

function rankOf(plan: string): number | undefined {
  const name = plan.toLowerCase().startsWith("business") ? "enterprise" : plan.toLowerCase();
  const rank = (ORDER as readonly string[]).indexOf(name);
  return rank < 0 ? undefined : rank;
}
