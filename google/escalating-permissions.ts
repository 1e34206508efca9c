/**
 * Permissions by which the holder of a role gets more than the role says: by giving roles, by acting as another account, or by
 * changing the role itself (https://cloud.google.com/iam/docs/best-practices-service-accounts#lateral-movement).
 */
const ESCALATING: Readonly<Record<string, string>> = {
  "resourcemanager.projects.setIamPolicy": "gives anybody any role of the project",
  "resourcemanager.folders.setIamPolicy": "gives anybody any role below the folder",
  "resourcemanager.organizations.setIamPolicy": "gives anybody any role",
  "iam.roles.update": "puts any permission into a role",
  "iam.serviceAccounts.setIamPolicy": "lets anybody act as an account",
  "iam.serviceAccounts.actAs": "runs programs as an account",
  "iam.serviceAccounts.getAccessToken": "makes tokens of an account",
  "iam.serviceAccounts.getOpenIdToken": "makes identity tokens of an account",
  "iam.serviceAccounts.implicitDelegation": "makes tokens of an account through another",
  "iam.serviceAccounts.signBlob": "signs as an account",
  "iam.serviceAccounts.signJwt": "signs tokens as an account",
  "iam.serviceAccountKeys.create": "makes keys of an account, which never expire",
  "deploymentmanager.deployments.create": "makes whatever Google's own account may make",
  "secretmanager.secrets.setIamPolicy": "lets anybody read a secret",
  "storage.buckets.setIamPolicy": "opens buckets to anybody",
};

/** What a permission gives beyond its name, to be read behind the permission; undefined where it gives no more. */
export const escalationOfPermission = (permission: string): string | undefined =>
  Object.hasOwn(ESCALATING, permission) ? ESCALATING[permission] : undefined;
