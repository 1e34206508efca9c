/**
 * Roles whose holders can give themselves more than they were given: they write policies of a whole project, make keys or
 * tokens of accounts, or run code as an account of their choice
 * (https://cloud.google.com/iam/docs/best-practices-service-accounts#lateral-movement,
 * https://cloud.google.com/iam/docs/understanding-roles). A role that only administers one service is none of them.
 */
const ANYWHERE: ReadonlySet<string> = new Set([
  "roles/owner",
  "roles/editor",
  "roles/iam.admin",
  "roles/iam.securityAdmin",
  "roles/iam.organizationRoleAdmin",
  "roles/iam.roleAdmin",
  "roles/iam.workforcePoolAdmin",
  "roles/iam.workloadIdentityPoolAdmin",
  "roles/resourcemanager.folderAdmin",
  "roles/resourcemanager.folderIamAdmin",
  "roles/resourcemanager.organizationAdmin",
  "roles/resourcemanager.projectIamAdmin",
]);

/** The same where they are granted on a project or above it: there they reach every account, also those that may do more. */
const OF_ALL_ACCOUNTS: ReadonlySet<string> = new Set([
  "roles/cloudbuild.builds.editor",
  "roles/cloudfunctions.admin",
  "roles/cloudfunctions.developer",
  "roles/compute.admin",
  "roles/compute.instanceAdmin",
  "roles/compute.instanceAdmin.v1",
  "roles/container.admin",
  "roles/deploymentmanager.editor",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityUser",
  "roles/run.admin",
  "roles/secretmanager.admin",
]);

/**
 * Whether a role lets its holder give itself more.
 *
 * @param isWide - whether it is granted on a project, a folder or an organization
 */
export const isEscalating = (role: string, isWide: boolean): boolean =>
  ANYWHERE.has(role) || (isWide && OF_ALL_ACCOUNTS.has(role));
