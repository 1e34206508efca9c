import { isServiceAgent } from "../../../../google/service-agents";
import type { Estate } from "../../../core/estate";
import { plainText } from "../../../core/judge";
import { repeatsOf } from "../../../core/repeats";
import { UNKNOWN, type Resource, type Value } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { WIDE_GRANT, findGrants, givesOneOf, isOfMadeAccount, type Grant, type PlacedValue } from "./grants";
import { BASIC_ROLES, everyRole } from "./iam";

/** Roles that delete data, clusters or networks of a whole project (https://cloud.google.com/iam/docs/roles-permissions). */
const ADMINISTRATORS = [
  "roles/aiplatform.admin",
  "roles/alloydb.admin",
  "roles/appengine.appAdmin",
  "roles/artifactregistry.admin",
  "roles/bigquery.admin",
  "roles/bigquery.dataOwner",
  "roles/bigtable.admin",
  "roles/cloudkms.admin",
  "roles/cloudsql.admin",
  "roles/cloudsql.editor",
  "roles/compute.admin",
  "roles/compute.networkAdmin",
  "roles/compute.securityAdmin",
  "roles/container.admin",
  "roles/container.clusterAdmin",
  "roles/cloudscheduler.admin",
  "roles/cloudtasks.admin",
  "roles/composer.admin",
  "roles/dataflow.admin",
  "roles/dataproc.admin",
  "roles/datastore.owner",
  "roles/dns.admin",
  "roles/file.editor",
  "roles/firebase.admin",
  "roles/iap.admin",
  "roles/logging.admin",
  "roles/monitoring.admin",
  "roles/pubsub.admin",
  "roles/memorystore.admin",
  "roles/redis.admin",
  "roles/servicenetworking.networksAdmin",
  "roles/serviceusage.serviceUsageAdmin",
  "roles/spanner.admin",
];

/** Roles that put another program into any service of a project. Pipelines have them. */
const DEPLOYERS = [
  "roles/run.admin",
  "roles/run.developer",
  "roles/cloudfunctions.admin",
  "roles/cloudfunctions.developer",
];

/** Whether a member is an account that a program runs as; UNKNOWN where it may be one. */
function isProgram(member: PlacedValue): boolean | typeof UNKNOWN {
  const { value } = member;
  if (typeof value === "string") return value.startsWith("serviceAccount:") && !isServiceAgent(value);
  if (value !== UNKNOWN) return false;
  return isOfMadeAccount(member) || UNKNOWN;
}

function goesToProgram({ members }: Grant): boolean | typeof UNKNOWN {
  const found = members.map(isProgram);
  return found.includes(true) || (found.includes(UNKNOWN) && UNKNOWN);
}

/** The check "no program is granted one of these roles", on a whole project where nothing else is said. */
const noProgramHas =
  (roles: readonly string[], allowed: string, on = WIDE_GRANT) =>
  (estate: Estate): readonly Verdict[] =>
    findGrants(estate, on).flatMap((grant): readonly Verdict[] => {
      const { resource, role } = grant;
      const gives = givesOneOf(grant, roles);
      const isTo = goesToProgram(grant);
      if (gives === false || isTo === false) return [];
      if (gives === UNKNOWN || isTo === UNKNOWN) return [unknown(resource, role.path)];
      return [violation(resource, `${role.path}: "${plainText(role.value)}" found, ${allowed} allowed`)];
    });

const administration: Rule = {
  id: "iam-project-administration",
  kind: "exposed",
  severity: "medium",
  onlyAbroad: true,
  title: "No program administers a service of the whole project",
  why: "Whoever gets into it deletes or opens every database, cluster, topic or zone of that service, also what other teams made.",
  fix: "grant the role that reads and writes, on the single resource; leave administration to a pipeline of its own",
  source: "https://cloud.google.com/iam/docs/using-iam-securely#least_privilege",
  check: noProgramHas(ADMINISTRATORS, "a role for what is done, on single resources,"),
};

const deployment: Rule = {
  id: "iam-project-deployment",
  kind: "exposed",
  severity: "low",
  onlyAbroad: true,
  title: "An account deploys the services that it names",
  why: "On the project the role puts another program into every service and job, also into those of other teams.",
  fix: "grant the role on single services (google_cloud_run_v2_service_iam_member), to start a job roles/run.invoker on it",
  source: "https://cloud.google.com/run/docs/reference/iam/roles",
  check: noProgramHas(DEPLOYERS, "a role on single services"),
};

const INVOKERS = ["roles/run.invoker", "roles/run.jobsExecutor", "roles/cloudfunctions.invoker"];

const invocation: Rule = {
  id: "iam-project-invoker",
  kind: "exposed",
  severity: "medium",
  onlyAbroad: true,
  title: "The right to call is granted on single services",
  why: "On the project it opens every private service, function and job, also those that come later.",
  fix: "grant the role on the service or the job that is called",
  source: "https://cloud.google.com/run/docs/securing/managing-access",
  check: noProgramHas(INVOKERS, "a role on single services"),
};

/** Roles that read or write the data of every topic, dataset, bucket or database of a project; those that also delete have other rules. */
const DATA_ROLES = [
  "roles/cloudkms.cryptoKeyDecrypter",
  "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  "roles/spanner.databaseUser",
  "roles/bigquery.dataEditor",
  "roles/bigquery.dataViewer",
  "roles/pubsub.editor",
  "roles/pubsub.publisher",
  "roles/pubsub.subscriber",
  "roles/storage.objectCreator",
  "roles/storage.objectViewer",
];

const data: Rule = {
  id: "iam-project-data",
  kind: "exposed",
  severity: "low",
  onlyAbroad: true,
  title: "A program uses the topics, datasets, buckets and keys that it names",
  why: "On the project the role covers every one of them: whoever gets into the program has also what others keep there.",
  fix: "grant the role on the topic, the subscription, the dataset, the bucket or the key",
  source: "https://cloud.google.com/iam/docs/using-iam-securely#least_privilege",
  check: noProgramHas(DATA_ROLES, "a role on single resources"),
};

const BUCKET_GRANT = /^google_storage_bucket_iam_(member|binding|policy)$/;

const bucketAdministration: Rule = {
  id: "iam-bucket-administration",
  kind: "exposed",
  severity: "medium",
  onlyAbroad: true,
  title: "A program uses the objects of its bucket and does not administer it",
  why: "Whoever gets into the program can open the bucket to everyone, take its versions off or delete it.",
  fix: "grant roles/storage.objectUser, or objectViewer where it only reads",
  source: "https://cloud.google.com/storage/docs/access-control/iam-roles",
  check: noProgramHas(["roles/storage.admin"], "a role for its objects", BUCKET_GRANT),
};

/** Grants on single resources. */
const NARROW_GRANT = /^google_(?!(project|folder|organization)_iam_)\w+_iam_(member|binding|policy)$/;

const basicOnResource: Rule = {
  id: "iam-basic-role-on-resource",
  kind: "exposed",
  severity: "medium",
  title: "A basic role is granted on no single resource",
  why: "It gives what nobody thought of there, such as to change or delete what should be called only, and some services refuse it.",
  fix: "grant the predefined role for what is done",
  source: "https://cloud.google.com/iam/docs/roles-overview#basic",
  check: everyRole(NARROW_GRANT, (role) => !BASIC_ROLES.has(role), "no basic role"),
};

/** What a grant of one member says, as one text; undefined where a part of it is known only after apply. */
function grantKey({ type, values }: Resource): string | undefined {
  const said = Object.entries(values)
    .filter(([name, value]) => !["id", "etag", "deletion_policy"].includes(name) && value !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const isKnown = said.every(([, value]: readonly [string, Value]) => value !== UNKNOWN);
  return isKnown ? `${type} ${JSON.stringify(said)}` : undefined;
}

const twice: Rule = {
  id: "iam-grant-twice",
  kind: "lost",
  severity: "low",
  title: "One resource declares a grant",
  why: "Google has it once: who removes one of the two takes the right away, and the next apply of the other gives it back.",
  fix: "remove one of the two, without applying the removal: terraform state rm",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam",
  check: (estate) =>
    repeatsOf(
      estate.ofTypes((type) => /^google_\w+_iam_member$/.test(type)),
      grantKey,
    ).map(({ resource, first }) =>
      violation(resource, `role: the grant of ${first.address} again found, one of them allowed`),
    ),
};

/** What is granted on more than it is needed for. */
export const serviceGrantRules: readonly Rule[] = [
  administration,
  deployment,
  invocation,
  data,
  bucketAdministration,
  basicOnResource,
  twice,
];
