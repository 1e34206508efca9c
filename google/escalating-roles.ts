/** What a role gives beyond what it says. */
export interface Escalation {
  /** What its holder can do, behind "whoever holds it". */
  readonly can: string;
  /**
   * Only where it is granted on a project or above it: there it reaches every account, also those that may do more. On one
   * account or one service it gives no more than that.
   *
   * @default false: it escalates wherever it is granted
   */
  readonly onlyWide?: true;
  /**
   * Only with `iam.serviceAccounts.actAs` on an account beside it, which this role does not hold.
   *
   * @default false: the role is enough
   */
  readonly needsActAs?: true;
}

const GIVES_ANY = { can: "can give anybody any role" };
const GIVES_BELOW = { can: "can give anybody any role below" };
const EDITS_ROLES = { can: "can put any permission into a role that it holds" };
const ACTS_AS_ALL = { can: "can let itself act as every account", onlyWide: true } as const;
const RUNS_AS_ALL = { can: "can run things as every account", onlyWide: true } as const;
const MAKES_KEYS = { can: "can make keys of every account, which never expire", onlyWide: true } as const;
const ATTACHES = {
  can: "can run any program as an account that it may attach",
  onlyWide: true,
  needsActAs: true,
} as const;
const AS_NODES = { can: "can act as every account that a cluster's nodes have", onlyWide: true } as const;
const AS_CLUSTER = { can: "can run any program as the cluster's account", onlyWide: true } as const;
const AS_ENVIRONMENT = { can: "can run any program as the environment's account", onlyWide: true } as const;
const AS_AGENT = { can: "can make tokens of every account, as Google's own agent does", onlyWide: true } as const;
const AS_GOOGLES_OWN = { can: "can make and grant whatever Google's own service account may", onlyWide: true } as const;

/**
 * Roles whose holder can get more than they say: by giving roles, by acting as another account, or by running code as one. A
 * role that only administers one service is none of them. Each was held against the permissions that Google gives it, as they were
 * on 2026-08-22: setIamPolicy of a project, a folder, an organization or an account, roles.update, actAs, getAccessToken,
 * getOpenIdToken, serviceAccountKeys.create, and those that make what runs as an account.
 *
 * Sources: https://cloud.google.com/iam/docs/best-practices-service-accounts#lateral-movement (acting as an account),
 * https://cloud.google.com/policy-intelligence/docs/service-account-insights,
 * https://cloud.google.com/iam/docs/service-agents (roles that are for Google's own agents alone) and
 * https://cloud.google.com/iam/docs/understanding-roles (which roles hold `setIamPolicy`, `actAs` and `getAccessToken`); the lists of
 * that day are kept by https://github.com/iann0036/iam-dataset (gcp/roles).
 */
const ESCALATING_ROLES: Readonly<Record<string, Escalation>> = {
  "roles/owner": GIVES_ANY,
  "roles/editor": { can: "can run code as every account that a service or a machine has" },
  "roles/iam.admin": { can: "can act as every account, and put any permission into a role that it holds" },
  "roles/iam.securityAdmin": GIVES_ANY,
  "roles/iam.denyAdmin": { can: "can take every denial of a right away" },
  "roles/resourcemanager.projectIamAdmin": GIVES_ANY,
  "roles/resourcemanager.folderAdmin": GIVES_BELOW,
  "roles/resourcemanager.folderIamAdmin": GIVES_BELOW,
  "roles/resourcemanager.organizationAdmin": GIVES_BELOW,
  "roles/privilegedaccessmanager.admin": { can: "can let itself be given the roles that an entitlement may give" },
  "roles/billing.admin": { can: "can give anybody any role on the billing account, and take it from the projects" },
  "roles/iam.roleAdmin": EDITS_ROLES,
  "roles/iam.organizationRoleAdmin": EDITS_ROLES,
  "roles/iam.workforcePoolAdmin": { can: "can let any token in as anybody" },
  "roles/iam.workloadIdentityPoolAdmin": { can: "can let any token in as any account" },
  "roles/iam.serviceAccountAdmin": ACTS_AS_ALL,
  "roles/iam.devOps": ACTS_AS_ALL,
  "roles/iam.serviceAccountUser": RUNS_AS_ALL,
  "roles/iam.editor": RUNS_AS_ALL,
  "roles/iam.dataScientist": RUNS_AS_ALL,
  "roles/iam.databasesAdmin": RUNS_AS_ALL,
  "roles/backupdr.computeEngineOperator": RUNS_AS_ALL,
  "roles/iam.serviceAccountTokenCreator": { can: "can make tokens of every account", onlyWide: true },
  "roles/iam.serviceAccountOpenIdTokenCreator": { can: "can make identity tokens of every account", onlyWide: true },
  "roles/iam.serviceAccountKeyAdmin": MAKES_KEYS,
  "roles/assuredoss.admin": MAKES_KEYS,
  "roles/securitycenter.admin": MAKES_KEYS,
  "roles/iam.workloadIdentityUser": { can: "becomes every account", onlyWide: true },
  "roles/cloudbuild.builds.editor": { can: "can run any program as the build account", onlyWide: true },
  "roles/cloudfunctions.admin": ATTACHES,
  "roles/cloudfunctions.developer": ATTACHES,
  "roles/run.admin": ATTACHES,
  "roles/firebase.admin": ATTACHES,
  "roles/firebase.developAdmin": ATTACHES,
  "roles/notebooks.admin": ATTACHES,
  "roles/compute.admin": ATTACHES,
  "roles/compute.instanceAdmin": ATTACHES,
  "roles/compute.instanceAdmin.v1": ATTACHES,
  "roles/composer.admin": AS_ENVIRONMENT,
  "roles/composer.environmentAndStorageObjectAdmin": AS_ENVIRONMENT,
  "roles/container.admin": AS_NODES,
  "roles/dataflow.admin": ATTACHES,
  "roles/dataflow.developer": ATTACHES,
  "roles/dataproc.admin": AS_CLUSTER,
  "roles/dataproc.editor": AS_CLUSTER,
  "roles/deploymentmanager.editor": AS_GOOGLES_OWN,
  "roles/deploymentmanager.typeEditor": AS_GOOGLES_OWN,
  "roles/cloudfunctions.serviceAgent": AS_AGENT,
  "roles/cloudscheduler.serviceAgent": AS_AGENT,
  "roles/cloudtasks.serviceAgent": AS_AGENT,
  "roles/compute.serviceAgent": AS_AGENT,
  "roles/container.serviceAgent": {
    can: "can run any program as every account, as Google's own agent does",
    onlyWide: true,
  },
  "roles/dataflow.serviceAgent": AS_AGENT,
  "roles/eventarc.serviceAgent": AS_AGENT,
  "roles/pubsub.serviceAgent": AS_AGENT,
  "roles/run.serviceAgent": AS_AGENT,
  "roles/secretmanager.admin": { can: "can read every secret", onlyWide: true },
};

/**
 * What the holder of a role can do beyond it; undefined where it escalates nothing.
 *
 * @param isWide - whether it is granted on a project, a folder or an organization
 */
export function escalationOf(role: string, isWide: boolean): Escalation | undefined {
  const found = Object.hasOwn(ESCALATING_ROLES, role) ? ESCALATING_ROLES[role] : undefined;
  return found === undefined || (found.onlyWide && !isWide) ? undefined : found;
}
