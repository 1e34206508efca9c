/**
 * Roles whose holder can get more than they say: by giving roles, by acting as another account, or by running code as one.
 *
 * Sources: https://cloud.google.com/iam/docs/best-practices-service-accounts (acting as an account),
 * https://cloud.google.com/policy-intelligence/docs/service-account-insights and
 * https://cloud.google.com/iam/docs/understanding-roles (which roles hold `setIamPolicy`, `actAs` and `getAccessToken`).
 */
export const ESCALATING_ROLES: Readonly<Record<string, string>> = {
  "roles/owner": "can give anybody any role",
  "roles/editor": "can run code as every account that a service or a machine has",
  "roles/iam.securityAdmin": "can give anybody any role",
  "roles/resourcemanager.projectIamAdmin": "can give anybody any role",
  "roles/resourcemanager.folderAdmin": "can give anybody any role below",
  "roles/resourcemanager.folderIamAdmin": "can give anybody any role below",
  "roles/resourcemanager.organizationAdmin": "can give anybody any role below",
  "roles/iam.roleAdmin": "can put any permission into a role that it holds",
  "roles/iam.organizationRoleAdmin": "can put any permission into a role that it holds",
  "roles/iam.serviceAccountAdmin": "can let itself act as every account",
  "roles/iam.serviceAccountUser": "can run things as the account",
  "roles/iam.serviceAccountTokenCreator": "can make tokens of the account",
  "roles/iam.serviceAccountOpenIdTokenCreator": "can make identity tokens of the account",
  "roles/iam.serviceAccountKeyAdmin": "can make keys of the account, which never expire",
  "roles/iam.workloadIdentityUser": "becomes the account",
  "roles/iam.workloadIdentityPoolAdmin": "can let any token in as any account",
  "roles/cloudbuild.builds.editor": "can run any program as the build account",
  "roles/cloudbuild.builds.builder": "can run what a build may",
  "roles/cloudfunctions.admin": "can run any program as an account that it may attach",
  "roles/cloudfunctions.developer": "can run any program as an account that it may attach",
  "roles/run.admin": "can open every service to the internet, and run any image as an account that it may attach",
  "roles/composer.admin": "can run any program as the environment's account",
  "roles/composer.worker": "runs any program of the environment",
  "roles/compute.admin": "can run any program as an account that it may attach",
  "roles/compute.instanceAdmin.v1": "can sign in to machines and act as their accounts",
  "roles/container.admin": "can act as every account that a cluster's nodes have",
  "roles/dataflow.admin": "can run any program as the workers' account",
  "roles/dataproc.editor": "can run any program as the cluster's account",
  "roles/deploymentmanager.editor": "can make and grant whatever Google's own service account may",
  "roles/deploymentmanager.typeEditor": "can make and grant whatever Google's own service account may",
  "roles/secretmanager.admin": "can read every secret",
  "roles/storage.admin": "can give anybody any bucket, a state with its secrets too",
  "roles/orgpolicy.policyAdmin": "can lift what the organization forbids",
};

/** What the holder of a role can do beyond it; undefined where it escalates nothing. A `…Admin` that is not listed gives its own. */
export function escalationOf(role: string): string | undefined {
  if (Object.hasOwn(ESCALATING_ROLES, role)) return ESCALATING_ROLES[role];
  return /[aA]dmin$/.test(role) ? "can give it to others" : undefined;
}
