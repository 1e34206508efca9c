import { backendServiceRules } from "../../policy/packs/google/edge/backend-service";
import { healthCheckRules } from "../../policy/packs/google/edge/health-checks";
import { verdictsOf } from "../support/resource";
import { OUR_SPEC } from "../support/spec";
import { describeArea, type Bodies } from "../support/area";

const CHECK = "google_compute_health_check.vms";
const BACKEND = "google_compute_backend_service.vms";
const REGIONAL = "google_compute_region_backend_service.vms";
const GROUP = "https://www.googleapis.com/compute/v1/projects/p/zones/z/instanceGroups/vms";

const backend = {
  backend: [{ group: GROUP }],
  connection_draining_timeout_sec: 300,
  health_checks: ["${google_compute_health_check.vms.id}"],
};

const ESTATE: Bodies = {
  [CHECK]: { timeout_sec: 5, check_interval_sec: 10, unhealthy_threshold: 3 },
  [BACKEND]: backend,
  [REGIONAL]: { ...backend, backend: [{ group: "${google_compute_instance_group.vms.self_link}" }] },
};

describeArea({
  rules: healthCheckRules,
  estate: ESTATE,
  broken: [
    ["health-check-timing", CHECK, "timeout_sec", 20, "20 found, 1 to the interval (10)"],
    ["health-check-thresholds", CHECK, "unhealthy_threshold", 1, "1 found, 2 to 10"],
    ["lb-machines-health-check", BACKEND, "health_checks", undefined, "nothing found, a health check"],
    ["lb-machines-health-check", REGIONAL, "health_checks", [], "an empty list found, a health check"],
    ["lb-machines-draining", BACKEND, "connection_draining_timeout_sec", 0, "0 found, 1 to 3600"],
  ],
  held: [
    [CHECK, "timeout_sec", undefined],
    [BACKEND, "connection_draining_timeout_sec", undefined],
    // A backend that is no machine needs neither.
    [BACKEND, "", { backend: [{ group: "projects/p/global/networkEndpointGroups/internet" }] }],
    [BACKEND, "", { connection_draining_timeout_sec: 0 }],
  ],
  unknown: [
    ["health-check-timing", CHECK, "check_interval_sec"],
    ["health-check-timing", CHECK, "timeout_sec"],
    ["health-check-thresholds", CHECK, "unhealthy_threshold"],
    ["lb-machines-draining", BACKEND, "connection_draining_timeout_sec"],
  ],
});

test("who waives a mix of machines and serverless backends hears what each kind needs", () => {
  const neg = "${google_compute_region_network_endpoint_group.api.id}";
  const mixed = {
    "google_compute_region_network_endpoint_group.api": { network_endpoint_type: "SERVERLESS", region: "r" },
    [BACKEND]: { backend: [{ group: neg }, { group: GROUP }], connection_draining_timeout_sec: 60 },
  };
  const rules = [...healthCheckRules, ...backendServiceRules];
  const found = (spec: typeof OUR_SPEC) => verdictsOf(rules, mixed, spec).map(({ rule, status }) => [rule, status]);
  expect(found(OUR_SPEC)).toEqual([["lb-neg-regions", "violation"]]);
  const waivers = [{ rule: "lb-neg-regions", address: BACKEND, reason: "r", owner: "o", expires: "2026-01-01" }];
  expect(found({ ...OUR_SPEC, environment: { ...OUR_SPEC.environment, waivers } })).toEqual(
    expect.arrayContaining([["lb-machines-health-check", "violation"]]),
  );
});

test("serverless backends have neither", () => {
  const found = verdictsOf(healthCheckRules, {
    "google_compute_region_network_endpoint_group.api": { network_endpoint_type: "SERVERLESS", region: "r" },
    [BACKEND]: { backend: [{ group: "${google_compute_region_network_endpoint_group.api.id}" }] },
  });
  expect(found).toEqual([]);
});
