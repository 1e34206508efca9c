import { isServiceAgent } from "../../../../google/service-agents";
import { UNKNOWN, blockPaths, isAddressOf } from "../../../core/resource";
import { judgeValue, plainText } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { ANY_GRANT, WIDE_GRANT, findGrants, givesOneOf, isOfMadeAccount, type Grant, type PlacedValue } from "./grants";

const POOL = /^principalSet:\/\/iam\.googleapis\.com\/.*\/workloadIdentityPools\/[^/]+\/\*$/;

const wholePool: Rule = {
  id: "iam-whole-pool",
  kind: "exposed",
  severity: "critical",
  title: "A grant to a workload identity pool names a repository, a branch or a subject",
  why: "principalSet…/* is every identity of the pool: each repository that the provider lets in may act as this account.",
  fix: "grant …/attribute.repository/OWNER/REPO or …/subject/…",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation",
  check: (estate) => findGrants(estate, ANY_GRANT).flatMap(judgePool),
};

/** The same where the pool is one of the same configuration, whose name is an expression. */
const NEW_POOL = /^principalSet:\/\/[^*]*\$\{[^}]*\}\/\*$/;

/** A principal of a pool that is made here is known only with the pool's name, and may be all of it. */
const isOfNewPool = ({ value, references }: PlacedValue): boolean =>
  value === UNKNOWN && references.some((address) => isAddressOf(address, "google_iam_workload_identity_pool"));

function judgePool({ resource, members }: Grant): readonly Verdict[] {
  return members.flatMap((member) => {
    const template = resource.templates?.get(member.path);
    if (POOL.test(plainText(member.value)) || (template !== undefined && NEW_POOL.test(template))) {
      return [violation(resource, `${member.path}: every identity of a pool found, an attribute or a subject allowed`)];
    }
    // What is written out up to its end names somebody, whatever the pool's name will be.
    const isNamed = template !== undefined && /^principal(Set)?:\/\/.*\}\/[^$*]*(\$\{[^}]*\})?$/.test(template);
    return isOfNewPool(member) && !isNamed ? [unknown(resource, member.path)] : [];
  });
}

// Not serviceAccountUser: deployers attach accounts, also those that come later.
const IMPERSONATION_ROLES = [
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.workloadIdentityUser",
];

/** Whether a member is an account of Google's own services; UNKNOWN where it may be one. An account that somebody made is none. */
function isAgent(member: PlacedValue): boolean | typeof UNKNOWN {
  if (member.value !== UNKNOWN) return isServiceAgent(member.value);
  return isOfMadeAccount(member) ? false : UNKNOWN;
}

/** Whether a grant goes to agents alone; UNKNOWN where a member is not known, and no other is somebody else. */
function isToAgentsAlone({ members }: Grant): boolean | typeof UNKNOWN {
  const found = members.filter(({ value }) => value !== undefined).map(isAgent);
  if (found.length === 0 || found.includes(false)) return false;
  return found.includes(UNKNOWN) ? UNKNOWN : true;
}

const impersonation: Rule = {
  id: "iam-project-impersonation",
  kind: "exposed",
  severity: "high",
  title: "The right to act as a service account is granted on that account",
  why: "On the project the right covers every account, also those that may do more than the grantee.",
  fix: "bind the role on the account (google_service_account_iam_member)",
  source: "https://cloud.google.com/iam/docs/best-practices-service-accounts",
  check: (estate) =>
    findGrants(estate, WIDE_GRANT).flatMap((grant): readonly Verdict[] => {
      const { resource, role } = grant;
      const gives = givesOneOf(grant, IMPERSONATION_ROLES);
      const isExcused = isToAgentsAlone(grant);
      if (gives === false || isExcused === true) return [];
      if (gives === UNKNOWN || isExcused === UNKNOWN) return [unknown(resource, role.path)];
      return [violation(resource, `${role.path}: "${plainText(role.value)}" found, a role on single accounts allowed`)];
    }),
};

const policy: Rule = {
  id: "iam-project-policy",
  kind: "lost",
  severity: "critical",
  title: "No plan owns the whole policy of a project",
  why: "google_project_iam_policy removes every grant that it does not list, also those of Google's own service agents and of the owners.",
  fix: "use google_project_iam_member, one for each grant",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam",
  check: (estate) =>
    ["google_project_iam_policy", "google_folder_iam_policy", "google_organization_iam_policy"]
      .flatMap((type) => estate.ofType(type))
      .map((found) => violation(found, "policy_data: a whole policy found, single grants allowed")),
};

const audit: Rule = {
  id: "iam-audit-exempted",
  kind: "exposed",
  severity: "medium",
  title: "No one is left out of the audit log",
  why: "What an exempted account reads leaves no trace, also where it was stolen.",
  fix: "remove exempted_members",
  source: "https://cloud.google.com/logging/docs/audit/configure-data-access",
  check: (estate) =>
    ["google_project_iam_audit_config", "google_folder_iam_audit_config", "google_organization_iam_audit_config"]
      .flatMap((type) => estate.ofType(type))
      .flatMap((config) =>
        blockPaths(config, "audit_log_config").flatMap((block) =>
          judgeValue(
            config,
            `${block}.exempted_members`,
            (members) => !Array.isArray(members) || members.length === 0,
            "none",
          ),
        ),
      ),
};

/** Grants that reach further than they look. */
export const wideGrantRules: readonly Rule[] = [wholePool, impersonation, policy, audit];
