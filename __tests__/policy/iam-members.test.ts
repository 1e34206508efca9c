import { apiKeyRules } from "../../policy/packs/google/identities/api-keys";
import { iamMemberRules } from "../../policy/packs/google/identities/iam-members";
import { identityProviderRules } from "../../policy/packs/google/identities/identity-providers";
import { orgPolicyRules } from "../../policy/packs/google/identities/org-policies";
import { describeArea } from "../support/area";

const GRANT = "google_project_iam_member.ops";
const POOL = "google_service_account_iam_member.ci";
const ROLE = "google_project_iam_custom_role.reader";
const GITHUB = "google_iam_workload_identity_pool_provider.github";
const AWS = "google_iam_workload_identity_pool_provider.aws";
const KEY = "google_apikeys_key.maps";
const POLICY = "google_org_policy_policy.keys";

const principal = (attribute: string): string =>
  `principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/attribute.${attribute}`;
const pages = (...allowed_referrers: readonly string[]) => ({ allowed_referrers });

describeArea({
  rules: [...iamMemberRules, ...identityProviderRules, ...apiKeyRules, ...orgPolicyRules],
  estate: {
    [GRANT]: { project: "p", role: "roles/monitoring.viewer", member: "group:ops@example.com" },
    [POOL]: { role: "roles/iam.workloadIdentityUser", member: principal("repository_id/1") },
    [ROLE]: { role_id: "reader", permissions: ["run.services.get"] },
    [GITHUB]: {
      attribute_mapping: { "google.subject": "assertion.sub", "attribute.repository_id": "assertion.repository_id" },
      attribute_condition: "attribute.repository_id == '1'",
      oidc: { issuer_uri: "https://token.actions.githubusercontent.com" },
    },
    [AWS]: { attribute_condition: "assertion.arn == 'x'", aws: { account_id: "123456789012" } },
    [KEY]: {
      name: "maps",
      restrictions: {
        api_targets: [{ service: "maps-backend.googleapis.com" }],
        browser_key_restrictions: pages("https://chat.example.com/*"),
      },
    },
    [POLICY]: {
      name: "projects/p/policies/iam.disableServiceAccountKeyCreation",
      parent: "projects/p",
      spec: { rules: [{ enforce: "TRUE" }] },
    },
  },
  broken: [
    ["iam-member-kind", GRANT, "member", "user:app@p.iam.gserviceaccount.com", "called a user"],
    ["iam-member-kind", GRANT, "member", "serviceAccount:ann@example.com", "outside gserviceaccount.com"],
    ["iam-private-mail", GRANT, "member", "user:ann@gmail.com", "a private mail account found"],
    ["iam-whole-domain", GRANT, "member", "domain:example.com", "everybody of a domain"],
    ["iam-role-level", GRANT, "role", "roles/billing.user", "granted on projects"],
    ["iam-pool-attribute", POOL, "member", principal("repository_owner/acme"), "attribute.repository_owner found"],
    ["iam-custom-role-escalates", ROLE, "permissions", ["iam.serviceAccounts.actAs"], "runs programs as an account"],
    ["identity-condition-unmapped", GITHUB, "attribute_condition", "attribute.ref == 'x'", "attribute.ref found"],
    ["identity-aws-condition", AWS, "attribute_condition", undefined, "nothing found"],
    ["api-key-any-api", KEY, "restrictions", undefined, "an API needed"],
    ["api-key-any-client", KEY, "restrictions.browser_key_restrictions", undefined, "nobody named"],
    ["api-key-any-client", KEY, "restrictions.browser_key_restrictions", pages("*"), "a page that anybody can serve"],
    ["org-policy-off", POLICY, "spec", { rules: [{ enforce: "FALSE" }] }, "is taken off"],
    ["org-policy-off", POLICY, "spec", { rules: [{ allow_all: "TRUE" }] }, "is taken off"],
    ["org-policy-name", POLICY, "name", "projects/p/policies/constraints/iam.x", "constraints/ found"],
    ["org-policy-name", POLICY, "name", "projects/other/policies/iam.x", "another parent"],
    [
      "org-policy-dry-run",
      POLICY,
      "",
      { name: "projects/p/policies/iam.x", parent: "projects/p", dry_run_spec: { rules: [{ enforce: "TRUE" }] } },
      "a spec needed",
    ],
  ],
  held: [
    [GRANT, "member", "serviceAccount:app@p.iam.gserviceaccount.com"],
    [GRANT, "member", "serviceAccount:123-compute@developer.gserviceaccount.com"],
    [GRANT, "member", "user:ann@example.com"],
    // One repository, by its name.
    [POOL, "member", principal("repository/acme/chat")],
    [GITHUB, "attribute_condition", "assertion.repository_id == '1'"],
    [KEY, "restrictions.browser_key_restrictions", pages("*.example.com/*")],
    // A constraint that keeps nobody out is a team's own.
    [POLICY, "", { name: "projects/p/policies/iam.x", parent: "projects/p", spec: { rules: [{ enforce: "FALSE" }] } }],
  ],
  unknown: [
    ["iam-role-level", GRANT, "role"],
    ["iam-custom-role-escalates", ROLE, "permissions"],
    ["identity-condition-unmapped", GITHUB, "attribute_mapping"],
    ["identity-aws-condition", AWS, "attribute_condition"],
    ["org-policy-name", POLICY, "name"],
  ],
});
