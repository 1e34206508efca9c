import type { Json } from "../support/change";
import { plannedFindings, type Planned } from "../support/planned";

/** Rules of what a plan makes and what that needs beside it; what is there already may have it in another state. */

/** What is said of a plan that makes these resources, or finds them there. */
const saidOf = (rule: string, values: Planned, configuration: Json = {}, action = "create"): readonly string[] =>
  plannedFindings(rule, values, configuration, [action]).map(({ severity, address }) => `${severity} ${address}`);

const BUCKET = { name: "archive", location: "US-CENTRAL1", project: "p" };
const SINK: Planned = {
  "google_storage_bucket.archive": BUCKET,
  "google_logging_project_sink.all": { name: "all", destination: "storage.googleapis.com/archive" },
};

test("a sink to a new bucket needs its writer's grant", () => {
  const grant = (member: string): Planned => ({
    "google_storage_bucket_iam_member.sink": { bucket: "archive", role: "roles/storage.objectCreator", member },
  });
  const agent = "serviceAccount:service-1@gcp-sa-logging.iam.gserviceaccount.com";
  expect(saidOf("log-sink-grant", SINK)).toEqual(["medium google_logging_project_sink.all"]);
  expect(saidOf("log-sink-grant", { ...SINK, ...grant(agent) })).toEqual([]);
  expect(
    saidOf("log-sink-grant", { ...SINK, ...grant("serviceAccount:cloud-logs@system.gserviceaccount.com") }),
  ).toEqual(["medium google_logging_project_sink.all"]);
  expect(saidOf("log-sink-grant", SINK, {}, "no-op")).toEqual([]);
});

const KEY = "projects/p/locations/global/keyRings/ring/cryptoKeys/data";
const ENCRYPTED: Planned = {
  "google_kms_key_ring.ring": { name: "ring", location: "global", project: "p" },
  "google_kms_crypto_key.data": { name: "data", key_ring: "projects/p/locations/global/keyRings/ring" },
  "google_storage_bucket.archive": { ...BUCKET, encryption: [{ default_kms_key_name: KEY }] },
};

test("a new key stands where its bucket stands, and Google's account may use it", () => {
  expect(saidOf("kms-location", ENCRYPTED)).toEqual(["high google_storage_bucket.archive"]);
  expect(saidOf("kms-agent-grant", ENCRYPTED)).toEqual(["medium google_storage_bucket.archive"]);
  const role = "roles/cloudkms.cryptoKeyEncrypterDecrypter";
  const member = "serviceAccount:service-1@gs-project-accounts.iam.gserviceaccount.com";
  const grant = { "google_kms_crypto_key_iam_member.agent": { crypto_key_id: KEY, role, member } };
  expect(saidOf("kms-agent-grant", { ...ENCRYPTED, ...grant })).toEqual([]);
  expect(saidOf("grant-order", { ...ENCRYPTED, ...grant })).toEqual(["medium google_storage_bucket.archive"]);
  const waiting = {
    resources: [{ address: "google_storage_bucket.archive", depends_on: ["google_kms_crypto_key_iam_member.agent"] }],
  };
  expect(saidOf("grant-order", { ...ENCRYPTED, ...grant }, waiting)).toEqual([]);
});

test("an alert waits for its metric of logs, and a resource for its API", () => {
  const filter = 'resource.type="global" AND metric.type="logging.googleapis.com/user/logins"';
  const values: Planned = {
    "google_logging_metric.logins": { name: "logins", filter: "severity>=ERROR" },
    "google_monitoring_alert_policy.logins": { conditions: [{ condition_threshold: [{ filter, duration: "0s" }] }] },
    "google_project_service.run": { service: "run.googleapis.com" },
    "google_cloud_run_v2_service.site": { name: "site", location: "r", template: [{ containers: [{ image: "x:1" }] }] },
  };
  const waiting = (address: string, on: string): Json => ({ resources: [{ address, depends_on: [on] }] });
  expect(saidOf("alert-log-metric-order", values)).toEqual(["medium google_monitoring_alert_policy.logins"]);
  expect(saidOf("api-order", values)).toEqual(["medium google_project_service.run"]);
  const alert = waiting("google_monitoring_alert_policy.logins", "google_logging_metric.logins");
  expect(saidOf("alert-log-metric-order", values, alert)).toEqual([]);
  const service = waiting("google_cloud_run_v2_service.site", "google_project_service.run");
  expect(saidOf("api-order", values, service)).toEqual([]);
});

test("a new cluster of Redis in a new network needs a connection policy there", () => {
  const network = "projects/p/global/networks/main";
  const values: Planned = {
    "google_compute_network.main": { name: "main", project: "p" },
    "google_redis_cluster.cache": { name: "cache", psc_configs: [{ network }] },
  };
  const policy = { "google_network_connectivity_service_connection_policy.main": { name: "main", network } };
  expect(saidOf("memorystore-connection-policy", values)).toEqual(["high google_redis_cluster.cache"]);
  expect(saidOf("memorystore-connection-policy", { ...values, ...policy })).toEqual([]);
});

test("what Google has ended, and what a project or a database is made with", () => {
  expect(saidOf("service-shut-down", { "google_iap_brand.brand": { project: "p" } })).toEqual([
    "high google_iap_brand.brand",
  ]);
  expect(saidOf("project-deletion-policy", { "google_project.p": { deletion_policy: "DELETE" } })).toEqual([
    "medium google_project.p",
  ]);
  const server = { database_version: "SQLSERVER_2022_STANDARD", settings: [{ tier: "db-custom-2-7680" }] };
  const address = "google_sql_database_instance.server";
  expect(saidOf("sql-server-root-password", { [address]: server })).toEqual([`high ${address}`]);
  expect(saidOf("sql-server-root-password", { [address]: { ...server, root_password: "not-a-secret" } })).toEqual([]);
});

test("a new account that is a user of a database may sign in", () => {
  const values: Planned = {
    "google_service_account.run": { account_id: "run", email: "run@p.iam.gserviceaccount.com", project: "p" },
    "google_sql_database_instance.main": { name: "main", database_version: "POSTGRES_17" },
    "google_sql_user.run": { name: "run@p.iam", type: "CLOUD_IAM_SERVICE_ACCOUNT", instance: "main" },
  };
  const named: Json = {
    resources: [
      {
        address: "google_sql_user.run",
        expressions: { name: { references: ["google_service_account.run.email", "google_service_account.run"] } },
      },
    ],
  };
  const grant = {
    "google_project_iam_member.run": {
      role: "roles/cloudsql.instanceUser",
      member: "serviceAccount:run@p.iam.gserviceaccount.com",
    },
  };
  expect(saidOf("sql-iam-user-grant", values, named)).toEqual(["medium google_sql_user.run"]);
  expect(saidOf("sql-iam-user-grant", { ...values, ...grant }, named)).toEqual([]);
});

test("programs that share an account, a project without billing, a cache in the default network", () => {
  const service = (name: string): Json => ({
    ...{ name, location: "r" },
    template: [{ service_account: "run@p.iam.gserviceaccount.com", containers: [{ image: "x:1" }] }],
  });
  const account = { account_id: "run", email: "run@p.iam.gserviceaccount.com", project: "p" };
  const values = {
    "google_service_account.run": account,
    "google_cloud_run_v2_service.one": service("one"),
    "google_cloud_run_v2_service.two": service("two"),
  };
  expect(saidOf("iam-shared-account", values)).toEqual(["low google_cloud_run_v2_service.two"]);
  const topic = { name: "t", project: "chat" };
  const project = { "google_project.chat": { project_id: "chat" }, "google_pubsub_topic.t": topic };
  expect(saidOf("project-without-billing", project)).toEqual(["medium google_project.chat"]);
  const billed = { ...project, "google_project.chat": { project_id: "chat", billing_account: "000000-000000-000000" } };
  expect(saidOf("project-without-billing", billed)).toEqual([]);
  const address = "google_redis_instance.cache";
  expect(saidOf("store-default-network", { [address]: { name: "cache" } })).toEqual([`low ${address}`]);
  expect(
    saidOf("store-default-network", { [address]: { authorized_network: "projects/p/global/networks/v" } }),
  ).toEqual([]);
});
