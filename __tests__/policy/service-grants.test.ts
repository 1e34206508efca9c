import { alertUnitRules } from "../../policy/packs/google/alerts/alert-units";
import { serviceGrantRules } from "../../policy/packs/google/identities/iam-services";
import { projectRules } from "../../policy/packs/google/identities/projects";
import { secretSourceRules } from "../../policy/packs/google/secrets/secret-sources";
import { sqlEngineRules } from "../../policy/packs/google/stores/cloud-sql-engines";
import { deliveryRules } from "../../policy/packs/google/programs/pubsub-delivery";
import { ELSEWHERE, describeArea } from "../support/area";
import { verdictsOf } from "../support/resource";

const GRANT = "google_project_iam_member.app";
const JOB = "google_cloud_run_v2_job_iam_member.caller";
const BUCKET = "google_storage_bucket_iam_member.app";
const API = "google_project_service.run";
const ALERT = "google_monitoring_alert_policy.slow";
const DATABASE = "google_sql_database_instance.main";
const SUBSCRIPTION = "google_pubsub_subscription.work";

const APP = "serviceAccount:app@p.iam.gserviceaccount.com";
const alert = (metric: string, threshold_value: number) => [
  {
    condition_threshold: {
      filter: `metric.type="${metric}" AND resource.type="x"`,
      comparison: "COMPARISON_GT",
      threshold_value,
    },
  },
];

describeArea({
  rules: [
    ...serviceGrantRules,
    ...alertUnitRules,
    ...deliveryRules,
    ...projectRules.filter(({ id }) => id.startsWith("api-d")),
    ...sqlEngineRules.filter(({ id }) => id === "sql-mysql-general-log"),
  ],
  estate: {
    [GRANT]: { project: "p", role: "roles/cloudsql.client", member: APP },
    [JOB]: { name: "nightly", role: "roles/run.invoker", member: APP },
    [BUCKET]: { bucket: "uploads", role: "roles/storage.objectUser", member: APP },
    [API]: { project: "p", service: "run.googleapis.com", disable_on_destroy: false },
    [ALERT]: { conditions: alert("run.googleapis.com/request_latencies", 2000) },
    [DATABASE]: {
      database_version: "MYSQL_8_4",
      settings: { database_flags: [{ name: "slow_query_log", value: "on" }] },
    },
    [SUBSCRIPTION]: { topic: "work", message_retention_duration: "604800s" },
  },
  broken: [
    ["iam-project-administration", GRANT, "role", "roles/cloudsql.admin", '"roles/cloudsql.admin" found'],
    ["iam-project-deployment", GRANT, "role", "roles/run.developer", '"roles/run.developer" found'],
    ["iam-project-invoker", GRANT, "role", "roles/run.invoker", '"roles/run.invoker" found'],
    ["iam-project-data", GRANT, "role", "roles/storage.objectViewer", "on single resources"],
    ["iam-bucket-administration", BUCKET, "role", "roles/storage.admin", "a role for its objects"],
    ["iam-basic-role-on-resource", JOB, "role", "roles/viewer", '"roles/viewer" found'],
    ["api-disables-dependents", API, "disable_dependent_services", true, "true found"],
    ["api-disables-dependents", API, "disable_on_destroy", true, "true found"],
    [
      "alert-sql-engine",
      ALERT,
      "conditions",
      alert("cloudsql.googleapis.com/database/postgresql/num_backends", 80),
      "a metric of postgresql",
    ],
    [
      "alert-time-unit",
      ALERT,
      "conditions",
      alert("run.googleapis.com/request_latencies", 2),
      "2 found, in milliseconds",
    ],
    [
      "alert-time-unit",
      ALERT,
      "conditions",
      alert("cloudfunctions.googleapis.com/function/execution_times", 30_000),
      "in nanoseconds",
    ],
    [
      "sql-mysql-general-log",
      DATABASE,
      "settings.database_flags",
      [{ name: "general_log", value: "on" }],
      '"on" found',
    ],
    ["pubsub-retention", SUBSCRIPTION, "message_retention_duration", "1200s", "1200 s found"],
  ],
  held: [
    [GRANT, "member", "group:operators@example.com"],
    [GRANT, "", { project: "p", role: "roles/cloudsql.admin", member: "group:operators@example.com" }],
    [API, "disable_on_destroy", undefined],
    [ALERT, "conditions", alert("cloudsql.googleapis.com/database/mysql/queries", 1)],
    [DATABASE, "settings.database_flags", [{ name: "general_log", value: "off" }]],
    [SUBSCRIPTION, "message_retention_duration", undefined],
  ],
  unknown: [
    ["iam-basic-role-on-resource", JOB, "role"],
    ["api-disables-dependents", API, "disable_dependent_services"],
    ["pubsub-retention", SUBSCRIPTION, "message_retention_duration"],
  ],
});

const rulesIn = (bodies: Readonly<Record<string, object>>): readonly (readonly string[])[] =>
  verdictsOf([...serviceGrantRules, ...projectRules, ...secretSourceRules], bodies).map(({ rule, severity }) => [
    rule,
    severity,
  ]);

test("what is declared twice", () => {
  const grant = { project: "p", role: "roles/cloudsql.client", member: APP };
  expect(rulesIn({ [GRANT]: grant, "google_project_iam_member.again": grant })).toEqual([["iam-grant-twice", "low"]]);
  expect(rulesIn({ [GRANT]: grant, "google_project_iam_member.other": { ...grant, project: "q" } })).toEqual([]);
  const later = { ...grant, member: ELSEWHERE };
  expect(rulesIn({ [GRANT]: later, "google_project_iam_member.again": later })).toEqual([]);
  const api = { project: "p", service: "run.googleapis.com" };
  expect(rulesIn({ [API]: api, "google_project_service.again": api })).toEqual([["api-declared-once", "low"]]);
});

const user = (password: string) => ({ name: "app", instance: "main", password });

test("where the value of a secret comes from", () => {
  expect(rulesIn({ "google_sql_user.app": user("not-a-real-one") })).toEqual([["secret-in-code", "high"]]);
  const version = { secret: "key", secret_data: "not-a-real-one" };
  expect(rulesIn({ "google_secret_manager_secret_version.key": version })).toEqual([["secret-in-code", "medium"]]);
  expect(rulesIn({ "google_sql_user.app": user("${random_id.key.hex}") })).toEqual([["secret-random-shown", "medium"]]);
  expect(rulesIn({ "google_sql_user.app": user("${random_password.app.result}") })).toEqual([]);
  expect(rulesIn({ "google_sql_user.app": user(ELSEWHERE) })).toEqual([]);
});

test("one password for two users", () => {
  const shared = user("${random_password.app.result}");
  expect(rulesIn({ "google_sql_user.app": shared, "google_sql_user.root": shared })).toEqual([
    ["secret-same-value", "low"],
  ]);
  const version = { secret: "key", secret_data: "${random_password.app.result}" };
  expect(rulesIn({ "google_sql_user.app": shared, "google_secret_manager_secret_version.key": version })).toEqual([]);
});
