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
      "memory",
      ["outage", "instances", "exits", "delivery", "refused"],
    ],
    [
      "alert-set-database",
      "google_sql_database_instance.database",
      { name: "db" },
      "database-disk",
      ["database-down", "database-connections", "database-load", "backup"],
    ],
    [
      "alert-set-cache",
      "google_redis_instance.redis",
      { name: "redis" },
      "cache-failover",
      ["cache-down", "cache-load"],
    ],
  ];

  test.each(PAIRS)("%s: %s without one of its alerts", (rule, address, body, lost, kept) => {
    const estate = { [address]: body, ...named(kept) };
    expect(
      verdictsOf(alertSetRules, estate, SPEC).map((verdict) => [verdict.rule, verdict.address, verdict.message]),
    ).toEqual([[rule, address, `alert "${lost}": no policy found, one needed; give monitoring/alerts the row`]]);
    expect(verdictsOf(alertSetRules, { ...estate, ...named([lost]) }, SPEC)).toEqual([]);
  });

  test("alert-set-environment: what stands whatever is routed, and trial has tests", () => {
    const map = { host_rule: [{ hosts: ["auth.trial.chat.example"], path_matcher: "auth" }] };
    const estate = { "google_compute_url_map.lb": map, ...named(["auth-failing", "certificate"]) };
    const lost = verdictsOf(alertSetRules, estate, SPEC);
    expect(new Set(lost.map(({ rule }) => rule))).toEqual(new Set(["alert-set-environment"]));
    expect(lost.map(({ message }) => /"([^"]+)"/.exec(message)?.[1])).toEqual([
      "bypass-use",
      "verify-infrastructure",
      "verify-application",
      "verify-silent",
      "drift",
      "verify-test-setup",
      "e2e",
    ]);
  });

  test("only a service with sockets has alerts on them", () => {
    const estate = {
      "google_cloud_run_v2_service.websocket-service": { name: "websocket-service" },
      ...named(["outage", "instances", "memory", "exits", "delivery", "refused", "handshake"]),
    };
    const lost = verdictsOf(alertSetRules, estate, SPEC).map(({ message }) => /"([^"]+)"/.exec(message)?.[1]);
    expect(lost).toEqual(["sockets-down", "socket-errors"]);
  });

  test("alert-set-environment: prd has no key and runs no tests", () => {
    const map = { host_rule: [{ hosts: ["auth.chat.example"], path_matcher: "auth" }] };
    const estate = { "google_compute_url_map.lb": map, ...named(["bypass-use"]) };
    const lost = verdictsOf(alertSetRules, estate, { ...SPEC, environment: prd });
    const ids = lost.map(({ message }) => /"([^"]+)"/.exec(message)?.[1]);
    expect(ids).toContain("bypass-tries");
    expect(ids.filter((id) => /^(verify-test|e2e)/.test(id ?? ""))).toEqual([]);
  });

  test.each([
    ["latency", ["latency"]],
    ["availability", ["outage", "burn-slow"]],
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

  test("an objective of verification or of a day without a 503, and one that is not ours, has no burn rate", () => {
    const handshake = { service: "netra-trial-verification", slo_id: "handshake" };
    const clean = { service: "netra-trial-frontend", slo_id: "no-503s" };
    const theirs = { service: "theirs", slo_id: "latency" };
    const estate = {
      "google_monitoring_slo.handshake": handshake,
      "google_monitoring_slo.clean": clean,
      "google_monitoring_slo.theirs": theirs,
    };
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
