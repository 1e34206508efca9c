import { CONTRACT, FLOORS } from "../../environments/contract";
import { staging } from "../../environments/staging";
import type { Spec } from "../../policy/rule";
import { alertSetRules } from "../../policy/rules/alert-sets";
import { alertRules } from "../../policy/rules/alerts";
import { ELSEWHERE } from "../support/area";
import { altered, verdictsOf } from "../support/resource";
import { stackJson } from "../support/synthesized";

/** Rules that hold alerts against the environment's alert table, on policies as our own stack declares them. */

const SPEC: Spec = { environment: staging, contract: CONTRACT, floors: FLOORS };

type Bodies = Readonly<Record<string, object>>;

const POLICIES = "google_monitoring_alert_policy";
const CONNECTIONS = `${POLICIES}.alert-database-connections`;
const SILENT = `${POLICIES}.alert-drift-silent`;
const BURNING = `${POLICIES}.alert-burn-slow-frontend-latency`;
const RATIO = `${POLICIES}.alert-backend-5xx-frontend`;
const CONDITION = "conditions.0.condition_threshold";
const QUERY = "conditions.0.condition_prometheus_query_language.query";

const declared = stackJson("staging-monitoring").resource!;
const only = (...addresses: readonly string[]): Bodies =>
  Object.fromEntries(addresses.map((address) => [address, declared[POLICIES]![address.split(".")[1]!]!]));
const ofType = (type: string): Bodies =>
  Object.fromEntries(Object.entries(declared[type]!).map(([name, body]) => [`${type}.${name}`, body]));

const ESTATE: Bodies = {
  ...only(CONNECTIONS, SILENT, BURNING, RATIO),
  ...ofType("google_monitoring_notification_channel"),
  ...ofType("google_monitoring_metric_descriptor"),
  ...ofType("google_monitoring_custom_service"),
  ...ofType("google_monitoring_slo"),
};

const found = (address: string, path: string, value: unknown, spec?: Spec) =>
  verdictsOf(alertRules, { ...ESTATE, [address]: altered(ESTATE[address]!, path, value) }, spec).map(
    ({ rule, status, message }) => [rule, status, message] as const,
  );

test("what our own stack declares holds", () => {
  expect(verdictsOf(alertRules, ESTATE, SPEC)).toEqual([]);
});

test.each([
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.threshold_value`, 400, "400 found, 320 allowed"],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.duration`, "600s", '"600s" found'],
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.aggregations.0.cross_series_reducer`, "REDUCE_MAX", "table's own"],
  ["alert-as-declared", SILENT, QUERY, "vector(0)", "a value found, the alert table's own allowed"],
  ["alert-as-declared", BURNING, `${CONDITION}.threshold_value`, 20, "20 found, 2 allowed"],
  ["alert-as-declared", RATIO, `${CONDITION}.denominator_filter`, undefined, "nothing found"],
  ["alert-contact", CONNECTIONS, "notification_channels", [reference("authentication")], "the one of infrastructure"],
  ["alert-one-condition", SILENT, "conditions.1", { display_name: "another" }, "2 found, 1 allowed"],
  ["alert-runbook-anchor", SILENT, "documentation.content", "look around", "the link to its anchor"],
])("%s: %s %s = %j", (rule, address, path, value, text) => {
  expect(found(address, path, value, SPEC)).toEqual([[rule, "violation", expect.stringContaining(text)]]);
});

function reference(contact: string): string {
  return `\${google_monitoring_notification_channel.channel-${contact}.name}`;
}

test.each([
  ["alert-as-declared", CONNECTIONS, `${CONDITION}.threshold_value`],
  ["alert-runbook-anchor", CONNECTIONS, "documentation.content"],
])("%s: %s %s is not known before apply", (rule, address, path) => {
  expect(found(address, path, ELSEWHERE, SPEC)).toContainEqual([rule, "unknown", expect.stringContaining("not known")]);
});

test("without the spec nothing is asked of a foreign policy", () => {
  expect(found(CONNECTIONS, `${CONDITION}.threshold_value`, 400)).toEqual([]);
  expect(found(CONNECTIONS, "documentation.content", "look around")).toEqual([]);
});

test("with the spec a metric has to be in a table", () => {
  const filter = 'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/requests"';
  expect(found(CONNECTIONS, `${CONDITION}.filter`, filter, SPEC).map(([rule]) => rule)).toEqual(["alert-metric"]);
  expect(found(CONNECTIONS, `${CONDITION}.filter`, filter)).toEqual([]);
});

describe("sets", () => {
  const named = (ids: readonly string[]): Bodies =>
    Object.fromEntries(ids.map((id) => [`${POLICIES}.alert-${id}`, { user_labels: { alert: id } }]));
  const PAIRS: readonly (readonly [
    rule: string,
    address: string,
    body: object,
    lost: string,
    kept: readonly string[],
  ])[] = [
    [
      "alert-set-service",
      "google_cloud_run_v2_service.auth-service",
      { name: "auth-service" },
      "memory-auth-service",
      ["5xx", "503", "instances", "startup", "exits", "backend-5xx", "backend-503"].map((id) => `${id}-auth-service`),
    ],
    [
      "alert-set-database",
      "google_sql_database_instance.database",
      { name: "db" },
      "database-disk",
      ["database-connections", "database-cpu", "database-latency"],
    ],
    [
      "alert-set-cache",
      "google_redis_instance.redis",
      { name: "redis" },
      "cache-evictions",
      ["cache-memory", "cache-clients"],
    ],
  ];

  test.each(PAIRS)("%s: %s without one of its alerts", (rule, address, body, lost, kept) => {
    const estate = { [address]: body, ...named(kept) };
    expect(
      verdictsOf(alertSetRules, estate, SPEC).map((verdict) => [verdict.rule, verdict.address, verdict.message]),
    ).toEqual([[rule, address, `alert "${lost}": no policy found, one needed; give environments/alerts the row`]]);
    expect(verdictsOf(alertSetRules, { ...estate, ...named([lost]) }, SPEC)).toEqual([]);
    expect(verdictsOf(alertSetRules, estate)).toEqual([]);
  });

  test("alert-set-environment: each routed host has its two, and staging its tests", () => {
    const map = { host_rule: [{ hosts: ["auth.staging.netrasystems.ai"], path_matcher: "auth" }] };
    const estate = { "google_compute_url_map.lb": map, ...named(["auth-failures", "uptime-auth"]) };
    const lost = verdictsOf(alertSetRules, estate, SPEC);
    expect(new Set(lost.map(({ rule }) => rule))).toEqual(new Set(["alert-set-environment"]));
    expect(lost.map(({ message }) => /"([^"]+)"/.exec(message)?.[1])).toEqual([
      "bypass-use",
      "socket-errors",
      "handshake",
      "echo",
      "verify-infrastructure",
      "verify-authentication",
      "verify-application",
      "verify-test-setup",
      "verify-silent",
      "drift-silent",
      "e2e-success",
      "e2e-duration",
      "certificate-auth",
    ]);
  });

  test("a service that no host leads to has no backend to watch", () => {
    const hidden: Spec = { ...SPEC, environment: { ...staging, hosts: { app: staging.hosts.app! } } };
    const own = ["5xx", "503", "instances", "startup", "exits", "memory"].map((what) => `${what}-auth-service`);
    const estate = { "google_cloud_run_v2_service.auth-service": { name: "auth-service" }, ...named(own) };
    expect(verdictsOf(alertSetRules, estate, hidden)).toEqual([]);
  });

  test("without a single alert they are in another state", () => {
    expect(verdictsOf(alertSetRules, { "google_redis_instance.redis": { name: "redis" } }, SPEC)).toEqual([]);
  });
});
