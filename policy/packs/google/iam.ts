import { UNKNOWN, blockPaths, referencesAt, valueAt, type Resource, type Value } from "../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { isQuotable } from "../../core/value-text";

const ANY_GRANT = /^google_\w+_iam_(member|binding|policy)$/;
/** The invoker of Cloud Run is run-invoker's matter. */
const GRANT_ELSEWHERE = /^google_(?!cloud_run)\w+_iam_(member|binding|policy)$/;
/** Grants on everything below a project, a folder or the organization. */
const WIDE_GRANT = /^google_(project|folder|organization)_iam_(member|binding|policy)$/;

/** A value with its place and what it refers to. */
interface At {
  readonly path: string;
  readonly value: Value | undefined;
  readonly references: readonly string[];
}

/** A role given to members. */
interface Grant {
  readonly resource: Resource;
  readonly role: At;
  readonly members: readonly At[];
}

function at(resource: Resource, path: string, around = path): At {
  const own = referencesAt(resource, path);
  return { path, value: valueAt(resource, path), references: own.length > 0 ? own : referencesAt(resource, around) };
}

interface PolicyBinding {
  readonly role?: string;
  readonly members?: readonly string[];
}

function bindingsOf(policy: string): readonly PolicyBinding[] {
  try {
    return (JSON.parse(policy) as { readonly bindings?: readonly PolicyBinding[] }).bindings ?? [];
  } catch {
    // What is no JSON is refused before a rule could matter.
    return [];
  }
}

/** A policy is one JSON text with many grants; members and bindings are one grant each. */
function grantsOf(resource: Resource): readonly Grant[] {
  if (resource.type.endsWith("_iam_policy")) {
    const policy = at(resource, "policy_data");
    if (typeof policy.value !== "string") return [{ resource, role: policy, members: [policy] }];
    return bindingsOf(policy.value).map(({ role, members = [] }) => ({
      resource,
      role: { ...policy, value: role },
      members: members.map((value) => ({ ...policy, value })),
    }));
  }
  const listed = blockPaths(resource, "members").map((path) => at(resource, path, "members"));
  const members = listed.length > 0 ? listed : [at(resource, "members"), at(resource, "member")];
  return [{ resource, role: at(resource, "role"), members }];
}

const grants = (estate: Estate, type: RegExp): readonly Grant[] =>
  estate.ofTypes((name) => type.test(name)).flatMap(grantsOf);

type Holds = boolean | typeof UNKNOWN;

/** Roles and the two names for everyone are no secrets; an email stays behind. */
const shownName = (name: string): string =>
  /^(roles\/[A-Za-z.]+|allUsers|allAuthenticatedUsers)$/.test(name) || isQuotable(name) ? `"${name}"` : "a value";

function verdicts(resource: Resource, found: At, holds: Holds, allowed: string): readonly Verdict[] {
  if (holds === UNKNOWN) return [unknown(resource, found.path)];
  const text = typeof found.value === "string" ? shownName(found.value) : found.references.join();
  return holds ? [] : [violation(resource, `${found.path}: ${text} found, ${allowed} allowed`)];
}

/** The check "the role of every grant on such types"; a custom role that is created with it is none of Google's. */
const everyRole =
  (type: RegExp, holds: (role: string) => boolean, allowed: string): Rule["check"] =>
  (estate) =>
    grants(estate, type).flatMap(({ resource, role }) => {
      if (typeof role.value === "string") return verdicts(resource, role, holds(role.value), allowed);
      const isCustom = role.references.some((address) => /_iam_custom_role\./.test(address));
      return verdicts(resource, role, role.value !== UNKNOWN || isCustom || UNKNOWN, allowed);
    });

/** The check "every member of every grant on such types"; of an unknown member its references may tell. */
const everyMember =
  (
    type: RegExp,
    holds: (member: string) => boolean,
    byReference: (addresses: readonly string[]) => Holds,
    allowed: string,
  ): Rule["check"] =>
  (estate) =>
    grants(estate, type).flatMap(({ resource, members }) =>
      members.flatMap((member) => {
        if (typeof member.value === "string") return verdicts(resource, member, holds(member.value), allowed);
        return member.value === UNKNOWN ? verdicts(resource, member, byReference(member.references), allowed) : [];
      }),
    );

/** What is built from the address of an account is that account, and from a pool's what has come in through it. */
const areAccounts = (addresses: readonly string[]): boolean =>
  addresses.length > 0 &&
  addresses.every((address) => /_(service_(account|identity)|workload_identity_pool)\./.test(address));

const BASIC_ROLES = new Set(["roles/owner", "roles/editor", "roles/viewer"]);

const basicRoles: Rule = {
  id: "iam-basic-roles",
  kind: "exposed",
  severity: "critical",
  title: "No one is owner, editor or viewer of a whole project",
  why: "A basic role covers every service of the project, those that come later included; even viewers read configuration and state.",
  fix: "grant the predefined role of what is done",
  check: everyRole(WIDE_GRANT, (role) => !BASIC_ROLES.has(role), "no basic role"),
};

const SECRET_ROLES = new Set([
  "roles/secretmanager.admin",
  "roles/secretmanager.secretAccessor",
  "roles/secretmanager.secretVersionManager",
]);

const projectSecrets: Rule = {
  id: "iam-project-secret-access",
  kind: "exposed",
  severity: "high",
  title: "Secrets are granted one by one",
  why: "On the project, one service's account reads every secret, the bypass key and the other services' passwords among them.",
  fix: "bind the role on the secret (google_secret_manager_secret_iam_member)",
  check: everyRole(WIDE_GRANT, (role) => !SECRET_ROLES.has(role), "a role on single secrets"),
};

const DEFAULT_ACCOUNT = /^serviceAccount:(\d+-compute@developer|[^@]+@appspot)\.gserviceaccount\.com$/;

const defaultAccount: Rule = {
  id: "iam-default-account",
  kind: "exposed",
  severity: "high",
  title: "Default service accounts are granted nothing",
  why: "Everything that names no account runs as one of them: a grant for one workload reaches all of those.",
  fix: "create an account for the workload, and grant that",
  check: everyMember(
    ANY_GRANT,
    (member) => !DEFAULT_ACCOUNT.test(member),
    (addresses) => {
      if (addresses.some((address) => /^data\.google_\w+_default_service_account\./.test(address))) return false;
      return areAccounts(addresses) || UNKNOWN;
    },
    "an account of its own",
  ),
};

const publicMember: Rule = {
  id: "iam-public",
  kind: "exposed",
  severity: "critical",
  title: "Nothing is granted to everyone",
  why: "allUsers is the internet, and allAuthenticatedUsers everyone with a Google account.",
  fix: "name the accounts or groups that need it",
  check: everyMember(
    GRANT_ELSEWHERE,
    (member) => member !== "allUsers" && member !== "allAuthenticatedUsers",
    (addresses) => areAccounts(addresses) || UNKNOWN,
    "named members",
  ),
};

const key: Rule = {
  id: "iam-service-account-key",
  kind: "exposed",
  severity: "high",
  title: "No key of a service account is created",
  why: "It stands in state in plaintext and never expires; whoever has it is that account.",
  fix: "use the account's own identity, or workload identity federation for CI",
  check: (estate) =>
    estate.ofType("google_service_account_key").map((found) => violation(found, "a key found, none allowed")),
};

const ROLE_NAME = /^(roles\/[A-Za-z][\w.]*|(projects|organizations)\/[^/\s]+\/roles\/[\w.]+)$/;

const roleName: Rule = {
  id: "iam-role-name",
  kind: "refused",
  severity: "medium",
  title: "A role has the form of a role's name",
  why: "Google refuses any other at apply, and the provider does not check.",
  fix: "write roles/<service>.<role>, or the full name of a custom role",
  check: everyRole(ANY_GRANT, (role) => ROLE_NAME.test(role), "roles/… or projects/…/roles/…"),
};

export const iamRules: readonly Rule[] = [basicRoles, projectSecrets, defaultAccount, publicMember, key, roleName];
