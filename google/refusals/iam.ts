import { isPermission, isPredefinedRole } from "../discovery/names";
import { refusalRow } from "./row";

/** What IAM refuses of policies and of custom roles; the texts are Google's, from public reports. */
export const IAM_REFUSALS = {
  /** Custom roles are not in Google's list: whether they exist is another question. */
  role: refusalRow<{ readonly role: string }>({
    accepts: ({ role }) => !role.startsWith("roles/") || isPredefinedRole(role),
    text: ({ role }) => `Role ${role} is not supported for this resource.`,
    allowed: "a role of Google's list",
    source: "https://cloud.google.com/iam/docs/roles-permissions",
  }),
  permission: refusalRow<{ readonly permission: string }>({
    accepts: ({ permission }) => isPermission(permission),
    text: ({ permission }) => `Permission ${permission} is not valid.`,
    allowed: "a permission of Google's list",
    source: "https://cloud.google.com/iam/docs/permissions-reference",
  }),
} as const;
