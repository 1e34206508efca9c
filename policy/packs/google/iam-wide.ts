import { isServiceAgent } from "../../../google/service-agents";
import { blockPaths, textAt, valueAt, type Resource, type Value } from "../../core/resource";
import { judgeValue, plainText } from "../../core/judge";
import { violation, type Rule } from "../../core/rule";

const POOL = /^principalSet:\/\/iam\.googleapis\.com\/.*\/workloadIdentityPools\/[^/]+\/\*$/;

const wholePool: Rule = {
  id: "iam-whole-pool",
  kind: "exposed",
  severity: "critical",
  title: "A grant to a workload identity pool names a repository, a branch or a subject",
  why: "principalSet…/* is every identity of the pool: each repository that the provider lets in may act as this account.",
  fix: "grant …/attribute.repository/OWNER/REPO or …/subject/…",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation",
  check: (estate) =>
    estate
      .ofTypes((type) => /^google_\w+_iam_(member|binding)$/.test(type))
      .flatMap((grant) => {
        const members = valueAt(grant, "members");
        const everyMember: readonly (Value | undefined)[] = [
          valueAt(grant, "member"),
          ...(Array.isArray(members) ? (members as readonly Value[]) : []),
        ];
        return everyMember.some((member) => POOL.test(plainText(member)))
          ? [violation(grant, "member: every identity of a pool found, an attribute or a subject allowed")]
          : [];
      }),
};

const WIDE = [
  "google_project_iam_member",
  "google_project_iam_binding",
  "google_folder_iam_member",
  "google_organization_iam_member",
];
// Not serviceAccountUser: deployers attach accounts, also those that come later.
const IMPERSONATION_ROLES = [
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.workloadIdentityUser",
];

function isToAgentsAlone(grant: Resource): boolean {
  const members = valueAt(grant, "members");
  const all = [valueAt(grant, "member"), ...(Array.isArray(members) ? (members as readonly Value[]) : [])];
  const given = all.filter((member) => member !== undefined);
  return given.length > 0 && given.every(isServiceAgent);
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
    WIDE.flatMap((type) => estate.ofType(type)).flatMap((grant) => {
      const role = textAt(grant, "role") ?? "";
      return IMPERSONATION_ROLES.includes(role) && !isToAgentsAlone(grant)
        ? [violation(grant, `role: "${role}" found, a role on single accounts allowed`)]
        : [];
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
