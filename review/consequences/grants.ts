import { isEveryone } from "../../google/everyone";
import { escalationOf, type Escalation } from "../../google/escalating-roles";
import { isAgentRole, isServiceAgent } from "../../google/service-agents";
import { isRecord, member } from "../../policy/core/json";
import { ANY_GRANT, WIDE_GRANT } from "../../policy/packs/google/identities/grants";
import { countText } from "../../report/text";
import { isReplacement, type Change } from "../change";
import { listText } from "../outline/address";
import { memberText } from "./members";
import type { UnweighedConsequence } from "./row";

/** Whether resources of a type grant roles to members. */
export const isGrant = (type: string): boolean => ANY_GRANT.test(type);

/** Arguments by which grants name what they are on. */
export const GRANTED_ON = [
  "name",
  "service",
  "secret_id",
  "bucket",
  "service_account_id",
  "topic",
  "subscription",
  "repository",
] as const;

/** The role if it is Google's own. A custom role is not named, because it carries the name of a project. */
const roleText = (role: unknown): string =>
  typeof role === "string" && /^roles\/[A-Za-z]+(\.[A-Za-z0-9]+){0,2}$/.test(role) ? role : "a role";

/** One role of one member. */
interface Held {
  readonly role: unknown;
  readonly member: string;
}

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((one) => typeof one === "string");

/** Members of a grant, but of a whole policy: what is known of them. */
export const membersOf = (grant: unknown): readonly string[] => [
  ...texts(member(grant, "member")),
  ...texts(member(grant, "members")),
];

function policyBindings(text: unknown): readonly unknown[] {
  try {
    const found: unknown = member(JSON.parse(String(text)), "bindings");
    return Array.isArray(found) ? (found as readonly unknown[]) : [];
  } catch {
    // Google refuses what is no JSON.
    return [];
  }
}

/** Who holds what by one side of a change; undefined where that side does not exist, or is known only after apply. */
function heldBy(side: unknown): readonly Held[] | undefined {
  if (!isRecord(side)) return undefined;
  if (typeof side.policy_data === "string") {
    return policyBindings(side.policy_data).flatMap((binding) =>
      texts(member(binding, "members")).map((one) => ({ role: member(binding, "role"), member: one })),
    );
  }
  return membersOf(side).map((one) => ({ role: side.role, member: one }));
}

const isSame = (a: Held, b: Held): boolean => a.role === b.role && a.member === b.member;
const without = (from: readonly Held[], what: readonly Held[]): readonly Held[] =>
  from.filter((one) => !what.some((other) => isSame(one, other)));

/** `serviceAccount:ci@… and 2 people`: people are counted, because a report is no place for their addresses. */
function membersText(held: readonly Held[]): string {
  const members = [...new Set(held.map((one) => one.member))];
  const named = members.flatMap((one) => memberText(one) ?? []);
  const rest = members.length - named.length;
  const shown = named.slice(0, 3);
  const others = rest + named.length - shown.length;
  return listText([
    ...shown,
    ...(others === 0
      ? []
      : [countText(others, shown.length === 0 ? "identity" : "other", shown.length === 0 ? "identities" : "others")]),
  ]);
}

const rolesText = (held: readonly Held[]): string => {
  const roles = [...new Set(held.map(({ role }) => roleText(role)))];
  return roles.length > 3 ? countText(roles.length, "role") : listText(roles);
};

const isPublic = (held: readonly Held[]): boolean => held.some((one) => isEveryone(one.member));

/** Whether a grant, or one of a whole policy, is to everyone. */
export const isPublicGrant = (grant: unknown): boolean => isPublic(heldBy(grant) ?? []);

/** Everyone, or everyone who has a Google account, which anybody can make. */
const publicText = (held: readonly Held[]): string =>
  held.some((one) => one.member === "allUsers")
    ? "everyone on the internet"
    : "everyone with a Google account, which anybody can make,";

const AUTHORITY = /_iam_(binding|policy)$/;

/** What such a resource takes from whoever it does not list. */
export const authorityText = (type: string, role: unknown): string => {
  const isPolicy = type.endsWith("_iam_policy");
  const what = isPolicy ? "the whole policy" : `the binding of ${roleText(role)}`;
  return `${what} is authoritative: whoever else holds ${isPolicy ? "any role" : "the role"} there loses it at the apply, and no plan lists them`;
};

/** What a grant opens to the whole internet; undefined where it opens nothing. */
function openedConsequence(gained: readonly Held[]): UnweighedConsequence | undefined {
  const open = gained.filter((one) => isEveryone(one.member));
  if (open.length === 0) return undefined;
  return {
    severity: "critical",
    text: `${publicText(open)} gets ${rolesText(open)}`,
    undo: "instant",
    everywhere: true,
  };
}

/** What the roles let their holders do beyond what they say. What Google's own agents need is not worth a word. */
const moreThanSaid = (type: string, gained: readonly Held[]): readonly Escalation[] =>
  gained
    .map((one) => ({ ...one, name: roleText(one.role) }))
    .filter((one) => !(isServiceAgent(one.member) && isAgentRole(one.name)))
    .flatMap(({ name }) => escalationOf(name, WIDE_GRANT.test(type)) ?? [])
    .sort((one, other) => Number(one.needsActAs ?? false) - Number(other.needsActAs ?? false));

function createdConsequence({ type, after }: Change, gained: readonly Held[] | undefined): UnweighedConsequence {
  const role = member(after, "role");
  if (AUTHORITY.test(type)) return { severity: "high", text: authorityText(type, role), undo: "redeploy" };
  // Whoever is known only after apply is no agent of Google's: those have names that are known.
  const [more] = moreThanSaid(type, gained?.length ? gained : [{ role, member: "" }]);
  const who = memberText(member(after, "member"));
  const given = who === undefined || gained === undefined ? "one more identity gets" : `${who} gets`;
  return {
    // Whoever may attach no account gets no further by a role that attaches one.
    severity: more === undefined || more.needsActAs ? "medium" : "high",
    text: `${given} ${roleText(role)}${more === undefined ? "" : `: whoever holds it ${more.can}`}`,
    undo: "instant",
  };
}

function deletedConsequence({ type, before }: Change, lost: readonly Held[]): UnweighedConsequence {
  const role = roleText(member(before, "role"));
  if (isPublic(lost)) {
    return {
      severity: "high",
      text: `${publicText(lost)} loses ${rolesText(lost)}: whoever calls without an identity of their own is refused`,
      undo: "instant",
    };
  }
  if (AUTHORITY.test(type)) {
    const isPolicy = type.endsWith("_iam_policy");
    const who = lost.length === 0 ? "everyone" : membersText(lost);
    return {
      severity: "high",
      text: `${who}, and whoever else holds ${isPolicy ? "any role there" : "it"}, ${lost.length === 0 ? "loses" : "lose"} ${isPolicy ? rolesText(lost) || "their roles" : role}: the next call that needs it is refused`,
      undo: "redeploy",
    };
  }
  const who = memberText(lost[0]?.member) ?? "an identity";
  return { severity: "high", text: `${who} loses ${role}: its next call that needs it is refused`, undo: "instant" };
}

function changedConsequence(change: Change, lost: readonly Held[], gained: readonly Held[]): UnweighedConsequence {
  const { before, after, type } = change;
  const is = roleText(member(after, "role"));
  const parts = [
    ...(lost.length > 0 ? [`${membersText(lost)} ${lost.length === 1 ? "loses" : "lose"} ${rolesText(lost)}`] : []),
    ...(gained.length > 0
      ? [`${membersText(gained)} ${gained.length === 1 ? "gets" : "get"} ${rolesText(gained)}`]
      : []),
  ];
  // Who only gains by it takes nothing from anybody: the others are listed before and after.
  const takesNothing = lost.length === 0 && gained.length > 0;
  const authority = AUTHORITY.test(type)
    ? `, and whoever else holds ${type.endsWith("_iam_policy") ? "any role there" : "it"} loses it too`
    : "";
  if (isReplacement(change)) {
    const was = roleText(member(before, "role"));
    const what =
      parts.length > 0
        ? `${parts.join(", ")}${authority}`
        : `${was} is taken away and ${is} given, perhaps to another identity`;
    return { severity: "high", text: `${what}: calls that need it are refused in between`, undo: "instant" };
  }
  const escalating = moreThanSaid(type, gained);
  const more = escalating[0] === undefined ? "" : `; whoever holds it ${escalating[0].can}`;
  const lossText =
    parts.length > 0
      ? `${parts.join(", ")}${authority}: who loses it is refused at the next call${more}`
      : `other identities hold ${is}: whoever is left out is refused at its next call`;
  return {
    severity: takesNothing && escalating.length === 0 ? "medium" : "high",
    text: takesNothing ? `${parts.join(", ")}${more}` : lossText,
    undo: "instant",
  };
}

/** The consequence of a grant that is created, deleted or changed: who gets and who loses what. */
export function grantConsequence(change: Change): UnweighedConsequence {
  const [was, is] = [heldBy(change.before), heldBy(change.after)];
  const [lost, gained] = [without(was ?? [], is ?? []), without(is ?? [], was ?? [])];
  const opened = openedConsequence(gained);
  // Another role for everyone is an opening; the same one under another condition is not.
  if (opened) return opened;
  if (was === undefined) return createdConsequence(change, is);
  if (is === undefined) return deletedConsequence(change, was);
  return changedConsequence(change, lost, gained);
}
