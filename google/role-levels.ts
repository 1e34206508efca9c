/**
 * Roles that Google grants on a billing account, a folder or the organization, and refuses on anything below: "lowest-level
 * resources where you can grant this role" (https://cloud.google.com/iam/docs/roles-permissions).
 */
const ON_ORGANIZATIONS = [
  "roles/accesscontextmanager.policyAdmin",
  "roles/billing.creator",
  "roles/iam.organizationRoleAdmin",
  "roles/iam.organizationRoleViewer",
  "roles/iam.workforcePoolAdmin",
  "roles/orgpolicy.policyAdmin",
  "roles/resourcemanager.organizationAdmin",
  "roles/resourcemanager.organizationViewer",
];
const ON_FOLDERS = [
  "roles/compute.xpnAdmin",
  "roles/resourcemanager.folderAdmin",
  "roles/resourcemanager.folderCreator",
  "roles/resourcemanager.folderEditor",
  "roles/resourcemanager.folderIamAdmin",
  "roles/resourcemanager.folderMover",
  "roles/resourcemanager.folderViewer",
  "roles/resourcemanager.projectCreator",
];
const ON_BILLING_ACCOUNTS = [
  "roles/billing.admin",
  "roles/billing.costsManager",
  "roles/billing.user",
  "roles/billing.viewer",
];

/** What a role is granted on at least, where that is more than a project; undefined for every other role. */
export function levelOf(role: string): "an organization" | "a folder" | "a billing account" | undefined {
  if (ON_ORGANIZATIONS.includes(role)) return "an organization";
  if (ON_FOLDERS.includes(role)) return "a folder";
  return ON_BILLING_ACCOUNTS.includes(role) ? "a billing account" : undefined;
}
