import type { Environment, ServiceSpec } from "../../environments/environment";
import { UNKNOWN } from "../../policy/core/resource";

/** What may not change of what watches: alerts, objectives, the end-to-end tests. */

/** A value that follows from others, which have rows of their own: the formula is what may not change. */
export type Derived = (environment: Environment) => unknown;

/**
 * A value that may not change: the address of a resource, or `stack <role>`; the path of an attribute, or `env NAME` for a variable;
 * staging's value, and production's where it is another; or the formula of both.
 */
export type Row = readonly [address: string, path: string, staging: unknown, production?: unknown];

const socketService = ({ services }: Environment): ServiceSpec => services["websocket-service"]!;
/** The least whole number above which at least four fifths are in use. */
const beforeFourFifths = (limit: number): number => Math.ceil(limit * 0.8) - 1;

/** Every Cloud Run service. */
export const SERVICES = ["websocket-service", "auth-service", "frontend"];

const RUNNER = "google_cloud_run_v2_job.e2e-runner";
const RESULTS = "google_storage_bucket.e2e-results";
const RESULTS_WRITER = "google_storage_bucket_iam_member.e2e-results_writes";
const TASK = "template[0].template[0]";
const THRESHOLD = "conditions[0].condition_threshold[0].threshold_value";
const QUERY = "conditions[0].condition_prometheus_query_language[0].query";
const RENOTIFIED = "alert_strategy[0].notification_channel_strategy[0].renotify_interval";
const alert = (id: string): string => `google_monitoring_alert_policy.alert-${id}`;
const slo = (of: string, id: string): string => `google_monitoring_slo.objectives-${of}_${id}`;
const UPTIMES = [
  "app",
  "app-api",
  "app-socket",
  "apex",
  "apex-api",
  "apex-socket",
  "api",
  "api-ready",
  "api-socket",
  "auth",
  "auth-ready",
].map((key) => `google_monitoring_uptime_check_config.uptime-${key}`);

/** Sign-ins that the runs of an hour ask for, and a twentieth more; where no tests run, none. */
const bypassUses: Derived = (environment) => {
  if (environment.kind === "production") return 0;
  const { signIns, runsPerHour } = environment.e2e.runner;
  return signIns * runsPerHour * 1.05;
};

/** The rows of the hardened table that watch, by id. */
export const PINNED_WATCH: Readonly<Record<string, readonly Row[]>> = {
  uptime: UPTIMES.flatMap((uptime): Row[] => [
    [uptime, "period", "60s"],
    [uptime, "timeout", "10s"],
    [uptime, "http_check[0].validate_ssl", true],
    [uptime, "selected_regions", ["EUROPE", "USA_IOWA", "USA_OREGON", "USA_VIRGINIA"]],
  ]),
  "alert-sets": [
    ...["outage", "sockets-down", "database-down", "cache-down", "auth-failing"].flatMap((id): Row[] => [
      [alert(id), "severity", "CRITICAL"],
      [alert(id), RENOTIFIED, "1800s"],
    ]),
    ...["burn-slow", "verify-infrastructure", "drift", "certificate"].flatMap((id): Row[] => [
      [alert(id), "severity", "WARNING"],
      [alert(id), RENOTIFIED, undefined],
    ]),
    ...["outage", "cache-load", "verify-silent"].flatMap((id): Row[] => [
      [alert(id), "enabled", true],
      [alert(id), "notification_channels[0]", UNKNOWN],
    ]),
    [alert("bypass-use"), "severity", "WARNING", "CRITICAL"],
  ],
  "alert-thresholds": [
    [alert("memory"), THRESHOLD, 0.9],
    [
      alert("database-connections"),
      THRESHOLD,
      ({ database }: Environment) => beforeFourFifths(database.maxConnections),
    ],
    [
      alert("instances"),
      THRESHOLD,
      (environment: Environment) => beforeFourFifths(socketService(environment).scaling.max),
    ],
    [alert("certificate"), THRESHOLD, 21],
    [alert("bypass-use"), THRESHOLD, bypassUses],
    [
      alert("outage"),
      QUERY,
      expect.stringMatching(/ > 0\.048 .* > 0\.048\) or count\(.* >= 2\)$/),
      expect.stringMatching(/ > 0\.01344 .* > 0\.01344\) or count\(.* >= 2\)$/),
    ],
    [
      alert("drift"),
      QUERY,
      'count(last_over_time(custom_googleapis_com:netra_drift_checked{monitored_resource="global"}[129600s]) > 0)' +
        ' or count(absent_over_time(custom_googleapis_com:netra_drift_checked{monitored_resource="global"}[129600s]))',
    ],
  ],
  objectives: SERVICES.flatMap((service): Row[] => [
    [slo(service, "availability"), "goal", 0.99, 0.999],
    [slo(service, "availability"), "rolling_period_days", 2, 28],
    [slo(service, "no-503s"), "goal", 0.9999],
    [slo(service, "no-503s"), "rolling_period_days", 1],
    [slo(service, "latency"), "goal", 0.95, 0.99],
  ]),
  dashboard: [
    [
      "google_monitoring_dashboard.dashboard",
      "dashboard_json",
      expect.stringMatching(/"displayName":"staging at a glance","mosaicLayout":/),
      expect.stringMatching(/"displayName":"production at a glance","mosaicLayout":/),
    ],
  ],
  "e2e-runner": [
    [RUNNER, "deletion_protection", true],
    [RUNNER, "launch_stage", "GA"],
    [RUNNER, "template[0].task_count", 1],
    [RUNNER, "template[0].parallelism", 1],
    [RUNNER, `${TASK}.max_retries`, 0],
    [RUNNER, `${TASK}.timeout`, "600s"],
    [RUNNER, `${TASK}.execution_environment`, "EXECUTION_ENVIRONMENT_GEN2"],
    [RUNNER, `${TASK}.service_account`, "e2e-runner@netra-staging.iam.gserviceaccount.com"],
    [RUNNER, `${TASK}.vpc_access[0].egress`, "PRIVATE_RANGES_ONLY"],
    [RUNNER, `${TASK}.containers[0].image`, "us-central1-docker.pkg.dev/netra-staging/netra/e2e-tests:1.0.0"],
    [RUNNER, `${TASK}.containers[0].resources[0].limits`, { cpu: "1", memory: "2048Mi" }],
    [RESULTS, "public_access_prevention", "enforced"],
    [RESULTS, "uniform_bucket_level_access", true],
    [RESULTS, "force_destroy", false],
    [RESULTS, "soft_delete_policy[0].retention_duration_seconds", 604_800],
    [RESULTS, "lifecycle_rule[0].action[0].type", "Delete"],
    [RESULTS, "lifecycle_rule[0].condition[0].age", 90],
    [RESULTS, "lifecycle_rule[0].condition[0].matches_prefix", ["e2e/"]],
    [RESULTS, "lifecycle_rule[1]", undefined],
    [RESULTS_WRITER, "role", "roles/storage.objectCreator"],
    [
      RESULTS_WRITER,
      "condition[0].expression",
      'resource.name.startsWith("projects/_/buckets/netra-staging-e2e-results/objects/e2e/")',
    ],
  ],
};
