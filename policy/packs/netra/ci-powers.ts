import type { Environment } from "../../../environments/environment";
import {
  DEPLOYER_ACCOUNT,
  PLANNER_ACCOUNT,
  VERIFIER_ACCOUNT,
  serviceAccountEmail,
  stateBucketName,
} from "../../../environments/names";
import { accountsOf } from "../../../environments/roles";
import { deployedStates } from "../../../environments/state-roles";
import type { Estate } from "../../core/estate";
import { isOneOf, judgeValue, plainText } from "../../core/judge";
import { textAt, valueAt, type Resource, type Value } from "../../core/resource";
import { violation, type SpecRule, type Verdict } from "../../core/rule";
import { targetsOf } from "../../core/relations/targets";
import { holdsState } from "../google/stores/state";

/** How far CI's accounts reach: no further than what a run of CI needs, whatever its workflow is made to do. */

const PROJECT_GRANT = /^google_(project|folder|organization)_iam_(member|binding)$/;
const BUCKET_GRANT = /^google_storage_bucket_iam_(member|binding)$/;
const ACCOUNT_GRANT = /^google_service_account_iam_(member|binding)$/;
const CUSTOM_ROLE = "google_project_iam_custom_role";

const CI_ACCOUNTS: readonly string[] = [PLANNER_ACCOUNT, DEPLOYER_ACCOUNT, VERIFIER_ACCOUNT];

/** The texts of a list. */
const listedTexts = (value: Value | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly Value[]).map((item) => plainText(item)) : [];

const membersOf = (grant: Resource): readonly string[] => [
  ...listedTexts(valueAt(grant, "members")),
  plainText(valueAt(grant, "member")),
];

const roleOf = (grant: Resource): string => textAt(grant, "role") ?? "";

/** The grants to accounts of CI among some types. */
function grantsToCi(estate: Estate, type: RegExp, environment: Environment): readonly Resource[] {
  const own = CI_ACCOUNTS.map((account) => `serviceAccount:${serviceAccountEmail(environment, account)}`);
  return estate
    .ofTypes((name) => type.test(name))
    .filter((grant) => membersOf(grant).some((member) => own.includes(member)));
}

/** Whether a grant is on the bucket of the states, which it names or refers to. */
const isOnStates = (estate: Estate, grant: Resource, environment: Environment): boolean =>
  textAt(grant, "bucket") === stateBucketName(environment) ||
  targetsOf(estate, grant, "bucket", ["google_storage_bucket"]).some((bucket) => holdsState(bucket) === true);

/** Google's roles that change no object and no bucket. */
const READS_OBJECTS = /^roles\/storage\.(objectViewer|legacyBucketReader|legacyObjectReader|bucketViewer)$/;

const judgeCondition = (grant: Resource, allowed: readonly string[], text: string): readonly Verdict[] =>
  READS_OBJECTS.test(roleOf(grant)) ? [] : judgeValue(grant, "condition[0].expression", isOneOf(...allowed), text);

/** Permissions on objects and buckets that change them. */
const CHANGES_OBJECTS =
  /^storage\.(objects|managedFolders|buckets)\.(?!get|list)(?!create$)|^storage\.objects\.create$/;

/** What a table narrows a role on storage by. */
const tableConditions = (environment: Environment): readonly string[] =>
  Object.values(accountsOf(environment)).flatMap(({ roles }) =>
    roles.flatMap(({ role, condition }) => (condition && /storage/.test(role) ? [condition.expression] : [])),
  );

/** Judges the permissions of custom roles that accounts of CI are granted. */
const judgePermissions = (
  estate: Estate,
  environment: Environment,
  refused: RegExp,
  allowed: string,
): readonly Verdict[] =>
  grantsToCi(estate, PROJECT_GRANT, environment)
    .flatMap((grant) => targetsOf(estate, grant, "role", [CUSTOM_ROLE]))
    .flatMap((role) =>
      listedTexts(valueAt(role, "permissions"))
        .filter((permission) => refused.test(permission))
        .map((permission) => violation(role, `permissions: "${permission}" found, ${allowed} allowed`)),
    );

const states: SpecRule = {
  id: "ci-state-write",
  kind: "exposed",
  severity: "critical",
  title: "CI writes the states of what it deploys, and never bootstrap's",
  why: "Whoever writes bootstrap's state decides what the person who next deploys it applies with an owner's rights.",
  fix: "take the condition from environments/state-roles.ts",
  source: "https://cloud.google.com/storage/docs/access-control/iam#conditions",
  waivable: false,
  check: (estate, { environment }) => [
    ...grantsToCi(estate, BUCKET_GRANT, environment)
      .filter((grant) => isOnStates(estate, grant, environment))
      .flatMap((grant) => judgeCondition(grant, [deployedStates(environment)], "the prefixes of what CI deploys")),
    ...grantsToCi(estate, PROJECT_GRANT, environment)
      .filter((grant) => roleOf(grant).startsWith("roles/storage."))
      .flatMap((grant) => judgeCondition(grant, tableConditions(environment), "a bucket beside the states")),
    ...judgePermissions(estate, environment, CHANGES_OBJECTS, "what reads"),
  ],
};

/** Google's roles to act as an account: whoever has one on an account has what the account has. */
const ACTS_AS = ["roles/iam.serviceAccountUser", "roles/iam.serviceAccountTokenCreator"];

const accounts: SpecRule = {
  id: "ci-acts-as",
  kind: "exposed",
  severity: "high",
  title: "CI starts services as the accounts that they run as, and as no other",
  why: "On the project the right covers every account: a deploy could run a container as the verifier, or as whatever is added later.",
  fix: "bind the role on the account of the service (constructs/runtime-account.ts)",
  source: "https://cloud.google.com/iam/docs/service-account-permissions",
  yieldsTo: ["iam-project-impersonation"],
  check: (estate, { environment }) => [
    ...grantsToCi(estate, PROJECT_GRANT, environment)
      .filter((grant) => ACTS_AS.includes(roleOf(grant)))
      .map((grant) => violation(grant, `role: "${roleOf(grant)}" found on the project, single accounts allowed`)),
    ...grantsToCi(estate, ACCOUNT_GRANT, environment)
      .filter((grant) => ACTS_AS.includes(roleOf(grant)))
      .filter((grant) =>
        targetsOf(estate, grant, "service_account_id", ["google_service_account"]).some((account) =>
          CI_ACCOUNTS.includes(textAt(account, "account_id") ?? ""),
        ),
      )
      .map((grant) =>
        violation(grant, "service_account_id: an account of CI found, one that a service runs as allowed"),
      ),
  ],
};

/** Google's roles that take data out, put images in, or decide who may do what. */
const FAR_ROLES =
  /^roles\/(cloudsql\.(admin|editor|viewer)|redis\.(admin|editor)|artifactregistry\.(admin|repoAdmin|writer|createOnPush\w*)|secretmanager\.(admin|secretAccessor|secretVersionManager)|resourcemanager\.\w*Admin|iam\.\w*(Admin|Creator)|storage\.legacy\w*Owner)$/;

const FAR_PERMISSIONS =
  /^(cloudsql\.(instances\.(export|import|clone|restoreBackup|delete|login|connect)|databases\.delete|backupRuns\.)|redis\.instances\.(export|import|delete)|artifactregistry\.repositories\.(uploadArtifacts|deleteArtifacts|delete$)|secretmanager\.versions\.(access|destroy)|resourcemanager\.\w+\.setIamPolicy|iam\.(roles\.(create|update|delete)|serviceAccounts\.(actAs|get(Access|OpenId)Token|setIamPolicy|sign|create|delete|implicit)|serviceAccountKeys\.create))/;

const powers: SpecRule = {
  id: "ci-project-roles",
  kind: "exposed",
  severity: "high",
  title: "CI takes no data out, pushes no image, ends nothing that holds data, and grants no role on the project",
  why: "A workflow is changed by whoever may write to the repository: what its account may do, that person may do.",
  fix: "grant single permissions (environments/roles.ts), and leave the rest to a person",
  source: "https://cloud.google.com/iam/docs/using-iam-securely",
  yieldsTo: ["iam-project-secret-access"],
  check: (estate, { environment }) => [
    ...grantsToCi(estate, PROJECT_GRANT, environment)
      .filter((grant) => FAR_ROLES.test(roleOf(grant)))
      .map((grant) => violation(grant, `role: "${roleOf(grant)}" found, single permissions allowed`)),
    ...judgePermissions(estate, environment, FAR_PERMISSIONS, "what a deploy needs"),
  ],
};

/** How far CI's accounts reach. */
export const ciPowerRules: readonly SpecRule[] = [states, accounts, powers];
