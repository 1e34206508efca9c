import { countText } from "../../report/text";
import { ghApi, ghApiWithBody, shellWord } from "./commands";
import type { BranchPolicy, BranchRule, LiveEnvironment } from "./live-environments";
import type { LiveRepository } from "./live-repository";
import { judgeVariables, variableCommands } from "./judge-variables";
import { judgePlan, type PlanVerdict } from "./plans";
import { compared, sectionOf, untoldSetting, type Section, type Setting } from "./setting";
import type { WantedEnvironment, WantedState } from "./wanted";

/** One GitHub environment: who is asked, which refs may use it, what it holds. */

interface Context {
  readonly wanted: WantedEnvironment;
  readonly live: LiveEnvironment | undefined;
  readonly reviewers: PlanVerdict;
}

const terms = ({ wanted }: Context, id: string, title: string, want: string, why: string) => ({
  ...{ id: `environment/${wanted.name}/${id}`, title, wanted: want, why },
});

function reviewersText({ reviewers }: LiveEnvironment): string {
  const [first] = reviewers;
  return first === undefined ? "nobody is asked" : countText(reviewers.length, "reviewer");
}

function judgeReviewers(context: Context): Setting {
  const { wanted, live, reviewers } = context;
  const isAsked = wanted.asksReviewer;
  const title = isAsked ? "a reviewer lets its jobs begin" : "nobody has to let its jobs begin";
  const own = terms(context, "reviewers", title, isAsked ? "at least one reviewer" : "no reviewers", wanted.why);
  if (live === undefined) return compared(own, !isAsked, "nobody is asked", planText(reviewers));
  return compared(own, live.reviewers.length > 0 === isAsked, reviewersText(live), isAsked ? planText(reviewers) : "");
}

/** Told where the plan is too small, or where nobody knows it. */
const planText = ({ isThere, text }: PlanVerdict): string => (isThere === true ? "" : text);

function judgeSelfReview(context: Context): Setting {
  const own = terms(
    context,
    "self-review",
    "who started a job is not who lets it begin",
    "self-review prevented",
    "one person alone would be enough",
  );
  const isPrevented = context.live?.preventsSelfReview === true;
  return compared(own, isPrevented, isPrevented ? "prevented" : "allowed", planText(context.reviewers));
}

function judgeBypass(context: Context): Setting {
  const own = terms(
    context,
    "administrators",
    "administrators do not pass the reviewers by",
    "no bypass by administrators",
    "an administrator's stolen session would be enough; in an emergency a roll back needs no approval",
  );
  const isRefused = context.live?.allowsBypass === false;
  return compared(own, isRefused, isRefused ? "refused" : "allowed", planText(context.reviewers));
}

function judgeWait(context: Context): Setting {
  const own = terms(
    context,
    "wait",
    "its jobs begin at once",
    "no wait timer",
    "a repair would wait, and nobody could hurry it",
  );
  const minutes = context.live?.waitMinutes ?? 0;
  return compared(own, minutes === 0, minutes === 0 ? "no wait timer" : countText(minutes, "minute"));
}

const isWantedPolicy = (policy: BranchPolicy, refs: readonly string[]): boolean =>
  policy.type === "branch" && refs.includes(policy.name);

/** Patterns that none of an environment's policies is. */
const missingRefs = (policies: readonly BranchPolicy[], refs: readonly string[]): readonly string[] =>
  refs.filter((ref) => !policies.some((policy) => isWantedPolicy(policy, [ref])));

function branchText(rule: BranchRule): string {
  if (rule.kind === "any") return "any branch or tag";
  if (rule.kind === "protected") return "every protected branch, and all branches where none is protected";
  if (rule.kind === "untold") return rule.reason;
  return rule.policies.length === 0 ? "no branch" : rule.policies.map(({ type, name }) => `${type} ${name}`).join(", ");
}

function judgeRefs(context: Context): Setting {
  const { wanted, live } = context;
  const why = "a job of any other ref would have its secrets, its variables and its name in a token";
  const own = terms(
    context,
    "branches",
    "only the refs that are meant use it",
    `branch ${wanted.refs.join(", branch ")} and no other`,
    why,
  );
  const rule = live?.branches ?? { kind: "any" };
  if (rule.kind === "untold") return untoldSetting(own, rule.reason);
  const policies = rule.kind === "selected" ? rule.policies : [];
  const holds =
    missingRefs(policies, wanted.refs).length === 0 && policies.every((policy) => isWantedPolicy(policy, wanted.refs));
  return compared(own, holds, branchText(rule));
}

/** GitHub sets all rules of an environment at once: what it has and is not about to change is said again. */
function settingsBody({ wanted, live, reviewers }: Context): object {
  const kept = (live?.reviewers ?? []).map(({ type, id }) => ({ type, id }));
  const isHad = wanted.asksReviewer && reviewers.isThere !== false;
  const asked = kept.length > 0 ? kept : [{ type: "Team", id: REVIEWERS }];
  return {
    ...(reviewers.isThere !== false && { wait_timer: 0 }),
    ...(reviewers.isThere !== false && { reviewers: isHad ? asked : [] }),
    ...(isHad && { prevent_self_review: true, can_admins_bypass: false }),
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  };
}

/** Stands for a number that a person puts in. As JSON it is none, so that nothing is set before. */
const REVIEWERS = "REVIEWER_ID";

function reviewerLines(
  { wanted, live, reviewers }: Context,
  { isOrganization, owner }: LiveRepository,
): readonly string[] {
  if (!wanted.asksReviewer || reviewers.isThere === false || (live?.reviewers.length ?? 0) > 0) return [];
  const ask = isOrganization
    ? `gh api ${shellWord(`orgs/${owner}/teams/TEAM`)} --jq .id`
    : "gh api users/LOGIN --jq .id";
  const kind = isOrganization ? "TEAM: the team that approves" : 'LOGIN: who approves; write "User" instead of "Team"';
  return [`# ${kind}. Put the number that this prints in for ${REVIEWERS}:`, ask];
}

function environmentCommands(state: WantedState, context: Context, repository: LiveRepository): readonly string[] {
  const { wanted, live } = context;
  const path = `repos/${state.repository}/environments/${wanted.name}`;
  const policies = live?.branches.kind === "selected" ? live.branches.policies : [];
  const [open = "", ...body] = ghApiWithBody("PUT", path, settingsBody(context));
  return [
    ...reviewerLines(context, repository),
    open,
    ...body.map((line) => line.replace(`"${REVIEWERS}"`, REVIEWERS)),
    ...missingRefs(policies, wanted.refs).map((name) =>
      ghApi("POST", `${path}/deployment-branch-policies`, { name, type: "branch" }),
    ),
    ...policies
      .filter((policy) => !isWantedPolicy(policy, wanted.refs))
      .map(({ id }) => ghApi("DELETE", `${path}/deployment-branch-policies/${id}`)),
  ];
}

/** Compares one GitHub environment; undefined is one that GitHub does not have. */
export function judgeEnvironment(
  state: WantedState,
  wanted: WantedEnvironment,
  live: LiveEnvironment | undefined,
  repository: LiveRepository,
): Section {
  const context: Context = { wanted, live, reviewers: judgePlan("reviewers", repository) };
  const path = `repos/${state.repository}/environments/${wanted.name}`;
  const environments = judgePlan("environments", repository);
  const exists = compared(
    terms(
      context,
      "exists",
      "the GitHub environment exists",
      "it exists",
      "GitHub makes it at the first job, without any rule",
    ),
    live !== undefined,
    live === undefined ? "no such environment" : "it exists",
    planText(environments),
  );
  const rules = [
    exists,
    judgeReviewers(context),
    ...(wanted.asksReviewer ? [judgeSelfReview(context), judgeBypass(context)] : []),
    judgeWait(context),
    judgeRefs(context),
  ];
  const variables = judgeVariables(
    `environment/${wanted.name}`,
    wanted.variables,
    live?.variables ?? { ok: true, value: [] },
  );
  return sectionOf(`GitHub environment ${wanted.name}`, [...rules, ...variables], () =>
    environments.isThere === false
      ? []
      : [
          ...(rules.some(({ standing }) => standing === "differs")
            ? environmentCommands(state, context, repository)
            : []),
          ...variableCommands(`${path}/variables`, wanted.variables, variables, live?.variables),
        ],
  );
}
