import { isEveryone } from "../../../../google/everyone";
import { isDefaultAccount } from "../../../../google/default-accounts";
import { UNKNOWN, type Resource } from "../../../core/resource";
import { milder, unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { isQuotable } from "../../../core/value-text";
import { ANY_GRANT, WIDE_GRANT, findGrants, isOwnRole, type PlacedValue } from "./grants";

/** Not on Cloud Run: a service that serves the internet has to be open to everyone. */
const GRANT_BESIDE_RUN = /^google_(?!cloud_run)\w+_iam_(member|binding|policy)$/;

/** Whether a rule holds; UNKNOWN where nobody can tell before apply. */
type Holds = boolean | typeof UNKNOWN;

/** A role or a member for people. Roles and the two names for everyone are no secrets; an email is not quoted. */
const grantText = (name: string): string =>
  /^(roles\/[A-Za-z.]+|allUsers|allAuthenticatedUsers)$/.test(name) || isQuotable(name) ? `"${name}"` : "a value";

function judgeGrant(resource: Resource, found: PlacedValue, holds: Holds, allowed: string): readonly Verdict[] {
  if (holds === UNKNOWN) return [unknown(resource, found.path)];
  const text = typeof found.value === "string" ? grantText(found.value) : found.references.join();
  return holds ? [] : [violation(resource, `${found.path}: ${text} found, ${allowed} allowed`)];
}

/** The check "the role of every grant on such types". */
export const everyRole =
  (type: RegExp, holds: (role: string) => boolean, allowed: string): Rule["check"] =>
  (estate) =>
    findGrants(estate, type).flatMap(({ resource, role }) => {
      if (typeof role.value === "string") return judgeGrant(resource, role, holds(role.value), allowed);
      return judgeGrant(resource, role, role.value !== UNKNOWN || isOwnRole(role) || UNKNOWN, allowed);
    });

/** The check "every member of every grant on such types". Where a member is unknown, its references may tell. */
const everyMember =
  (
    type: RegExp,
    holds: (member: string) => boolean,
    byReference: (addresses: readonly string[]) => Holds,
    allowed: string,
  ): Rule["check"] =>
  (estate) =>
    findGrants(estate, type).flatMap(({ resource, members }) =>
      members.flatMap((member) => {
        if (typeof member.value === "string") return judgeGrant(resource, member, holds(member.value), allowed);
        return member.value === UNKNOWN ? judgeGrant(resource, member, byReference(member.references), allowed) : [];
      }),
    );

/** Whether a member refers to accounts or to pools of identities alone: then it is one of these. */
const areAccounts = (addresses: readonly string[]): boolean =>
  addresses.length > 0 &&
  addresses.every((address) => /_(service_(account|identity)|workload_identity_pool|logging_\w+_sink)\./.test(address));

/** Whether a member is made of what Google has for one project: its number, the agents of its services. Never everyone. */
const areOfProject = (addresses: readonly string[]): boolean =>
  addresses.length > 0 &&
  addresses.every((address) =>
    /(^|\.)(data\.google_(project|storage_\w+_service_account)|google_project)\./.test(address),
  );

/** Roles over everything in a project. */
export const BASIC_ROLES = new Set(["roles/owner", "roles/editor", "roles/viewer"]);

const VIEWER = "roles/viewer";

const basicRoles: Rule = {
  id: "iam-basic-roles",
  kind: "exposed",
  severity: "critical",
  abroad: "high",
  title: "No one is owner, editor or viewer of a whole project",
  why: "A basic role covers every service of the project, also those that come later; even viewers read configuration and state.",
  fix: "grant the predefined role for what is done",
  source: "https://cloud.google.com/iam/docs/roles-overview#basic",
  check: (estate) => [
    ...everyRole(WIDE_GRANT, (role) => role === VIEWER || !BASIC_ROLES.has(role), "no basic role")(estate),
    // Who reads changes nothing.
    ...milder("medium", everyRole(WIDE_GRANT, (role) => role !== VIEWER, "no basic role")(estate)).filter(
      ({ status }) => status === "violation",
    ),
  ],
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
  abroad: "medium",
  title: "Secrets are granted one by one",
  why: "On the project, one service's account reads every secret, also the passwords of the other services.",
  fix: "bind the role on the secret (google_secret_manager_secret_iam_member)",
  source: "https://cloud.google.com/secret-manager/docs/best-practices",
  check: everyRole(WIDE_GRANT, (role) => !SECRET_ROLES.has(role), "a role on single secrets"),
};

/** Roles that write and delete what is in buckets. */
const BUCKET_ROLES = new Set(["roles/storage.admin", "roles/storage.objectAdmin", "roles/storage.objectUser"]);

const projectBuckets: Rule = {
  id: "iam-project-bucket-access",
  kind: "exposed",
  severity: "medium",
  onlyAbroad: true,
  title: "Writing to buckets is granted bucket by bucket",
  why: "On the project the role reaches every bucket, also the one with Terraform's state, and deletes what is in it.",
  fix: "bind the role on the bucket (google_storage_bucket_iam_member)",
  source: "https://cloud.google.com/storage/docs/access-control/iam-roles",
  check: everyRole(WIDE_GRANT, (role) => !BUCKET_ROLES.has(role), "a role on single buckets"),
};

/** What stands before the email of an account among members. */
const ACCOUNT = "serviceAccount:";

const defaultAccount: Rule = {
  id: "iam-default-account",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "Default service accounts are granted nothing",
  why: "Everything that names no account runs as one of them: what one workload is granted, all of them may do.",
  fix: "create an account for the workload, and grant the role to that account",
  source: "https://cloud.google.com/iam/docs/service-account-types#default",
  check: everyMember(
    ANY_GRANT,
    (member) => !(member.startsWith(ACCOUNT) && isDefaultAccount(member.slice(ACCOUNT.length))),
    (addresses) => {
      if (addresses.some((address) => /^data\.google_\w+_default_service_account\./.test(address))) return false;
      return areAccounts(addresses) || UNKNOWN;
    },
    "an account of its own",
  ),
};

/** The check "nobody is granted what everyone then has" on such types. */
const publicCheck = (type: RegExp): Rule["check"] =>
  everyMember(
    type,
    (member) => !isEveryone(member),
    (addresses) => areAccounts(addresses) || areOfProject(addresses) || UNKNOWN,
    "named members",
  );

const publicMember: Rule = {
  id: "iam-public",
  kind: "exposed",
  severity: "critical",
  abroad: "high",
  title: "Nothing is granted to everyone",
  why: "allUsers is the internet, and allAuthenticatedUsers everyone with a Google account.",
  fix: "name the accounts or groups that need it",
  source: "https://cloud.google.com/iam/docs/principals-overview",
  // What sites and public functions are made of has a rule of its own.
  yieldsTo: ["iam-public-content"],
  check: publicCheck(GRANT_BESIDE_RUN),
};

/** Roles that only read objects or call a function. */
const OPEN_ROLES = new Set([
  "roles/storage.objectViewer",
  "roles/storage.legacyObjectReader",
  "roles/cloudfunctions.invoker",
]);

const publicContent: Rule = {
  id: "iam-public-content",
  kind: "exposed",
  severity: "critical",
  abroad: "medium",
  title: "What everyone may read or call is meant for everyone",
  why: "Every object of the bucket, also those that come later, is the internet's to read, and every call of the function is paid.",
  fix: "name the accounts or groups that need it, or keep in that bucket what is public and nothing else",
  source: "https://cloud.google.com/storage/docs/access-control/making-data-public",
  check: (estate) => {
    const isOpen = new Set(
      findGrants(estate, /^google_(storage_bucket|cloudfunctions2?_function)_iam_(member|binding|policy)$/)
        .filter(({ role }) => typeof role.value === "string" && OPEN_ROLES.has(role.value))
        .map(({ resource: { stack, address } }) => `${stack} ${address}`),
    );
    return publicCheck(GRANT_BESIDE_RUN)(estate).filter(
      ({ stack, address, status }) => status === "violation" && isOpen.has(`${stack} ${address}`),
    );
  },
};

const key: Rule = {
  id: "iam-service-account-key",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "No key of a service account is created",
  why: "It stands in state in plaintext and never expires; whoever has it is that account.",
  fix: "use the account's own identity, or workload identity federation for CI",
  source: "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
  check: (estate) =>
    estate.ofType("google_service_account_key").map((found) => violation(found, "a key found, none allowed")),
};

export const iamRules: readonly Rule[] = [
  basicRoles,
  projectSecrets,
  projectBuckets,
  defaultAccount,
  publicMember,
  publicContent,
  key,
];
