import { levelOf } from "../../../../google/role-levels";
import { escalationOfPermission } from "../../../../google/escalating-permissions";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { ANY_GRANT, findGrants, type PlacedValue } from "./grants";
import { everyRole } from "./iam";

/** The check "of every member of every grant that is known, this". What comes from an account of the plan is that account. */
const everyMember =
  (problemOf: (member: string) => string | undefined): Rule["check"] =>
  (estate) =>
    findGrants(estate, ANY_GRANT).flatMap(({ resource, members }) =>
      members.flatMap((member) => judgeMember(resource, member, problemOf)),
    );

function judgeMember(
  resource: Resource,
  member: PlacedValue,
  problemOf: (member: string) => string | undefined,
): readonly Verdict[] {
  if (typeof member.value !== "string") return [];
  const problem = problemOf(member.value);
  return problem === undefined ? [] : [violation(resource, `${member.path}: ${problem}`)];
}

const GOOGLES_ACCOUNT = /@([\w-]+\.)*gserviceaccount\.com$|@[\w-]+(\.[\w.-]+)?\.iam\.gserviceaccount\.com$/;

const kindOfMember: Rule = {
  id: "iam-member-kind",
  kind: "refused",
  severity: "medium",
  title: "What stands before a member's address is what the member is",
  why: "Google answers 400 to a service account that is called a user, and to a person who is called a service account, at apply.",
  fix: "write serviceAccount: before an address of gserviceaccount.com, user: or group: before any other",
  source: "https://cloud.google.com/iam/docs/principal-identifiers",
  check: everyMember((member) => {
    const [, kind = "", address = ""] = /^(user|group|serviceAccount):(.+@.+)$/.exec(member) ?? [];
    if (kind === "" || address.includes("[")) return undefined;
    const isAccount = GOOGLES_ACCOUNT.test(address);
    if (isAccount === (kind === "serviceAccount")) return undefined;
    return isAccount
      ? `a service account that is called a ${kind} found, serviceAccount: allowed`
      : "an address outside gserviceaccount.com that is called a service account found, user: or group: allowed";
  }),
};

/** Where people have private mail. */
const PRIVATE_MAIL = /^user:.*@(gmail|googlemail|hotmail|icloud|outlook|proton|protonmail|yahoo)\.[a-z.]+$/i;

const privateMail: Rule = {
  id: "iam-private-mail",
  kind: "exposed",
  severity: "medium",
  title: "People hold roles by the account of their organization",
  why: "Nobody here sets the second factor of a private account or closes it: whoever leaves keeps the right, and so does who takes the account over.",
  fix: "grant the role to a group of the organization",
  source: "https://cloud.google.com/iam/docs/using-iam-securely",
  check: everyMember((member) =>
    PRIVATE_MAIL.test(member) ? "a private mail account found, one of an organization allowed" : undefined,
  ),
};

const wholeDomain: Rule = {
  id: "iam-whole-domain",
  kind: "exposed",
  severity: "low",
  title: "A role is granted to those who need it, not to a whole domain",
  why: "Everybody of the organization holds it, also who comes later and every account that is taken over.",
  fix: "grant the role to a group",
  source: "https://cloud.google.com/iam/docs/principal-identifiers",
  check: everyMember((member) =>
    member.startsWith("domain:") ? "everybody of a domain found, a group allowed" : undefined,
  ),
};

/** Attributes that many repositories share, and that say nothing of whose code runs. */
const SHARED_ATTRIBUTE =
  /^principalSet:\/\/iam\.googleapis\.com\/.+\/attribute\.(repository_owner|repository_owner_id|owner|namespace_path|namespace_id|actor|aud|ref|ref_type|branch|environment|event_name|workflow)\/.+$/;

const poolAttribute: Rule = {
  id: "iam-pool-attribute",
  kind: "exposed",
  severity: "medium",
  title: "A grant to a workload identity pool names one repository or one subject",
  why: "Every repository of an owner, or every one that has such a branch and is let in, may act as the account: also one that somebody makes tomorrow.",
  fix: "grant to …/attribute.repository_id/… or …/subject/…, and let the provider's condition name the branch",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines",
  yieldsTo: ["iam-whole-pool"],
  check: everyMember((member) => {
    const attribute = SHARED_ATTRIBUTE.exec(member)?.[1];
    return attribute === undefined
      ? undefined
      : `attribute.${attribute} found, which many repositories share, an attribute of one repository allowed`;
  }),
};

const roleLevel: Rule = {
  id: "iam-role-level",
  kind: "refused",
  severity: "medium",
  title: "A role is granted on what Google grants it on",
  why: "Google answers 'Role … is not supported for this resource' at apply, and the provider does not check.",
  fix: "grant it on the organization, the folder or the billing account",
  source: "https://cloud.google.com/iam/docs/roles-permissions",
  check: everyRole(
    /^google_project_iam_(member|binding|policy)$/,
    (role) => levelOf(role) === undefined,
    "a role that is granted on projects",
  ),
};

const CUSTOM_ROLE = /^google_(project|organization)_iam_custom_role$/;

const customRole: Rule = {
  id: "iam-custom-role-escalates",
  kind: "exposed",
  severity: "medium",
  // A deployer of our own is given such permissions with open eyes.
  onlyAbroad: true,
  title: "A custom role gives what its name says",
  why: "Who may act as another account or give roles has what those have, whatever the role is called.",
  fix: "take the permission out, and grant the predefined role for it on the single account",
  source: "https://cloud.google.com/iam/docs/best-practices-service-accounts#lateral-movement",
  check: (estate) =>
    estate
      .ofTypes((type) => CUSTOM_ROLE.test(type))
      .flatMap((role): readonly Verdict[] => {
        if (valueAt(role, "permissions") === UNKNOWN) return [unknown(role, "permissions")];
        const found = blockPaths(role, "permissions").flatMap((path) => {
          const permission = textAt(role, path) ?? "";
          const more = escalationOfPermission(permission);
          return more === undefined ? [] : [`${permission} (${more})`];
        });
        return found.length === 0
          ? []
          : [violation(role, `permissions: ${found.slice(0, 3).join(", ")} found, none of that kind allowed`)];
      }),
};

/** Who is granted a role, and whether it can be granted there. */
export const iamMemberRules: readonly Rule[] = [
  kindOfMember,
  privateMail,
  wholeDomain,
  poolAttribute,
  roleLevel,
  customRole,
];
