import { CONTRACT, FLOORS } from "../../environments/contract";
import { routedHosts } from "../../environments/hosts";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { monitoringRules } from "../../policy/packs/google/alerts/monitoring";
import { uptimeCheckRules } from "../../policy/packs/netra/uptime-checks";
import { verdictsOf } from "../support/resource";

const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };

const MAP = "google_compute_url_map.lb";
const HOSTS = routedHosts(trial);

const check = (host: string): object => ({ monitored_resource: { type: "uptime_url", labels: { host } } });
const estate = (hosts: readonly string[]): Readonly<Record<string, object>> => ({
  [MAP]: { host_rule: HOSTS.map((host) => ({ hosts: [host], path_matcher: "all" })) },
  ...Object.fromEntries(
    hosts.map((host, index) => [`google_monitoring_uptime_check_config.check${index}`, check(host)]),
  ),
});
const found = (hosts: readonly string[], spec: Spec) =>
  verdictsOf(uptimeCheckRules, estate(hosts), spec).map(({ rule, address, message }) => [rule, address, message]);

test("every routed host asked, and no other, holds", () => {
  expect(found(HOSTS, SPEC)).toEqual([]);
});

test("a routed host that nobody asks is named", () => {
  expect(found(HOSTS.slice(1), SPEC)).toEqual([
    [
      "uptime-check-hosts",
      MAP,
      "host_rule: no uptime check on app.trial.chat.example found, one needed; take hosts and paths from monitoring/uptime.ts",
    ],
  ]);
});

test("a host that is not routed is named", () => {
  expect(found([...HOSTS, "old.trial.chat.example"], SPEC)).toEqual([
    [
      "uptime-check-hosts",
      "google_monitoring_uptime_check_config.check4",
      "monitored_resource[0].labels.host: a host that is not routed found, a routed one allowed; take hosts and paths from monitoring/uptime.ts",
    ],
  ]);
});

test("a host that is not known before apply may be any of them", () => {
  expect(found([...HOSTS.slice(1), "${module.elsewhere.value}"], SPEC)).toEqual([]);
});

test("it is silent in the plan of the edge alone", () => {
  expect(found([], SPEC)).toEqual([]);
});

test("without any check each routed host is named where the monitoring stack is there", () => {
  const alert = { "google_monitoring_alert_policy.other": { user_labels: { alert: "other" } } };
  expect(verdictsOf(uptimeCheckRules, { ...estate([]), ...alert }, SPEC).map(({ address }) => address)).toEqual(
    HOSTS.map(() => MAP),
  );
});

test("a service's own closed address is named once, and by our own rule where Google's is waived", () => {
  const address = "google_monitoring_uptime_check_config.check4";
  const service = { name: "api", ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" };
  const bodies = { ...estate([...HOSTS, "api-abc-uc.a.run.app"]), "google_cloud_run_v2_service.api": service };
  const rules = (spec: Spec) =>
    verdictsOf([...monitoringRules, ...uptimeCheckRules], bodies, spec)
      .filter((verdict) => verdict.address === address)
      .map(({ rule, status }) => `${rule} ${status}`);
  const waiver = { rule: "uptime-check-target", address, reason: "a test", owner: "platform", expires: "2026-06-30" };
  expect(rules(SPEC)).toEqual(["uptime-check-target violation"]);
  expect(rules({ ...SPEC, environment: { ...trial, waivers: [waiver] } })).toEqual([
    "uptime-check-target waived",
    "uptime-check-hosts violation",
  ]);
});
