import { member } from "../../policy/core/json";
import { isEscalating } from "../../google/escalating-roles";
import { ANY_GRANT, WIDE_GRANT } from "../../policy/packs/google/grants";
import { isReplacement, type Change } from "../change";
import type { UnweighedConsequence } from "./row";

/** Whether resources of a type grant roles to members. */
export const isGrant = (type: string): boolean => ANY_GRANT.test(type);

/** Members that stand for anybody. */
export const PUBLIC = /^(allUsers|allAuthenticatedUsers)$/;
/** The same inside the JSON of a policy. */
const PUBLIC_IN_POLICY = /"(allUsers|allAuthenticatedUsers)"/;

/** Whether a grant, or one of a whole policy, is to everyone. */
export function isPublic(grant: unknown): boolean {
  const [members, policy] = [member(grant, "members"), member(grant, "policy_data")];
  return (
    [member(grant, "member"), ...(Array.isArray(members) ? (members as readonly unknown[]) : [])].some(
      (one) => typeof one === "string" && PUBLIC.test(one),
    ) ||
    (typeof policy === "string" && PUBLIC_IN_POLICY.test(policy))
  );
}

/** The role if it is Google's own. A custom role is not named, because it carries the name of a project. */
function roleOf(grant: unknown): string {
  const role = member(grant, "role");
  return typeof role === "string" && /^roles\/[A-Za-z]+(\.[A-Za-z0-9]+){0,3}$/.test(role) ? role : "a role";
}

/** The consequence of a grant that is created, deleted or changed. It names the role and never its holder. */
export function grantConsequence(change: Change): UnweighedConsequence {
  const { before, after } = change;
  if (isPublic(after) && !isPublic(before)) {
    return {
      severity: "critical",
      text: `everyone on the internet gets ${roleOf(after)}`,
      undo: "instant",
      everywhere: true,
    };
  }
  const [was, is] = [before, after].map((side) => (side === null || side === undefined ? undefined : roleOf(side)));
  if (was === undefined && !change.type.endsWith("_iam_member")) {
    const whole = change.type.endsWith("_iam_policy");
    return {
      severity: "high",
      text: `${whole ? "the whole policy" : `the binding of ${is ?? "a role"}`} is authoritative: whoever else holds ${whole ? "any role" : "the role"} there loses it at the apply, and no plan lists them`,
      undo: "redeploy",
    };
  }
  if (was === undefined) {
    const isPowerful = isEscalating(roleOf(after), WIDE_GRANT.test(change.type));
    return {
      severity: isPowerful ? "high" : "medium",
      text: `one more identity gets ${is ?? "a role"}${isPowerful ? ", with which it can give itself more" : ""}`,
      undo: "instant",
    };
  }
  if (is === undefined) {
    return {
      severity: "high",
      text: `an identity loses ${was}: its next call that needs it is refused`,
      undo: "instant",
    };
  }
  if (isReplacement(change)) {
    return {
      severity: "high",
      text: `${was} is taken away and ${is} given, perhaps to another identity: calls that need it are refused in between`,
      undo: "instant",
    };
  }
  return {
    severity: "high",
    text: `other identities hold ${is}: whoever is left out is refused at its next call`,
    undo: "instant",
  };
}
