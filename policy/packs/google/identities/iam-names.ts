import { namesDay, rolesOfService } from "../../../../google/discovery/names";
import { IAM_REFUSALS } from "../../../../google/refusals/iam";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import type { Estate } from "../../../core/estate";
import { violation, unknown, type Rule, type Verdict } from "../../../core/rule";
import { ANY_GRANT, findGrants, isOwnRole } from "./grants";
import { everyRole } from "./iam";
import { meantInstead } from "../spelling";

/** The form of a permission; what has another one may be anything, and is not quoted. */
const PERMISSION = /^[a-z][a-zA-Z]*(\.[a-zA-Z]+){2}$/;

const CUSTOM_ROLE = /^google_(project|organization)_iam_custom_role$/;

const ROLE_NAME = /^(roles\/[A-Za-z][\w.]*|(projects|organizations)\/[^/\s]+\/roles\/[\w.]+)$/;

const roleName: Rule = {
  id: "iam-role-name",
  kind: "refused",
  severity: "medium",
  title: "A role has the form of a role's name",
  why: "Google refuses any other at apply, and the provider does not check.",
  fix: "write roles/<service>.<role>, or the full name of a custom role",
  source: "https://cloud.google.com/iam/docs/roles-overview",
  check: everyRole(ANY_GRANT, (role) => ROLE_NAME.test(role), "roles/… or projects/…/roles/…"),
};

/** What stands behind a name that Google's list does not have: the day of the list, and the name that was probably meant. */
function absenceText(name: string, known: readonly string[]): string {
  const meant = meantInstead(name, known);
  return `found, which Google's list of ${namesDay()} does not have${meant === undefined ? "" : `; perhaps ${meant} is meant`}`;
}

/** Grants of predefined roles that Google's list does not have; what has no role's form is another rule's. */
const unknownRoles = (estate: Estate): readonly Verdict[] =>
  findGrants(estate, ANY_GRANT).flatMap(({ resource, role }): readonly Verdict[] => {
    const { path, value } = role;
    if (value === UNKNOWN) return isOwnRole(role) ? [] : [unknown(resource, path)];
    if (typeof value !== "string" || !ROLE_NAME.test(value) || IAM_REFUSALS.role.accepts({ role: value })) return [];
    const service = /^roles\/([^.]+)\./.exec(value)?.[1] ?? "";
    return [violation(resource, `${path}: ${value} ${absenceText(value, rolesOfService(service))}`)];
  });

const roleKnown: Rule = {
  id: "iam-role-unknown",
  kind: "refused",
  severity: "medium",
  title: "A predefined role is one that Google has",
  why: "Google answers 'Role … is not supported for this resource' at apply, and the provider does not check.",
  fix: "grant a role of Google's list; where the role is newer than the list, there is nothing to do",
  source: IAM_REFUSALS.role.source,
  yieldsTo: ["iam-role-name"],
  check: unknownRoles,
};

function unknownPermissions(role: Resource): readonly Verdict[] {
  if (valueAt(role, "permissions") === UNKNOWN) return [unknown(role, "permissions")];
  return blockPaths(role, "permissions").flatMap((path) => {
    const permission = textAt(role, path);
    return permission === undefined || IAM_REFUSALS.permission.accepts({ permission })
      ? []
      : [
          violation(
            role,
            `${path}: ${PERMISSION.test(permission) ? permission : "a value"} ${absenceText(permission, [])}`,
          ),
        ];
  });
}

const permissionKnown: Rule = {
  id: "iam-permission-unknown",
  kind: "refused",
  severity: "medium",
  title: "A custom role names permissions that Google has",
  why: "Google answers 'Permission … is not valid' at apply, and the provider does not check.",
  fix: "correct the permission; where it is newer than the list, there is nothing to do",
  source: IAM_REFUSALS.permission.source,
  check: (estate) => estate.ofTypes((type) => CUSTOM_ROLE.test(type)).flatMap(unknownPermissions),
};

/** Whether what grants and custom roles name exists. */
export const iamNameRules: readonly Rule[] = [roleName, roleKnown, permissionKnown];
