import { CONTRACT, FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import { backendServiceRules as googleRules } from "../../policy/packs/google/edge/backend-service";
import { backendServiceRules as netraRules } from "../../policy/packs/netra/backend-service";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";

const allRules = [...googleRules, ...netraRules];

/** A backend service as our constructs write it, hardened; each case breaks one value. */
const BACKEND = {
  name: "api-backend",
  load_balancing_scheme: "EXTERNAL_MANAGED",
  protocol: "HTTPS",
  port_name: "http",
  timeout_sec: 30,
  connection_draining_timeout_sec: 60,
  session_affinity: "NONE",
  log_config: { enable: true, sample_rate: 1 },
  backend: [{ group: "${google_compute_region_network_endpoint_group.api.id}" }],
};
const NEG = {
  name: "api-neg",
  region: "us-central1",
  network_endpoint_type: "SERVERLESS",
  cloud_run: { service: "api" },
};
const ADDRESS = "google_compute_backend_service.api";
const NEG_ADDRESS = "google_compute_region_network_endpoint_group.api";
const SPEC = { environment: trial, contract: CONTRACT, floors: FLOORS };
const ELSEWHERE = "${module.elsewhere.value}";

const estate = (backend: object) => ({ [ADDRESS]: backend, [NEG_ADDRESS]: NEG });

test("a hardened backend service has no finding in the area, with and without a spec", () => {
  expect(verdictsOf(googleRules, estate(BACKEND))).toEqual([]);
  expect(verdictsOf(allRules, estate(BACKEND), SPEC)).toEqual([]);
});

test("what Google fills in may be left out where no spec promises it", () => {
  const bare = {
    name: "api-backend",
    load_balancing_scheme: "EXTERNAL_MANAGED",
    log_config: { enable: true },
    backend: BACKEND.backend,
  };
  expect(verdictsOf(googleRules, estate(bare))).toEqual([]);
  expect(new Set(verdictsOf(allRules, estate(bare), SPEC).map(({ rule }) => rule))).toEqual(
    new Set([
      "lb-backend-timeout-declared",
      "lb-draining",
      "lb-affinity-declared",
      "lb-protocol-declared",
      "lb-logging",
    ]),
  );
});

test.each([
  ["lb-backend-timeout", "timeout_sec", 120, "timeout_sec: 120 found, 30 allowed"],
  ["lb-backend-timeout", "timeout_sec", 86400, "86400 found"],
  ["lb-draining-bounds", "connection_draining_timeout_sec", 9999, "9999 found, 0 to 3600"],
  ["lb-health-check", "health_checks", ["${google_compute_health_check.x.id}"], "a list found, none allowed"],
  ["lb-affinity", "session_affinity", "GENERATED_COOKIE", '"GENERATED_COOKIE" found'],
  ["lb-affinity", "affinity_cookie_ttl_sec", 3600, "3600 found"],
  ["lb-affinity", "locality_lb_policy", "ROUND_ROBIN", '"ROUND_ROBIN" found'],
  ["lb-port-name", "port_name", "https", '"https" found'],
  ["lb-port-name", "port_name", undefined, "nothing found"],
  ["lb-protocol", "protocol", "HTTP2", '"HTTP2" found'],
  ["lb-custom-headers", "custom_request_headers", ["Connection: upgrade"], '[0]: "Connection" found, no hop-by-hop'],
  ["lb-custom-headers", "custom_request_headers", ["X-Goog-Thing: 1"], '"X-Goog-Thing" found'],
  ["lb-custom-headers", "custom_response_headers", ["X-A: 1", "x-a: 2"], '[1]: "x-a" found twice'],
  ["lb-custom-headers", "custom_request_headers", ["no colon"], "a name and a colon needed"],
  ["lb-custom-headers", "custom_request_headers", ["X-U: $http_upgrade"], "made-up variable $http_upgrade"],
  ["lb-custom-headers", "custom_request_headers", ["X-H: %{HTTP_HOST}"], "made-up variable %{HTTP_HOST}"],
  ["lb-custom-headers", "custom_request_headers", ["X-C: {client_country}"], "made-up variable client_country"],
  [
    "lb-custom-headers",
    "custom_request_headers",
    Array.from({ length: 17 }, (_, index) => `X-${index}: 1`),
    "17 headers found, at most 16",
  ],
])("%s: %s = %j, with and without a spec", (rule, path, value, message) => {
  for (const [rules, spec] of [[googleRules], [allRules, SPEC]] as const) {
    const found = verdictsOf(rules, estate(alteredBody(BACKEND, path, value)), spec);
    expect(new Set(found.map((finding) => finding.rule))).toEqual(new Set([rule]));
    expect(found.every(({ status, address }) => status === "violation" && address === ADDRESS)).toBe(true);
    expect(found.map((finding) => finding.message).join("\n")).toContain(message);
  }
});

test.each([
  ["lb-logging", "log_config", undefined, "log_config[0].enable: nothing found"],
  ["lb-logging", "log_config.sample_rate", 0, "0 found, 1 allowed"],
  ["lb-logging", "log_config.sample_rate", 0.5, "0.5 found, 1 allowed"],
  ["lb-draining", "connection_draining_timeout_sec", 300, "300 found, 60 allowed"],
])("%s in our own estate: %s = %j", (rule, path, value, message) => {
  const found = verdictsOf(allRules, estate(alteredBody(BACKEND, path, value)), SPEC);
  expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "violation"]]);
  expect(found[0]?.message).toContain(message);
});

test.each([
  ["lb-backend-timeout-declared", "timeout_sec"],
  ["lb-draining", "connection_draining_timeout_sec"],
  ["lb-affinity-declared", "session_affinity"],
  ["lb-protocol-declared", "protocol"],
  ["lb-logging", "log_config.sample_rate"],
])("%s: our own estate declares %s", (rule, path) => {
  const found = verdictsOf(allRules, estate(alteredBody(BACKEND, path, undefined)), SPEC);
  expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "violation"]]);
  expect(found[0]?.message).toContain("nothing found");
});

test.each([
  ["lb-backend-timeout", "timeout_sec", 120, "lb-backend-timeout-declared"],
  ["lb-draining-bounds", "connection_draining_timeout_sec", 9999, "lb-draining"],
  ["lb-affinity", "session_affinity", "CLIENT_IP", "lb-affinity-declared"],
  ["lb-protocol", "protocol", "HTTP2", "lb-protocol-declared"],
])("who waives %s (%s = %j) hears %s", (waived, path, value, heard) => {
  const waiver = { rule: waived, address: ADDRESS, reason: "a test", owner: "test", expires: "2026-01-01" };
  const spec = { ...SPEC, environment: { ...trial, waivers: [waiver] } };
  const found = verdictsOf(allRules, estate(alteredBody(BACKEND, path, value)), spec);
  expect(found.map(({ rule, status }) => [rule, status]).sort()).toEqual(
    [
      [waived, "waived"],
      [heard, "violation"],
    ].sort(),
  );
});

test.each([
  ["lb-backend-timeout", "timeout_sec"],
  ["lb-backend-timeout-declared", "timeout_sec"],
  ["lb-draining-bounds", "connection_draining_timeout_sec"],
  ["lb-draining", "connection_draining_timeout_sec"],
  ["lb-health-check", "health_checks"],
  ["lb-affinity", "session_affinity"],
  ["lb-affinity-declared", "session_affinity"],
  ["lb-port-name", "port_name"],
  ["lb-protocol", "protocol"],
  ["lb-protocol-declared", "protocol"],
  ["lb-logging", "log_config.enable"],
  ["lb-custom-headers", "custom_request_headers"],
  ["lb-neg-regions", "backend"],
])("%s is unknown when %s is", (rule, path) => {
  const found = verdictsOfRule(allRules, rule, estate(alteredBody(BACKEND, path, ELSEWHERE)), SPEC);
  expect(found.map(({ status }) => status)).toEqual(["unknown"]);
});

test("a header's value is never quoted", () => {
  const headers = ["X-Origin: hunter2 $host", "Connection: hunter2", "hunter2"];
  const found = verdictsOf(googleRules, estate({ ...BACKEND, custom_request_headers: headers }));
  expect(found).toHaveLength(3);
  expect(JSON.stringify(found)).not.toContain("hunter2");
});

test("Google's own variables, JSON and empty values are no made-up variables", () => {
  const headers = [
    "X-Geo: {client_region},{client_city_lat_long}",
    "X-Cert: {client_cert_sha256_fingerprint}",
    'Report-To: {"group":"default","endpoints":[{"url":"https://reports.example"}]}',
    "Host:",
  ];
  expect(verdictsOf(googleRules, estate({ ...BACKEND, custom_response_headers: headers }))).toEqual([]);
});

describe("which backend services stand in front of a serverless NEG", () => {
  const slow = { ...BACKEND, timeout_sec: 120 };
  const timeouts = (group: string, others: Readonly<Record<string, object>>) =>
    verdictsOfRule(googleRules, "lb-backend-timeout", {
      [ADDRESS]: { ...slow, backend: [{ group }] },
      ...others,
    }).map(({ status }) => status);
  const other = { "google_compute_instance_group.vms": { name: "vms" } };

  test.each([
    [
      "a link to a declared NEG",
      "projects/p/regions/us-central1/networkEndpointGroups/api-neg",
      { [NEG_ADDRESS]: NEG },
    ],
    ["an expression that names nothing, among serverless NEGs only", ELSEWHERE, { [NEG_ADDRESS]: NEG }],
    [
      "a NEG without a type, which is serverless by default",
      "${google_compute_region_network_endpoint_group.api.id}",
      { [NEG_ADDRESS]: alteredBody(NEG, "network_endpoint_type", undefined) },
    ],
  ])("violation: %s", (_, group, others) => {
    expect(timeouts(group, others)).toEqual(["violation"]);
  });

  test.each([
    ["an instance group by reference", "${google_compute_instance_group.vms.id}", other],
    ["an instance group by link", "projects/p/zones/z/instanceGroups/vms", { [NEG_ADDRESS]: NEG }],
    ["a zonal NEG", "${google_compute_network_endpoint_group.pods.id}", { [NEG_ADDRESS]: NEG }],
    [
      "a regional NEG of another type",
      "${google_compute_region_network_endpoint_group.api.id}",
      { [NEG_ADDRESS]: { ...NEG, network_endpoint_type: "PRIVATE_SERVICE_CONNECT" } },
    ],
  ])("not judged: %s", (_, group, others) => {
    expect(timeouts(group, others)).toEqual([]);
  });

  test.each([
    ["a link to a regional NEG elsewhere", "projects/p/regions/r/networkEndpointGroups/foreign", {}],
    ["an expression that names nothing, among groups of several kinds", ELSEWHERE, { [NEG_ADDRESS]: NEG, ...other }],
    ["an expression that names nothing, and no group", ELSEWHERE, {}],
  ])("unknown: %s", (_, group, others) => {
    expect(timeouts(group, others)).toEqual(["unknown"]);
  });

  test("a compliant one is no finding, whatever it leads to", () => {
    const found = verdictsOf(googleRules, { [ADDRESS]: { ...BACKEND, backend: [{ group: ELSEWHERE }] } });
    expect(found).toEqual([]);
  });
});

test.each([
  ["HTTP", undefined, []],
  [undefined, undefined, []],
  [ELSEWHERE, undefined, ["unknown"]],
  [ELSEWHERE, "http", []],
  ["HTTP", "https", ["violation"]],
])("lb-port-name: protocol %j with port_name %j", (protocol, port_name, statuses) => {
  const body = alteredBody(alteredBody(BACKEND, "protocol", protocol), "port_name", port_name);
  const found = verdictsOfRule(googleRules, "lb-port-name", estate(body));
  expect(found.map(({ status }) => status)).toEqual(statuses);
});

test.each([
  [true, true, ["violation"]],
  [true, ELSEWHERE, ["unknown"]],
  [true, false, []],
  [false, true, []],
  [ELSEWHERE, undefined, []],
])("lb-iap-cdn: iap %j with enable_cdn %j", (enabled, cdn, statuses) => {
  const body = alteredBody({ ...BACKEND, iap: { enabled } }, "enable_cdn", cdn);
  const found = verdictsOf(googleRules, estate(body));
  expect(found.map(({ rule, status }) => [rule, status])).toEqual(statuses.map((status) => ["lb-iap-cdn", status]));
});

describe("lb-neg-regions", () => {
  const neg = (name: string): string => `\${google_compute_region_network_endpoint_group.${name}.id}`;
  const check = (groups: readonly string[], region?: string) =>
    verdictsOf(googleRules, {
      ...estate({ ...BACKEND, backend: groups.map((group) => ({ group })) }),
      "google_compute_region_network_endpoint_group.second": { ...NEG, name: "second", ...(region && { region }) },
    });

  test("one serverless NEG in each region is no finding", () => {
    expect(check([neg("api"), neg("second")], "europe-west1")).toEqual([]);
  });

  test.each([
    [[neg("api"), neg("second")], "two serverless NEGs of us-central1 found"],
    [[neg("api"), "${google_compute_instance_group.vms.id}"], "serverless NEGs and other groups found"],
  ])("violation: %j", (groups, message) => {
    const found = check(groups);
    expect(found.map(({ rule, status }) => [rule, status])).toEqual([["lb-neg-regions", "violation"]]);
    expect(found[0]?.message).toContain(message);
  });

  test("unknown where the region is", () => {
    expect(check([neg("api"), neg("second")], ELSEWHERE).map(({ status }) => status)).toEqual(["unknown"]);
  });
});

describe("fields that a serverless backend does not have, and a cache that gives answers to others", () => {
  const rules = (backend: object, address = ADDRESS) =>
    verdictsOf(googleRules, { [address]: backend, [NEG_ADDRESS]: NEG }).map(({ rule, status }) => [rule, status]);

  test.each([
    ["lb-outlier-detection", "outlier_detection", { enforcing_success_rate: 100 }, "violation"],
    ["lb-outlier-detection", "outlier_detection", { success_rate_minimum_hosts: ELSEWHERE }, "unknown"],
    ["lb-cache-mode", "cdn_policy", { cache_mode: "FORCE_CACHE_ALL" }, "violation"],
    ["lb-cache-mode", "cdn_policy", { cache_mode: ELSEWHERE }, "unknown"],
  ])("%s: %s = %j", (rule, path, value, status) => {
    expect(rules({ ...BACKEND, enable_cdn: true, [path]: value })).toEqual([[rule, status]]);
  });

  test("errors may be counted, and what says so may be cached", () => {
    const good = { outlier_detection: { consecutive_errors: 5 }, cdn_policy: { cache_mode: "USE_ORIGIN_HEADERS" } };
    expect(rules({ ...BACKEND, enable_cdn: true, ...good })).toEqual([]);
    expect(rules({ ...BACKEND, enable_cdn: false, cdn_policy: { cache_mode: "FORCE_CACHE_ALL" } })).toEqual([]);
  });

  test("a regional backend service is refused what a global one is", () => {
    const regional = "google_compute_region_backend_service.api";
    expect(rules({ ...BACKEND, timeout_sec: 120 }, regional)).toEqual([["lb-backend-timeout", "violation"]]);
    expect(rules(BACKEND, regional)).toEqual([]);
  });
});
