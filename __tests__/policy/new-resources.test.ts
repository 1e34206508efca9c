import type { Json } from "../support/change";
import { plannedFindings, type Planned } from "../support/planned";

/** Rules that ask what a plan makes: resources that it leaves to others are not judged. */

/** What is said of a plan that makes these resources, and of one that finds them there. */
const saidOf = (rule: string, values: Planned, actions?: readonly string[]): readonly string[] =>
  plannedFindings(rule, values, {}, actions).map(({ severity, message }) => `${severity} ${message}`);

const SERVICE = { name: "site", location: "r", project: "p", template: [{ containers: [{ image: "x" }] }] };
const NEG = { name: "site", region: "r", project: "p", network_endpoint_type: "SERVERLESS" };
const BALANCED: Planned = {
  "google_cloud_run_v2_service.site": SERVICE,
  "google_compute_region_network_endpoint_group.site": { ...NEG, cloud_run: [{ service: "site" }] },
};
const INVOKER: Planned = {
  "google_cloud_run_v2_service_iam_member.all": {
    name: "site",
    location: "r",
    role: "roles/run.invoker",
    member: "allUsers",
  },
};

test("a balanced service that nobody may call", () => {
  expect(saidOf("run-no-invoker", BALANCED)).toEqual([expect.stringContaining("medium invoker_iam_disabled: not set")]);
  expect(saidOf("run-no-invoker", { ...BALANCED, ...INVOKER })).toEqual([]);
  expect(saidOf("run-no-invoker", BALANCED, ["no-op"])).toEqual([]);
  const open = { ...BALANCED, "google_cloud_run_v2_service.site": { ...SERVICE, invoker_iam_disabled: true } };
  expect(saidOf("run-no-invoker", open)).toEqual([]);
  const wide = { "google_project_iam_member.all": { role: "roles/run.invoker", member: "user:a@b" } };
  expect(saidOf("run-no-invoker", { ...BALANCED, ...wide })).toEqual([]);
});

test("an open ingress beside a balancer is worse where the balancer guards", () => {
  const backend = (more: Json) => ({ "google_compute_backend_service.site": { name: "site", ...more } });
  const said = (more: Json) => saidOf("run-ingress", { ...BALANCED, ...backend(more) })[0];
  expect(said({})).toMatch(/^medium/);
  expect(said({ security_policy: "edge" })).toMatch(/^high/);
});

const DEAD = { name: "work", topic: "work", dead_letter_policy: [{ dead_letter_topic: "projects/p/topics/dead" }] };
const TOPICS: Planned = {
  "google_pubsub_topic.dead": { name: "dead", project: "p" },
  "google_pubsub_topic.work": { name: "work", project: "p" },
  "google_pubsub_subscription.work": DEAD,
};

test("a dead letter topic that nobody reads, or may be written to", () => {
  const reader = { "google_pubsub_subscription.dead": { name: "dead", topic: "dead" } };
  const agent = "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com";
  const grant = {
    "google_pubsub_topic_iam_member.a": { topic: "dead", role: "roles/pubsub.publisher", member: agent },
  };
  expect(saidOf("pubsub-dead-letter-unread", TOPICS)).toHaveLength(1);
  expect(saidOf("pubsub-dead-letter-unread", { ...TOPICS, ...reader })).toEqual([]);
  expect(saidOf("pubsub-dead-letter-unread", TOPICS, ["no-op"])).toEqual([]);
  expect(saidOf("pubsub-dead-letter-grant", TOPICS)).toHaveLength(1);
  expect(saidOf("pubsub-dead-letter-grant", { ...TOPICS, ...grant })).toEqual([]);
});

test("what everyone may read or call", () => {
  const grant = (type: string, role: string) => ({ [`${type}.x`]: { bucket: "b", role, member: "allUsers" } });
  const reads = grant("google_storage_bucket_iam_member", "roles/storage.objectViewer");
  const writes = grant("google_storage_bucket_iam_member", "roles/storage.objectAdmin");
  expect(saidOf("iam-public-content", reads)).toEqual([expect.stringMatching(/^medium/)]);
  expect(saidOf("iam-public", reads)).toEqual([]);
  expect(saidOf("iam-public", writes)).toEqual([expect.stringMatching(/^high/)]);
});

test("a function's variables", () => {
  const func = (variables: Json) => ({
    "google_cloudfunctions_function.f": { name: "f", environment_variables: variables },
  });
  expect(saidOf("function-plain-secret", func({ DB_PASS: "CANARY", DB_NAME: "shop" }))).toEqual([
    expect.stringMatching(/^critical environment_variables: "DB_PASS" has a plain value/),
  ]);
  expect(saidOf("function-plain-secret", func({ DB_NAME: "shop" }))).toEqual([]);
});

test("a path matcher that no host rule names", () => {
  const map = (rules: readonly Json[]) => ({
    "google_compute_url_map.m": { name: "m", path_matcher: [{ name: "paths" }], host_rule: rules },
  });
  expect(saidOf("lb-path-matcher-unused", map([]))).toHaveLength(1);
  expect(saidOf("lb-path-matcher-unused", map([{ hosts: ["*"], path_matcher: "paths" }]))).toEqual([]);
});

test("a regional database without backups", () => {
  const instance = (type: string, enabled: boolean, logged = enabled) => ({
    "google_sql_database_instance.i": {
      ...{ name: "i", database_version: "POSTGRES_16" },
      settings: [
        { availability_type: type, backup_configuration: [{ enabled, point_in_time_recovery_enabled: logged }] },
      ],
    },
  });
  expect(saidOf("sql-regional-backups", instance("REGIONAL", false))).toEqual([expect.stringMatching(/^high/)]);
  expect(saidOf("sql-regional-backups", instance("REGIONAL", true))).toEqual([]);
  expect(saidOf("sql-regional-backups", instance("ZONAL", false))).toEqual([]);
  // Without recovery to a point in time Google takes it, and another rule speaks.
  const unlogged = instance("REGIONAL", true, false);
  expect(saidOf("sql-regional-backups", unlogged)).toEqual([]);
  expect(saidOf("sql-backups", unlogged)).toHaveLength(1);
});

test("a condition that names a repository by its name alone", () => {
  const provider = (condition: string) => ({
    "google_iam_workload_identity_pool_provider.g": {
      ...{ attribute_condition: condition, oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }] },
    },
  });
  const said = (condition: string) => saidOf("identity-condition-name", provider(condition));
  expect(said("assertion.repository == 'acme/shop' && assertion.ref == 'refs/heads/main'")).toHaveLength(1);
  expect(said("assertion.repository == 'acme/shop' && assertion.repository_owner_id == '12'")).toEqual([]);
});

const SECRET = { secret_id: "key", project: "p" };
const mounting = (key: string): Json => ({
  ...SERVICE,
  template: [
    { containers: [{ env: [{ name: "KEY", value_source: [{ secret_key_ref: [{ secret: "key", version: key }] }] }] }] },
  ],
});

test("a version of a new secret that the plan does not add, and the account that reads it", () => {
  const made = (key: string): Planned => ({
    "google_secret_manager_secret.key": SECRET,
    "google_secret_manager_secret_version.key": { secret: "projects/p/secrets/key" },
    "google_cloud_run_v2_service.site": mounting(key),
  });
  expect(saidOf("secret-version-absent", made("2"))).toEqual([expect.stringContaining("at most 1 allowed")]);
  expect(saidOf("secret-version-absent", made("1"))).toEqual([]);
  expect(saidOf("secret-version-absent", made("2"), ["no-op"])).toEqual([]);
  const grant = (member: string): Planned => ({
    "google_secret_manager_secret_iam_member.m": {
      ...{ secret_id: "key", role: "roles/secretmanager.secretAccessor" },
      member: `serviceAccount:${member}`,
    },
  });
  expect(saidOf("secret-accessor", { ...made("1"), ...grant("1-compute@developer.gserviceaccount.com") })).toEqual([]);
  expect(saidOf("secret-accessor", { ...made("1"), ...grant("other@p.iam.gserviceaccount.com") })).toHaveLength(1);
});
