import { Estate } from "../../policy/core/estate";
import { specOf } from "../../policy/core/spec";
import { CONTRACT, FLOORS } from "../../environments/contract";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { findingsOf } from "../../policy/packs";
import type { Spec } from "../../policy/core/spec";
import { alertSetRules } from "../../policy/packs/netra/alert-sets";
import type { Bodies } from "../support/area";
import { verdictsOf } from "../support/resource";
import { ENVIRONMENTS, estateOf } from "../support/synthesized";

/** Whether what has to be watched is: alerts by the ids of their rows. */

const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };
const POLICIES = "google_monitoring_alert_policy";

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
      ["database-up", "database-connections", "database-cpu", "database-latency"],
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
    ).toEqual([[rule, address, `alert "${lost}": no policy found, one needed; give monitoring/alerts the row`]]);
    expect(verdictsOf(alertSetRules, { ...estate, ...named([lost]) }, SPEC)).toEqual([]);
  });

  test("alert-set-environment: each routed host has its two, and trial its tests", () => {
    const map = { host_rule: [{ hosts: ["auth.trial.chat.example"], path_matcher: "auth" }] };
    const estate = { "google_compute_url_map.lb": map, ...named(["auth-failures", "uptime-auth"]) };
    const lost = verdictsOf(alertSetRules, estate, SPEC);
    expect(new Set(lost.map(({ rule }) => rule))).toEqual(new Set(["alert-set-environment"]));
    expect(lost.map(({ message }) => /"([^"]+)"/.exec(message)?.[1])).toEqual([
      "bypass-use",
      "socket-errors",
      "handshake",
      "handshake-silent",
      "verify-infrastructure",
      "verify-authentication",
      "verify-application",
      "verify-test-setup",
      "verify-silent",
      "drift-silent",
      "echo",
      "echo-silent",
      "e2e-success",
      "e2e-duration",
      "certificate-auth",
    ]);
  });

  test("a service that no host leads to has no backend to watch", () => {
    const hidden: Spec = { ...SPEC, environment: { ...trial, hosts: { app: trial.hosts.app! } } };
    const own = ["5xx", "503", "instances", "startup", "exits", "memory"].map((what) => `${what}-auth-service`);
    const estate = { "google_cloud_run_v2_service.auth-service": { name: "auth-service" }, ...named(own) };
    expect(verdictsOf(alertSetRules, estate, hidden)).toEqual([]);
  });

  test("alert-set-environment: prd opens no socket with a token and runs no tests", () => {
    const map = { host_rule: [{ hosts: ["auth.chat.example"], path_matcher: "auth" }] };
    const estate = { "google_compute_url_map.lb": map, ...named(["bypass-use"]) };
    const lost = verdictsOf(alertSetRules, estate, { ...SPEC, environment: prd });
    const ids = lost.map(({ message }) => /"([^"]+)"/.exec(message)?.[1]);
    expect(ids).toContain("bypass-tries");
    expect(ids.filter((id) => /^(echo|e2e)/.test(id ?? ""))).toEqual([]);
  });

  test.each([
    ["latency", ["burn-fast-frontend-latency", "burn-slow-frontend-latency"]],
    ["availability", ["burn-fast-frontend-availability", "burn-slow-frontend-availability"]],
    ["no-503s", ["missed-frontend-no-503s"]],
  ])("alert-set-objective: %s without its alerts", (id, needed) => {
    const address = `google_monitoring_slo.objectives-frontend_${id}`;
    const estate = { [address]: { service: "netra-trial-frontend", slo_id: id } };
    const [first = "", ...others] = needed;
    expect(
      verdictsOf(alertSetRules, { ...estate, ...named(others) }, SPEC).map((verdict) => [
        verdict.rule,
        verdict.address,
        verdict.message,
      ]),
    ).toEqual([
      ["alert-set-objective", address, `alert "${first}": no policy found, one needed; give monitoring/alerts the row`],
    ]);
    expect(verdictsOf(alertSetRules, { ...estate, ...named(needed) }, SPEC)).toEqual([]);
  });

  test("an objective of verification, and one that is not ours, has no burn rate", () => {
    const handshake = { service: "netra-trial-verification", slo_id: "handshake" };
    const theirs = { service: "theirs", slo_id: "latency" };
    const estate = { "google_monitoring_slo.handshake": handshake, "google_monitoring_slo.theirs": theirs };
    expect(verdictsOf(alertSetRules, estate, SPEC)).toEqual([]);
  });

  test("in the plan of another stack alone nothing can be missed", () => {
    expect(verdictsOf(alertSetRules, { "google_redis_instance.redis": { name: "redis" } }, SPEC)).toEqual([]);
  });
});

/** The environment as it is declared, without all resources of some types. */
describe.each(["trial", "prd"] as const)("%s", (name) => {
  const without = (isGone: (type: string) => boolean): readonly string[] => {
    const estate = estateOf(name);
    const spec = specOf(ENVIRONMENTS[name]!);
    const resources = estate.resources.filter(({ type }) => !isGone(type));
    // A review knows the resources of all stacks, and no stack's settings.
    const findings = findingsOf(new Estate({ stacks: [], resources }), "2026-01-01", spec);
    return [...new Set(findings.map(({ rule }) => rule))].sort();
  };
  const SETS = ["cache", "database", "environment", "objective", "service"].map((what) => `alert-set-${what}`);

  test.each<[string, (type: string) => boolean, readonly string[]]>([
    ["nothing", () => false, []],
    ["alerts", (type) => type === POLICIES, SETS],
    ["uptime checks", (type) => type === "google_monitoring_uptime_check_config", ["uptime-check-hosts"]],
    ["dashboard", (type) => type === "google_monitoring_dashboard", ["dashboard-present"]],
    ["objectives and their services", (type) => /google_monitoring_(slo|custom_service)/.test(type), ["slo-declared"]],
    [
      "monitoring stack",
      (type) => /^google_(monitoring|logging)_/.test(type),
      [...SETS.filter((id) => id !== "alert-set-objective"), "dashboard-present", "slo-declared", "uptime-check-hosts"],
    ],
  ])("what is missing is said where the %s is gone", (_what, isGone, rules) => {
    expect(without(isGone)).toEqual([...rules].sort());
  });
});
