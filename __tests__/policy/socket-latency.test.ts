import { CONTRACT, FLOORS } from "../../environments/contract";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { alertNameRules } from "../../policy/packs/google/alerts/alert-names";
import { objectiveRules } from "../../policy/packs/google/alerts/objectives";
import { socketLatencyRules } from "../../policy/packs/netra/socket-latency";
import type { Bodies } from "../support/area";
import { verdictsOf, verdictsOfRule } from "../support/resource";

/** Latencies at the load balancer, which count a socket with its whole life. */

const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };

const filter = (metric: string, ...where: readonly string[]): string =>
  ['resource.type="https_lb_rule"', `metric.type="loadbalancing.googleapis.com/https/${metric}"`, ...where].join(
    " AND ",
  );
const policy = (text: string): object => ({ conditions: [{ condition_threshold: { filter: text } }] });
const ALERT = "google_monitoring_alert_policy.slow";

/** A service of another team's load balancer, and the way to it. */
const behind = (name: string, service: string, env: readonly object[]): Bodies => ({
  [`google_cloud_run_v2_service.${name}`]: { name: service, template: { containers: [{ env }] } },
  [`google_compute_region_network_endpoint_group.${name}`]: {
    name: `${name}-neg`,
    cloud_run: { service: `\${google_cloud_run_v2_service.${name}.name}` },
  },
  [`google_compute_backend_service.${name}`]: {
    name: `${service}-backend`,
    backend: [{ group: `\${google_compute_region_network_endpoint_group.${name}.id}` }],
  },
});

const THEIRS: Bodies = {
  ...behind("sockets", "conversations", [{ name: "WS_PING_INTERVAL", value: "20" }]),
  ...behind("pages", "storefront", []),
  "google_compute_url_map.main": { name: "main", default_service: "${google_compute_backend_service.pages.id}" },
  "google_compute_url_map.redirect": { name: "redirect", default_url_redirect: { https_redirect: true } },
};

/** With the spec our own promise is asked, without it what the estate's services and endpoints tell. */
const isNoticed = (text: string, bodies: Bodies, spec?: Spec): boolean =>
  verdictsOfRule(
    spec ? socketLatencyRules : alertNameRules,
    spec ? "alert-socket-latency-declared" : "alert-socket-latency",
    { ...bodies, [ALERT]: policy(text) },
    spec,
  ).length > 0;

test.each<[where: readonly string[], isNoticed: boolean]>([
  [[], true],
  [['resource.labels.url_map_name="netra-trial-lb"'], true],
  [['resource.labels.url_map_name="theirs"'], false],
  [['resource.labels.backend_target_name="netra-trial-websocket-service-backend"'], true],
  [['resource.labels.backend_target_name="netra-trial-frontend-backend"'], false],
  [
    [
      'resource.labels.backend_target_name=one_of("netra-trial-frontend-backend", "netra-trial-websocket-service-backend")',
    ],
    true,
  ],
  [['resource.labels.backend_target_name!="netra-trial-websocket-service-backend"'], false],
  [['resource.labels.matched_url_path_rule="/api/*"'], false],
])("with the spec: %j", (where, expected) => {
  for (const metric of ["backend_latencies", "total_latencies"]) {
    expect([metric, isNoticed(filter(metric, ...where), {}, SPEC)]).toEqual([metric, expected]);
  }
});

test("the time of a connection, and a count, are no latencies", () => {
  for (const metric of ["frontend_tcp_rtt", "request_count"]) expect(isNoticed(filter(metric), {}, SPEC)).toBe(false);
});

test("a socket service that no host leads to is not behind the load balancer", () => {
  const { auth } = prd.hosts;
  const hidden: Spec = { ...SPEC, environment: { ...prd, hosts: auth ? { auth } : {} } };
  expect(isNoticed(filter("backend_latencies"), {}, { ...SPEC, environment: prd })).toBe(true);
  expect(isNoticed(filter("backend_latencies"), {}, hidden)).toBe(false);
});

test.each<[where: readonly string[], isNoticed: boolean]>([
  [[], true],
  [['resource.labels.url_map_name="main"'], true],
  [['resource.labels.url_map_name="elsewhere"'], false],
  [['resource.labels.backend_target_name="conversations-backend"'], true],
  [['resource.labels.backend_target_name="storefront-backend"'], false],
])("another team's: %j", (where, expected) => {
  expect(isNoticed(filter("total_latencies", ...where), THEIRS)).toBe(expected);
});

test("of several url maps nobody knows which leads to sockets, and without sockets there is nothing to count", () => {
  const second = { ...THEIRS, "google_compute_url_map.second": { name: "second" } };
  expect(isNoticed(filter("total_latencies", 'resource.labels.url_map_name="main"'), second)).toBe(false);
  const { "google_cloud_run_v2_service.sockets": _, ...pages } = THEIRS;
  expect(isNoticed(filter("total_latencies"), pages)).toBe(false);
});

test("a filter that is not known before apply is no open question of this rule", () => {
  expect(isNoticed("${module.elsewhere.value}", THEIRS)).toBe(false);
});

test("an objective is held to the same", () => {
  const slo = (text: string): Bodies => ({
    "google_monitoring_slo.fast": { request_based_sli: { distribution_cut: { distribution_filter: text } } },
  });
  const found = (text: string) =>
    verdictsOf(objectiveRules, { ...THEIRS, ...slo(text) }).map(({ rule, status, message }) => [rule, status, message]);
  expect(found(filter("backend_latencies"))).toEqual([
    ["slo-socket-latency", "violation", expect.stringContaining("the latency of a socket service found")],
  ]);
  expect(found(filter("backend_latencies", 'resource.labels.backend_target_name="storefront-backend"'))).toEqual([]);
});
