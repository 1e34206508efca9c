import type { Json } from "../support/change";
import { plannedFindings, type Planned } from "../support/planned";

/** What waits for what: only a plan tells, by its configuration. */

/** What is said of a plan that makes these resources, with that configuration. */
const saidOf = (rule: string, values: Planned, configuration: Json = {}): readonly string[] =>
  plannedFindings(rule, values, configuration).map(({ address }) => address);

const SERVICE = "module.site.google_cloud_run_v2_service.site";
const VERSION = "google_secret_manager_secret_version.key";
const secret_key_ref = [{ secret: "key", version: "latest" }];
const SECRETS: Planned = {
  "google_secret_manager_secret.key": { secret_id: "key", project: "p" },
  [VERSION]: { secret: "projects/p/secrets/key" },
  [SERVICE]: {
    ...{ name: "site", location: "r", project: "p" },
    template: [{ containers: [{ image: "x:1", env: [{ name: "KEY", value_source: [{ secret_key_ref }] }] }] }],
  },
};

/** A configuration in which the service, or the module around it, waits for something. */
const waiting = (own: readonly string[], around: readonly string[] = []): Json => ({
  resources: [{ address: "google_secret_manager_secret_iam_member.site", depends_on: [VERSION] }],
  module_calls: {
    site: {
      depends_on: around,
      module: { resources: [{ address: "google_cloud_run_v2_service.site", depends_on: own }] },
    },
  },
});

test("a service that does not wait for the value of its secret", () => {
  expect(saidOf("secret-version-order", SECRETS)).toEqual([SERVICE]);
  expect(saidOf("secret-version-order", SECRETS, waiting(["google_other.thing"]))).toEqual([SERVICE]);
});

test("a service waits by the depends_on of its module, also through what lies between", () => {
  expect(saidOf("secret-version-order", SECRETS, waiting([], [VERSION]))).toEqual([]);
  const grant = { "google_secret_manager_secret_iam_member.site": { secret_id: "key", role: "r", member: "user:a@b" } };
  const between = waiting([], ["google_secret_manager_secret_iam_member.site"]);
  expect(saidOf("secret-version-order", { ...SECRETS, ...grant }, between)).toEqual([]);
});

const TOPIC = { name: "work", project: "p" };
const GRANT = "google_pubsub_topic_iam_member.app";
const GRANTS: Planned = {
  "google_pubsub_topic.work": TOPIC,
  [GRANT]: { topic: "work", project: "p", role: "roles/pubsub.publisher", member: "user:a@b" },
};
const granted = (topic: Json, depends_on: readonly string[] = []): Json => ({
  resources: [{ address: GRANT, expressions: { topic }, depends_on }],
});

test("a grant that names a topic of this plan without waiting for it", () => {
  expect(saidOf("iam-grant-order", GRANTS, granted({ constant_value: "work" }))).toEqual([GRANT]);
  expect(saidOf("iam-grant-order", GRANTS, granted({ references: ["google_pubsub_topic.work.name"] }))).toEqual([]);
  const named = granted({ constant_value: "work" }, ["google_pubsub_topic.work"]);
  expect(saidOf("iam-grant-order", GRANTS, named)).toEqual([]);
  expect(saidOf("iam-grant-order", GRANTS, granted({ references: ["local.topic"] }))).toEqual([]);
});

const NOTIFICATION = "google_storage_notification.uploads";
const agent = (member: string): Planned => ({
  "google_pubsub_topic.work": TOPIC,
  [NOTIFICATION]: { bucket: "uploads", topic: "projects/p/topics/work" },
  [GRANT]: { topic: "work", project: "p", role: "roles/pubsub.publisher", member },
});

test("Cloud Storage needs the right to publish what it notifies of", () => {
  expect(saidOf("pubsub-agent-grant", agent("user:a@b"))).toEqual([NOTIFICATION]);
  const storage = "serviceAccount:service-1@gs-project-accounts.iam.gserviceaccount.com";
  expect(saidOf("pubsub-agent-grant", agent(storage))).toEqual([]);
});

const client = (role: string): Planned => ({
  "google_service_account.site": { account_id: "site", email: "site@p.iam.gserviceaccount.com", project: "p" },
  "google_project_iam_member.site": { project: "p", role, member: "serviceAccount:site@p.iam.gserviceaccount.com" },
  "google_cloud_run_v2_service.site": {
    ...{ name: "site", location: "r", project: "p" },
    template: [
      {
        service_account: "site@p.iam.gserviceaccount.com",
        containers: [{ image: "x:1" }],
        volumes: [{ name: "sql", cloud_sql_instance: [{ instances: ["p:r:main"] }] }],
      },
    ],
  },
});

test("a new account behind the socket of Cloud SQL needs the right to connect", () => {
  expect(saidOf("run-cloudsql-client", client("roles/logging.logWriter"))).toEqual([
    "google_cloud_run_v2_service.site",
  ]);
  expect(saidOf("run-cloudsql-client", client("roles/cloudsql.client"))).toEqual([]);
  expect(saidOf("run-cloudsql-client", client("projects/p/roles/own"))).toEqual([]);
});
