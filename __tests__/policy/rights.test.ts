import { Estate } from "../../policy/core/estate";
import { findingsOf } from "../../policy/packs";
import { agentRules } from "../../policy/packs/google/identities/agent-rights";
import { buildRules } from "../../policy/packs/google/programs/builds";
import { callerRules } from "../../policy/packs/google/programs/caller-rights";
import { keyAgents } from "../../policy/packs/google/identities/key-agents";
import { scheduleRules } from "../../policy/packs/google/programs/schedules";
import { programRights } from "../../policy/packs/google/programs/program-rights";
import { accessor } from "../../policy/packs/google/secrets/secret-access";
import { estateOfFamilies } from "../support/families";
import { verdictsOf } from "../support/resource";

/** What rules say of programs, of who calls them and of Google's own accounts: the words that somebody reads. */
const SAID: readonly (readonly [family: string, rule: string, message: string])[] = [
  ["functions", "account-may-not-use", "roles/bigquery.dataViewer or dataEditor needed"],
  ["functions", "account-may-not-use", "google_sql_database_instance.main is named"],
  ["functions", "account-may-not-use", "roles/secretmanager.secretAccessor needed"],
  ["functions", "caller-may-not-invoke", 'no grant lets google_service_account.own["violated"] call'],
  ["functions", "program-may-not-invoke", "a variable leads to google_cloud_run_v2_service.private"],
  ["functions", "internal-service-unreached", "which is internal; VPC access needed"],
  ["functions", "trigger-storage-agent", "…@gs-project-accounts found, one needed"],
  ["functions", "trigger-event-receiver", "without roles/eventarc.eventReceiver found"],
  ["functions", "trigger-place", '"us-central1" found, and google_storage_bucket.uploads is in "us"'],
  ["functions", "trigger-writes-back", "may write there; another bucket allowed"],
  ["functions", "function-timeout", "900 found, at most 540 s allowed"],
  ["functions", "function-concurrency-cpu", "80 found, 1 allowed with less than one CPU"],
  ["functions", "function-runtime-ended", '"python38" found, whose last fixes are of 2024-10-14'],
  ["functions", "function-plain-http", "nothing found, SECURE_ALWAYS allowed"],
  ["functions", "appengine-location", '"us-central1" found, a region of App Engine allowed'],
  ["functions", "schedule-token", "oauth_token: found for a service or a function"],
  ["functions", "schedule-token", "oidc_token: found for one of Google's APIs"],
  ["functions", "schedule-unsigned", "no token found for google_cloud_run_v2_service.private"],
  ["functions", "schedule-form", "6 fields found, 5 allowed"],
  ["functions", "schedule-deadline", "180 s found, and what it calls may take 900 s"],
  ["functions", "map-plain-secret", '"Authorization" has a plain value'],
  ["functions", "env-placeholder", '"CALLBACK" has a text that only keeps its place'],
  ["functions", "run-single-instance", "1 found, 2 or more allowed"],
  ["functions", "run-volume-unmounted", "a volume that no container mounts found"],
  ["services", "iam-shared-account", "one of its own allowed"],
  ["queues", "function-source-name", "has one name for every version of the code"],
  ["queues", "function-ingress", '"ALLOW_ALL" found, ALLOW_INTERNAL_ONLY allowed'],
  ["queues", "pubsub-push-deadline", "10 s found, and what it calls may take 300 s"],
  ["queues", "pubsub-sink-grant", "roles/storage.objectCreator and legacyBucketReader needed"],
  ["queues", "pubsub-dead-letter-forward", "no grant of roles/pubsub.subscriber to Pub/Sub's own account"],
  ["queues", "pubsub-topic-unread", "published to and not subscribed to found"],
  ["queues", "api-order", "google_cloud_scheduler_job"],
  ["grants-services", "kms-agent-grant", "…@gs-project-accounts found, one needed"],
  ["grants-services", "log-sink-grant", "to the sink's writer_identity found"],
  ["grants-services", "bucket-log-grant", "to cloud-storage-analytics found"],
  ["grants-services", "secret-grant-order", "does not wait for google_secret_manager_secret_iam_member.reader"],
  ["grants-services", "grant-order", "does not wait for google_kms_crypto_key_iam_member.granted"],
  ["warehouse", "store-backups", "a google_spanner_backup_schedule needed"],
  ["warehouse", "firebase-rules-open", "a write that everyone is allowed found"],
  ["warehouse", "bigquery-public", "named members allowed"],
  ["buckets", "bucket-version-rule", "a condition of old versions found, versioning needed"],
  ["identities", "build-logs", "CLOUD_LOGGING_ONLY or a bucket needed"],
  ["identities", "build-pull-request", "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY allowed"],
  ["identities", "build-any-branch", '".*" found, the name of a branch allowed'],
  ["identities", "source-repository-closed", "another host allowed"],
  ["identities", "registry-cleanup-dry-run", "true found, false allowed"],
];

const findings = new Map(
  [...new Set(SAID.map(([family]) => family))].map((family) => [
    family,
    findingsOf(estateOfFamilies(family), "2026-01-01"),
  ]),
);

test.each(SAID)("%s: %s says %s", (family, rule, message) => {
  const said = findings.get(family)?.filter((finding) => finding.rule === rule && finding.status === "violation");
  expect(said?.map((finding) => finding.message).filter((text) => text.includes(message))).not.toEqual([]);
});

const RULES = [...callerRules, ...agentRules, ...scheduleRules, ...buildRules, keyAgents, programRights];

/** Ids of what is said of resources that a plan makes. */
const said = (bodies: Readonly<Record<string, object>>): readonly string[] =>
  verdictsOf(RULES, bodies).map(({ rule }) => rule);

test("of accounts and services that are there already nothing is said: another state may hold the grants", () => {
  const plan = estateOfFamilies("functions");
  const old = new Estate({ stacks: [], resources: plan.resources.map(({ isNew: _, ...resource }) => resource) });
  expect(RULES.slice(0, 2).flatMap(({ check }) => check(old))).toEqual([]);
  expect(programRights.check(old)).toEqual([]);
});

test("a time table in App Engine's words is none of five fields", () => {
  const job = (schedule: string) => said({ "google_cloud_scheduler_job.x": { name: "x", schedule } });
  for (const schedule of [
    "every 24 hours",
    "1st monday of month 09:00",
    "*/5 * * * *",
    "0 9 * * MON-FRI",
    "0 0,12 1 */2 *",
  ]) {
    expect(job(schedule)).toEqual([]);
  }
  expect(job("0 0 9 * * *")).toEqual(["schedule-form"]);
  expect(job("0 9 * *")).toEqual(["schedule-form"]);
});

test("a build that stands in a file says there where its logs go", () => {
  const trigger = { name: "t", service_account: "projects/p/serviceAccounts/b@p.iam.gserviceaccount.com" };
  const push = (branch: string) => ({ github: { owner: "o", name: "n", push: { branch } } });
  const of = (body: object) => said({ "google_cloudbuild_trigger.t": { ...trigger, ...body } });
  expect(of({ filename: "cloudbuild.yaml", ...push("^main$") })).toEqual([]);
  expect(of({ build: { step: [{ name: "x" }] }, ...push("^main$") })).toEqual(["build-logs"]);
  for (const branch of [".*", "^.*$", "(.*)", ".+"]) {
    expect(of({ filename: "cloudbuild.yaml", ...push(branch) })).toEqual(["build-any-branch"]);
  }
  expect(of({ filename: "cloudbuild.yaml", ...push("^release/.*$") })).toEqual([]);
});

test("a secret that is mounted as a file, or by a function, is read by who mounts it", () => {
  const secret = "projects/p/secrets/key";
  const account = "app@p.iam.gserviceaccount.com";
  const grant = (who: string) => ({
    "google_secret_manager_secret_iam_member.key": {
      secret_id: secret,
      role: "roles/secretmanager.secretAccessor",
      member: `serviceAccount:${who}@p.iam.gserviceaccount.com`,
    },
  });
  const service = {
    name: "app",
    template: { service_account: account, volumes: [{ name: "key", secret: { secret } }] },
  };
  const func = {
    name: "app",
    service_config: {
      service_account_email: account,
      secret_environment_variables: [{ key: "KEY", project_id: "p", secret, version: "1" }],
    },
  };
  for (const mounting of [
    { "google_cloud_run_v2_service.app": service },
    { "google_cloudfunctions2_function.app": func },
  ]) {
    const of = (who: string) => verdictsOf([accessor], { ...mounting, ...grant(who) }).map(({ rule }) => rule);
    expect(of("app")).toEqual([]);
    expect(of("other")).toEqual(["secret-accessor"]);
  }
});
