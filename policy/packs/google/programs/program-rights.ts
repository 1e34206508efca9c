import type { Estate } from "../../../core/estate";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { accountPathOf, namedByVariable, programVariables, programs, type ProgramVariable } from "./programs";
import { grantsOfRight, mayBeTo, newAccountAt, type NarrowGrants, type Right } from "../identities/rights";
import { templateOf } from "./workloads";

/** What programs use by a name in a variable. */
interface Use extends Right {
  readonly types: readonly string[];
  /** How a variable is called that holds such a name. */
  readonly hint: RegExp;
  /** Whether only a variable that is called so is one, by reference too: an address needs no right. */
  readonly isHintNeeded?: true;
  readonly needed: string;
}

const on = (grant: RegExp, path: string, ...types: readonly string[]): NarrowGrants => ({ grant, path, types });

const DATASET = "google_bigquery_dataset";
const SPANNER = ["google_spanner_instance", "google_spanner_database"];
const BIGTABLE = ["google_bigtable_instance", "google_bigtable_table"];

const USES: readonly Use[] = [
  {
    types: ["google_pubsub_topic"],
    hint: /TOPIC/i,
    roles: /^roles\/pubsub\.(publisher|subscriber|editor|admin)$/,
    narrow: [on(/^google_pubsub_topic_iam_/, "topic", "google_pubsub_topic")],
    needed: "roles/pubsub.publisher",
  },
  {
    types: ["google_pubsub_subscription"],
    hint: /SUBSCRIPTION/i,
    roles: /^roles\/pubsub\.(subscriber|editor|admin)$/,
    narrow: [on(/^google_pubsub_subscription_iam_/, "subscription", "google_pubsub_subscription")],
    needed: "roles/pubsub.subscriber",
  },
  {
    types: ["google_storage_bucket"],
    hint: /BUCKET/i,
    roles: /^roles\/(storage\.\w+|viewer)$/,
    narrow: [on(/^google_storage_(bucket|managed_folder)_iam_/, "bucket", "google_storage_bucket")],
    needed: "roles/storage.objectViewer or objectUser",
  },
  {
    types: [DATASET],
    hint: /DATASET/i,
    roles: /^roles\/(bigquery\.(dataEditor|dataOwner|dataViewer|filteredDataViewer|admin|studioAdmin)|viewer)$/,
    narrow: [on(/^google_bigquery_(dataset|table)_iam_/, "dataset_id", DATASET)],
    needed: "roles/bigquery.dataViewer or dataEditor",
  },
  {
    types: ["google_firestore_database"],
    hint: /(FIRESTORE|DATASTORE)\w*(DATABASE|DB)/i,
    roles: /^roles\/(datastore\.\w+|viewer)$/,
    narrow: [],
    needed: "roles/datastore.user",
  },
  {
    types: SPANNER,
    hint: /SPANNER/i,
    roles: /^roles\/spanner\.\w+$/,
    narrow: [on(/^google_spanner_(instance|database)_iam_/, "instance", ...SPANNER)],
    needed: "roles/spanner.databaseUser",
  },
  {
    types: BIGTABLE,
    hint: /BIGTABLE/i,
    roles: /^roles\/bigtable\.\w+$/,
    narrow: [on(/^google_bigtable_(instance|table)_iam_/, "instance", ...BIGTABLE)],
    needed: "roles/bigtable.user",
  },
  {
    types: ["google_cloud_tasks_queue"],
    hint: /QUEUE/i,
    roles: /^roles\/cloudtasks\.(enqueuer|admin|queueAdmin|taskRunner)$/,
    narrow: [on(/^google_cloud_tasks_queue_iam_/, "name", "google_cloud_tasks_queue")],
    needed: "roles/cloudtasks.enqueuer",
  },
  {
    types: ["google_cloud_run_v2_job"],
    hint: /JOB/i,
    roles: /^roles\/run\.(invoker|jobsExecutor|jobsExecutorWithOverrides|admin|developer)$/,
    narrow: [on(/^google_cloud_run_v2_job_iam_/, "name", "google_cloud_run_v2_job")],
    needed: "roles/run.invoker",
  },
  {
    types: ["google_secret_manager_secret", "google_secret_manager_secret_version"],
    hint: /SECRET/i,
    roles: /^roles\/secretmanager\.(secretAccessor|admin)$/,
    narrow: [on(/^google_secret_manager_secret_iam_/, "secret_id", "google_secret_manager_secret")],
    needed: "roles/secretmanager.secretAccessor",
  },
  {
    types: ["google_sql_database_instance"],
    hint: /CONNECTION_?NAME|INSTANCE_?(NAME|CONNECTION)|CLOUD_?SQL_INSTANCE/i,
    isHintNeeded: true,
    roles: /^roles\/cloudsql\.(client|editor|admin)$/,
    narrow: [],
    needed: "roles/cloudsql.client",
  },
  {
    types: ["google_workflows_workflow"],
    hint: /WORKFLOW/i,
    roles: /^roles\/workflows\.(invoker|editor|admin)$/,
    narrow: [],
    needed: "roles/workflows.invoker",
  },
];

/** Lists of readers and writers that stand beside IAM. */
const LISTS = [
  "google_bigquery_dataset_access",
  "google_storage_bucket_acl",
  "google_storage_bucket_access_control",
  "google_storage_default_object_acl",
];

/** Whether a list beside IAM may let the account in: one of its own, which a dataset may have, or another resource. */
const mayBeListed = (estate: Estate, target: Resource): boolean =>
  Array.isArray(valueAt(target, "access")) || LISTS.some((type) => estate.ofType(type).length > 0);

/** Something that runs as an account, and what it names. */
interface User {
  readonly resource: Resource;
  readonly path: string;
  /** Read only where the account is one of the plan: most are not. */
  readonly variables: () => readonly ProgramVariable[];
}

/** What copies or works on data by itself, as an account that it names, and where it names the data. */
const DATA_WORKERS: readonly (readonly [type: string, account: string, data: string, name: string])[] = [
  ["google_bigquery_data_transfer_config", "service_account_name", "destination_dataset_id", "DATASET"],
  ["google_dataflow_job", "service_account_email", "temp_gcs_location", "BUCKET"],
];

/** The buckets that a program has as a folder. */
const mountedBuckets = (program: Resource): readonly ProgramVariable[] =>
  blockPaths(program, `${templateOf(program)}.volumes`).map((volume) =>
    named(program, `${volume}.gcs[0].bucket`, "BUCKET"),
  );

const named = (resource: Resource, path: string, name: string): ProgramVariable => ({
  name,
  path,
  text: textAt(resource, path),
  isUnknown: valueAt(resource, path) === UNKNOWN,
  references: referencesAt(resource, path),
});

const users = (estate: Estate): readonly User[] => [
  ...programs(estate).map((program) => ({
    resource: program,
    path: accountPathOf(program),
    variables: () => [...programVariables(program), ...mountedBuckets(program)],
  })),
  ...DATA_WORKERS.flatMap(([type, path, data, name]) =>
    estate.ofType(type).map((resource) => ({ resource, path, variables: () => [named(resource, data, name)] })),
  ),
];

function judgeUser(estate: Estate, { resource, path, variables }: User): readonly Verdict[] {
  const account = newAccountAt(estate, resource, path);
  if (!account) return [];
  const seen = new Set<Resource>();
  return variables().flatMap((variable) =>
    USES.filter(({ hint, isHintNeeded }) => isHintNeeded !== true || hint.test(variable.name)).flatMap((use) =>
      namedByVariable(estate, resource, variable, use.types, use.hint).flatMap((target): readonly Verdict[] => {
        // Of what is there already, another state may hold the grants.
        if (!target.isNew || seen.has(target)) return [];
        seen.add(target);
        return mayBeListed(estate, target) ||
          grantsOfRight(estate, use, target).some((grant) => mayBeTo(estate, grant, account))
          ? []
          : [
              violation(
                resource,
                `${path}: ${target.address} is named, and no grant lets ${account.address} use it, ${use.needed} needed`,
              ),
            ];
      }),
    ),
  );
}

export const programRights: Rule = {
  id: "account-may-not-use",
  kind: "down",
  severity: "medium",
  onlyAbroad: true,
  title: "The account of a program may use what its variables name",
  why: "The program starts, and its first call of the topic, the bucket or the dataset is answered with 403.",
  fix: "grant the role on that one resource to the account of the program",
  source: "https://cloud.google.com/run/docs/securing/service-identity",
  yieldsTo: ["run-cloudsql-client"],
  check: (estate) => users(estate).flatMap((user) => judgeUser(estate, user)),
};
