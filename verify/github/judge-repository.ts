import { firstOf } from "../../report/text";
import type { Reading } from "./api";
import { ghApiWithBody } from "./commands";
import type { LiveActions, LiveRepository, OwnerError } from "./live-repository";
import { judgePlan } from "./plans";
import { compared, sectionOf, untoldSetting, type Section, type Setting } from "./setting";
import { USED_ACTIONS, type WantedState } from "./wanted";

/** What holds for the repository as a whole: its numbers, its owners of code, what Actions may do. */

/** Compares the numbers by which Google knows the repository, and the branch that schedules run on. */
export function judgeIdentity({ branch, numbers }: WantedState, live: LiveRepository): Section {
  const settings = [
    compared(
      {
        ...{ id: "repository/default-branch", title: `the default branch is ${branch}`, wanted: branch },
        why: "schedules run on the default branch alone: drift and verification would never run",
      },
      live.defaultBranch === branch,
      live.defaultBranch,
    ),
    ...numbers.map(({ environment, id, ownerId }) =>
      compared(
        {
          id: `repository/numbers/${environment}`,
          title: `environments/${environment}.ts has the repository's numbers`,
          wanted: `repositoryId "${live.id}", repositoryOwnerId "${live.ownerId}"`,
          why: "Google lets in the repository of these numbers and no other; 0 lets in nobody",
        },
        id === live.id && ownerId === live.ownerId,
        `repositoryId "${id}", repositoryOwnerId "${ownerId}"`,
      ),
    ),
  ];
  return sectionOf("Repository", settings, () => [
    "# Numbers are written into the environment's file, and bootstrap is deployed by a person. The default branch is set under Settings.",
  ]);
}

const MOST_LINES = 5;

/** Compares what GitHub says of CODEOWNERS. */
export function judgeOwners(
  { branch }: WantedState,
  live: Reading<readonly OwnerError[]>,
  repository: LiveRepository,
): Section {
  const plan = judgePlan("protection", repository);
  const terms = {
    ...{ id: "owners/errors", title: "GitHub knows every owner in .github/CODEOWNERS", wanted: "no errors" },
    why: "a line with an owner that does not exist, or may not write, has no owner: nobody is asked",
  };
  return sectionOf("CODEOWNERS", [ownersSetting(terms, live, plan.isThere === true ? "" : plan.text)], () => [
    `# Correct .github/CODEOWNERS on ${branch}: its first lines say what to replace. Each team needs write access to the repository.`,
  ]);
}

function ownersSetting(
  terms: Parameters<typeof compared>[0],
  live: Reading<readonly OwnerError[]>,
  plan: string,
): Setting {
  if (!live.ok && live.kind === "absent")
    return compared(terms, false, "no CODEOWNERS, or the token may not see it", plan);
  if (!live.ok) return untoldSetting(terms, live.reason);
  const lines = live.value.map(
    ({ line, kind, path }) => `line ${line}${path === undefined ? "" : ` of ${path}`}: ${kind}`,
  );
  const found = firstOf(lines, MOST_LINES).join("; ");
  return compared(terms, lines.length === 0, lines.length === 0 ? "no errors" : found, plan);
}

type Permissions = LiveActions["permissions"];

function enabledSetting(permissions: Permissions): Setting {
  const terms = {
    ...{ id: "actions/enabled", title: "Actions run", wanted: "enabled" },
    why: "nothing is reviewed, deployed, verified or looked at for drift",
  };
  if (!permissions.ok) return untoldSetting(terms, permissions.reason);
  return compared(terms, permissions.value.enabled, permissions.value.enabled ? "enabled" : "disabled");
}

function pinningSetting(permissions: Permissions): Setting {
  const terms = {
    ...{ id: "actions/pinned", title: "only actions that are pinned to a commit run", wanted: "full commits required" },
    why: "a tag can be moved to other code, which then runs with our identities",
  };
  if (!permissions.ok) return untoldSetting(terms, permissions.reason);
  const required = permissions.value.sha_pinning_required;
  if (required === undefined) return untoldSetting(terms, "GitHub does not say it of this repository");
  return compared(terms, required, required ? "required" : "not required");
}

/** `owner/name@*`, `owner/*`: as GitHub matches an action of any version. */
const allows = (pattern: string, action: string): boolean => {
  const [name = ""] = pattern.split("@");
  return name === action || name === "*" || name === `${action.split("/")[0] ?? ""}/*`;
};

function allowedSetting({ permissions, selected }: LiveActions): Setting {
  const terms = {
    ...{ id: "actions/allowed", title: "the actions that the workflows use may run" },
    wanted: `GitHub's own, ${USED_ACTIONS.join(", ")}`,
    why: "a workflow with an action that may not run does not begin",
  };
  if (!permissions.ok) return untoldSetting(terms, permissions.reason);
  const allowed = permissions.value.allowed_actions ?? "all";
  if (selected === undefined) return compared(terms, allowed === "all", allowed.replaceAll("_", " "));
  if (!selected.ok) return untoldSetting(terms, selected.reason);
  const { github_owned_allowed: own, verified_allowed: verified, patterns_allowed: patterns } = selected.value;
  const missing = [
    ...(own ? [] : ["GitHub's own"]),
    ...USED_ACTIONS.filter((action) => !verified && !patterns.some((pattern) => allows(pattern, action))),
  ];
  return compared(terms, missing.length === 0, missing.length === 0 ? "selected ones" : `not ${missing.join(", ")}`);
}

function tokenSettings(workflow: LiveActions["workflow"]): readonly Setting[] {
  const token = {
    ...{ id: "actions/token", title: "a workflow's token only reads, unless it asks", wanted: "read" },
    why: "a workflow that forgets its permissions could write to the repository",
  };
  const approve = {
    ...{ id: "actions/approve", title: "a workflow approves no pull request", wanted: "not allowed" },
    why: "the workflow of a pull request could approve it",
  };
  if (!workflow.ok) return [token, approve].map((terms) => untoldSetting(terms, workflow.reason));
  const { default_workflow_permissions: found, can_approve_pull_request_reviews: approves } = workflow.value;
  return [compared(token, found === "read", found), compared(approve, !approves, approves ? "allowed" : "not allowed")];
}

function forkSettings(forks: LiveActions["forks"]): readonly Setting[] {
  if (forks === undefined) return [];
  const terms = {
    ...{ id: "actions/forks", title: "workflows of forks get no secrets and no token that writes", wanted: "neither" },
    why: "whoever may read the repository may fork it, and would plan as we do",
  };
  if (!forks.ok) return [untoldSetting(terms, forks.reason)];
  const { run_workflows_from_fork_pull_requests: runs, ...sends } = forks.value;
  const given = [
    ...(sends.send_secrets_and_variables ? ["secrets"] : []),
    ...(sends.send_write_tokens_to_workflows ? ["a token that writes"] : []),
  ];
  return [compared(terms, !runs || given.length === 0, given.length === 0 ? "neither" : given.join(" and "))];
}

/** Compares what Actions may do. */
export function judgeActions({ repository }: WantedState, live: LiveActions): Section {
  const path = `repos/${repository}/actions/permissions`;
  const settings = [
    enabledSetting(live.permissions),
    allowedSetting(live),
    pinningSetting(live.permissions),
    ...tokenSettings(live.workflow),
    ...forkSettings(live.forks),
  ];
  const isDiffering = (...ids: readonly string[]): boolean =>
    settings.some(({ id, standing }) => standing === "differs" && ids.includes(id));
  const allowed = live.permissions.ok ? live.permissions.value.allowed_actions : undefined;
  const selectedBody = {
    ...{ github_owned_allowed: true, verified_allowed: false },
    patterns_allowed: [
      ...new Set([
        ...(live.selected?.ok === true ? live.selected.value.patterns_allowed : []),
        ...USED_ACTIONS.map((action) => `${action}@*`),
      ]),
    ],
  };
  return sectionOf("Actions", settings, () => [
    ...(isDiffering("actions/enabled", "actions/pinned", "actions/allowed")
      ? ghApiWithBody("PUT", path, {
          enabled: true,
          allowed_actions: allowed === "all" ? "all" : "selected",
          sha_pinning_required: true,
        })
      : []),
    ...(isDiffering("actions/allowed") ? ghApiWithBody("PUT", `${path}/selected-actions`, selectedBody) : []),
    ...(isDiffering("actions/token", "actions/approve")
      ? ghApiWithBody("PUT", `${path}/workflow`, {
          default_workflow_permissions: "read",
          can_approve_pull_request_reviews: false,
        })
      : []),
    ...(isDiffering("actions/forks")
      ? ghApiWithBody("PUT", `${path}/fork-pr-workflows-private-repos`, {
          run_workflows_from_fork_pull_requests: true,
          send_write_tokens_to_workflows: false,
          send_secrets_and_variables: false,
          require_approval_for_fork_pr_workflows: true,
        })
      : []),
  ]);
}
