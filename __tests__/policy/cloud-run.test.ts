import type { Waiver } from "../../environments/environment";
import { trial } from "../fixture/trial";
import { specOf } from "../../policy/core/spec";
import { RULES } from "../../policy/packs";
import { googlePack } from "../../policy/packs/google";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";

/** A service as our constructs write it, hardened; each case breaks one value. */
const SERVICE = {
  name: "api",
  ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
  launch_stage: "GA",
  invoker_iam_disabled: true,
  deletion_protection: true,
  default_uri_disabled: true,
  scaling: { min_instance_count: 1, max_instance_count: 10 },
  traffic: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
  template: {
    service_account: "api@project.iam.gserviceaccount.com",
    execution_environment: "EXECUTION_ENVIRONMENT_GEN2",
    timeout: "3600s",
    session_affinity: true,
    max_instance_request_concurrency: 200,
    scaling: { min_instance_count: 1, max_instance_count: 10 },
    vpc_access: { egress: "PRIVATE_RANGES_ONLY", network_interfaces: [{ network: "n", subnetwork: "s" }] },
    containers: [
      {
        image: "us-central1-docker.pkg.dev/project/netra/api:1.0.0",
        ports: { name: "http1", container_port: 8000 },
        resources: { limits: { cpu: "2", memory: "4096Mi" }, cpu_idle: false, startup_cpu_boost: true },
        startup_probe: {
          http_get: { path: "/health/ready" },
          period_seconds: 10,
          timeout_seconds: 10,
          failure_threshold: 24,
        },
        liveness_probe: {
          http_get: { path: "/health/live" },
          period_seconds: 30,
          timeout_seconds: 5,
          failure_threshold: 3,
        },
        readiness_probe: {
          http_get: { path: "/health/accepting" },
          period_seconds: 5,
          timeout_seconds: 5,
          success_threshold: 2,
        },
        env: [
          { name: "REDIS_HOST", value: "${data.terraform_remote_state.foundation.outputs.host}" },
          { name: "WEBSOCKET_PING_INTERVAL", value: "20" },
        ],
      },
    ],
  },
};
const ADDRESS = "google_cloud_run_v2_service.api";
const OPEN = "INGRESS_TRAFFIC_ALL";
const UNKNOWN = "${google_other_thing.x.value}";
const isInArea = ({ id }: { readonly id: string }): boolean => /^(run|socket)-/.test(id);
const AREA = RULES.filter(isInArea);
const GOOGLE_AREA = googlePack.rules.filter(isInArea);
const SPEC = specOf(trial);

/** A serverless NEG that leads to the service. */
const NEG = { "google_compute_region_network_endpoint_group.api": { cloud_run: { service: "api" } } };

test("a hardened service has no finding in the area", () => {
  expect(verdictsOf(AREA, { [ADDRESS]: SERVICE }, SPEC)).toEqual([]);
});

test.each([
  [
    "run-minimum-instances",
    "scaling.min_instance_count",
    0,
    "scaling[0].min_instance_count: 0 found, 1 or more allowed",
  ],
  ["run-minimum-instances", "scaling.min_instance_count", undefined, "nothing found, 1 or more allowed"],
  ["run-minimum-instances", "template.scaling.min_instance_count", 0, "template[0].scaling[0].min_instance_count: 0"],
  ["run-maximum-instances-declared", "template.scaling.max_instance_count", undefined, "nothing found, 1 to 1000"],
  ["run-maximum-instances-declared", "template.scaling.max_instance_count", 0, "0 found, 1 to 1000"],
  ["run-maximum-instances", "template.scaling.max_instance_count", 2000, "2000 found, 1 to 1000"],
  ["run-generation", "template.execution_environment", undefined, "nothing found"],
  ["run-startup-boost", "template.containers.0.resources.startup_cpu_boost", false, "false found"],
  ["run-ingress-declared", "ingress", OPEN, '"INGRESS_TRAFFIC_ALL" found'],
  ["run-ingress-declared", "ingress", undefined, "nothing found"],
  ["run-invoker", "invoker_iam_disabled", undefined, "nothing found, true allowed"],
  ["run-traffic-declared", "traffic", undefined, "0 targets found"],
  ["run-traffic-latest", "traffic.0.type", "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", "_REVISION"],
  ["run-traffic-declared", "traffic.0.percent", 50, "50 found, 100 allowed"],
  ["run-deletion-protection", "deletion_protection", false, "false found"],
  ["run-service-account", "template.service_account", undefined, "nothing found"],
  ["run-service-account", "template.service_account", "1-compute@developer.gserviceaccount.com", "a dedicated account"],
  ["run-image-tag", "template.containers.0.image", "registry/api:latest", "latest"],
  ["run-image-tag", "template.containers.0.image", "registry:5000/api", "other than latest"],
  ["run-annotations", "template.annotations", { "autoscaling.knative.dev/minScale": "1" }, "autoscaling.knative.dev"],
  ["run-request-timeout", "template.timeout", "7200s", '"3600s" allowed'],
  ["run-request-timeout", "template.timeout", "1h", '"3600s" allowed'],
  ["socket-request-timeout", "template.timeout", undefined, 'nothing found, "3600s" allowed'],
  ["run-port", "template.containers.0.ports.container_port", undefined, "nothing found"],
  ["run-concurrency-declared", "template.max_instance_request_concurrency", undefined, "nothing found"],
  ["run-concurrency", "template.max_instance_request_concurrency", 5000, "5000 found, 1 to 1000"],
  ["run-cpu-allocation", "template.containers.0.resources.cpu_idle", true, "false (a socket service)"],
  ["run-cpu-allocation-declared", "template.containers.0.resources.cpu_idle", undefined, "nothing found"],
  ["run-cpu-memory-pair", "template.containers.0.resources.limits.memory", "16Gi", "2 vCPU with 16384 MiB found"],
  ["run-cpu-memory-declared", "template.containers.0.resources.limits.memory", undefined, "nothing found"],
  ["run-cpu-memory-pair", "template.containers.0.resources.limits.cpu", "3", "1, 2, 4, 6 or 8 vCPU"],
  ["run-startup-probe-declared", "template.containers.0.startup_probe", undefined, "an HTTP startup probe needed"],
  ["run-startup-probe", "template.containers.0.startup_probe.failure_threshold", 30, "30 × 10 s = 300 s found"],
  ["run-probe-timeout", "template.containers.0.startup_probe.timeout_seconds", 11, "11 found, 1 to the period (10)"],
  ["run-startup-probe", "template.containers.0.startup_probe.timeout_seconds", 0, "0 found, 1 to 240 allowed"],
  ["run-probe-timeout", "template.containers.0.liveness_probe.timeout_seconds", 61, "61 found, 1 to the period"],
  ["run-startup-probe", "template.containers.0.startup_probe.tcp_socket", { port: 1 }, "2 kinds of probe found"],
  ["run-startup-probe-declared", "template.containers.0.startup_probe.http_get.path", "/healthz", "does not end in z"],
  ["run-liveness-probe-declared", "template.containers.0.liveness_probe", undefined, "an HTTP liveness probe needed"],
  ["run-liveness-probe", "template.containers.0.liveness_probe.http_get", undefined, "0 kinds of probe"],
  [
    "run-liveness-probe-declared",
    "template.containers.0.liveness_probe.http_get.path",
    "/health/ready",
    "startup probe's path too",
  ],
  ["run-liveness-probe", "template.containers.0.liveness_probe.period_seconds", 0, "0 found, 1 to 3600"],
  ["run-liveness-probe", "template.containers.0.liveness_probe.failure_threshold", 0, "0 found, 1 or more"],
  ["run-startup-probe", "template.containers.0.startup_probe.initial_delay_seconds", 300, "300 found, 0 to 240"],
  ["socket-request-timeout", "template.timeout", "300s", '"300s" found, "3600s" allowed'],
  ["socket-session-affinity", "template.session_affinity", undefined, "nothing found"],
  ["socket-http1", "template.containers.0.ports.name", "h2c", '"h2c" found'],
  ["run-vpc-access", "template.vpc_access", undefined, "network_interfaces needed"],
  ["run-one-vpc-way", "template.vpc_access.connector", "c", "connector and network_interfaces"],
  ["run-egress", "template.vpc_access.egress", "ALL_TRAFFIC", '"ALL_TRAFFIC" found'],
])("%s: %s = %j", (rule, path, value, message) => {
  const found = verdictsOf(AREA, { [ADDRESS]: alteredBody(SERVICE, path, value) }, SPEC);
  expect(new Set(found.map((finding) => finding.rule))).toEqual(new Set([rule]));
  expect(found.every(({ status, address }) => status === "violation" && address === ADDRESS)).toBe(true);
  expect(found.map((finding) => finding.message).join("\n")).toContain(message);
});

test("a connector that Google answers as empty is none", () => {
  expect(verdictsOf(AREA, { [ADDRESS]: alteredBody(SERVICE, "template.vpc_access.connector", "") }, SPEC)).toEqual([]);
});

test.each([
  { member: "allUsers", role: "roles/run.invoker" },
  { members: ["user:a@example.com", "allAuthenticatedUsers"], role: "roles/run.invoker" },
])("run-invoker: %j is a public binding", (body) => {
  const type = "members" in body ? "iam_binding" : "iam_member";
  const bodies = { [ADDRESS]: SERVICE, [`google_cloud_run_v2_service_${type}.public`]: body };
  const found = verdictsOf(AREA, bodies, SPEC);
  expect(found.map(({ rule, message }) => [rule, message.split(";")[0]])).toEqual([
    ["run-invoker", `${body.members?.[1] ?? body.member}: found, named members allowed`],
  ]);
});

test.each([
  ["run-minimum-instances", "template.scaling.min_instance_count"],
  ["run-maximum-instances", "template.scaling.max_instance_count"],
  ["run-maximum-instances-declared", "template.scaling.max_instance_count"],
  ["run-generation", "template.execution_environment"],
  ["run-startup-boost", "template.containers.0.resources.startup_cpu_boost"],
  ["run-ingress", "ingress"],
  ["run-ingress-declared", "ingress"],
  ["run-invoker", "invoker_iam_disabled"],
  ["run-traffic-latest", "traffic"],
  ["run-traffic-latest", "traffic.0.type"],
  ["run-traffic-declared", "traffic.0.percent"],
  ["run-deletion-protection", "deletion_protection"],
  ["run-service-account", "template.service_account"],
  ["run-image-tag", "template.containers.0.image"],
  ["run-request-timeout", "template.timeout"],
  ["run-request-timeout-declared", "template.timeout"],
  ["socket-request-timeout", "template.timeout"],
  ["run-port", "template.containers.0.ports.container_port"],
  ["run-concurrency", "template.max_instance_request_concurrency"],
  ["run-concurrency-declared", "template.max_instance_request_concurrency"],
  ["run-cpu-allocation", "template.containers.0.resources.cpu_idle"],
  ["run-cpu-allocation-declared", "template.containers.0.resources.cpu_idle"],
  ["run-cpu-memory-pair", "template.containers.0.resources.limits.cpu"],
  ["run-cpu-memory-declared", "template.containers.0.resources.limits.cpu"],
  ["run-startup-probe", "template.containers.0.startup_probe"],
  ["run-startup-probe-declared", "template.containers.0.startup_probe"],
  ["run-liveness-probe", "template.containers.0.liveness_probe"],
  ["run-liveness-probe-declared", "template.containers.0.liveness_probe"],
  ["socket-session-affinity", "template.session_affinity"],
  ["socket-http1", "template.containers.0.ports.name"],
  ["run-vpc-access", "template.vpc_access"],
  ["run-egress", "template.vpc_access.egress"],
])("%s is unknown when %s is", (rule, path) => {
  const body = alteredBody(SERVICE, path, "${google_other_thing.x.value}");
  const found = verdictsOfRule(RULES, rule, { [ADDRESS]: body, ...NEG }, SPEC);
  expect(found.map(({ status }) => status)).toContain("unknown");
  expect(found.map(({ status }) => status)).not.toContain("violation");
});

test.each<[rule: string, yielding: string, path: string, value: unknown]>([
  ["run-maximum-instances", "run-maximum-instances-declared", "template.scaling.max_instance_count", UNKNOWN],
  ["run-ingress", "run-ingress-declared", "ingress", OPEN],
  ["socket-request-timeout", "run-request-timeout-declared", "template.timeout", undefined],
  ["run-cpu-allocation", "run-cpu-allocation-declared", "template.containers.0.resources", undefined],
  ["run-startup-probe", "run-startup-probe-declared", "template.containers.0.startup_probe.tcp_socket", { port: 1 }],
  [
    "run-liveness-dependency",
    "run-liveness-probe-declared",
    "template.containers.0.liveness_probe.http_get.path",
    "/db/z",
  ],
])("%s speaks before %s: %s = %j", (rule, yielding, path, value) => {
  const pair = AREA.filter(({ id }) => id === rule || id === yielding);
  const bodies = { [ADDRESS]: alteredBody(SERVICE, path, value), ...NEG };
  const waiver = { rule, address: ADDRESS, reason: "a trial", owner: "platform", expires: "2026-12-31" };
  const spoken = (waivers: readonly Waiver[]): readonly (readonly [string, string])[] =>
    verdictsOf(pair, bodies, specOf({ ...trial, waivers })).map((finding) => [finding.rule, finding.status]);
  const [first] = spoken([]);
  expect(new Set(spoken([]).map(([id]) => id))).toEqual(new Set([rule]));
  if (first?.[1] !== "violation") return;
  expect(new Set(spoken([waiver]).map((each) => each.join(" ")))).toEqual(
    new Set([`${rule} waived`, `${yielding} violation`]),
  );
});

describe("what only other teams' services are", () => {
  const rulesOf = (body: object, more: Readonly<Record<string, object>> = {}): readonly string[] =>
    verdictsOf(GOOGLE_AREA, { [ADDRESS]: body, ...more }).map(({ rule }) => rule);
  const all = alteredBody({ ...SERVICE, location: "europe-west1" }, "template.vpc_access.egress", "ALL_TRAFFIC");

  test("a NAT lets out what is in its region", () => {
    const nat = (region: unknown) => ({ "google_compute_router_nat.nat": { region } });
    expect(rulesOf(all, nat("europe-west1"))).toEqual([]);
    expect(rulesOf(all, nat("us-central1"))).toEqual(["run-egress"]);
    expect(rulesOf(all, nat("${module.elsewhere.region}"))).toEqual([]);
  });

  test("a liveness path that is named after a dependency asks more than the process", () => {
    const path = (text: string) => alteredBody(SERVICE, "template.containers.0.liveness_probe.http_get.path", text);
    expect(rulesOf(path("/health/db"))).toEqual(["run-liveness-dependency"]);
    expect(rulesOf(path("/dbx/alive"))).toEqual([]);
  });

  test("what Google has a default for may be left out", () => {
    const bare = {
      name: "api",
      template: { service_account: "api@project.iam.gserviceaccount.com", containers: [{ image: "registry/api:1" }] },
    };
    expect(rulesOf(bare)).toEqual([]);
  });

  test("the run.app address matters where a load balancer of the same estate leads to the service", () => {
    const open = alteredBody(SERVICE, "ingress", undefined);
    const neg = (service: string) => ({
      "google_compute_region_network_endpoint_group.api": { cloud_run: { service } },
    });
    expect(rulesOf(open)).toEqual([]);
    expect(rulesOf(open, neg("api"))).toEqual(["run-ingress"]);
    expect(rulesOf(open, neg("${google_cloud_run_v2_service.api.name}"))).toEqual(["run-ingress"]);
    expect(rulesOf(open, neg("other"))).toEqual([]);
  });

  test("a canary follows the latest revision, traffic that is pinned does not", () => {
    const to = (type: string, percent: number) => ({ type: `TRAFFIC_TARGET_ALLOCATION_TYPE_${type}`, percent });
    const withTraffic = (...traffic: readonly object[]) => alteredBody(SERVICE, "traffic", traffic);
    expect(rulesOf(withTraffic(to("LATEST", 10), to("REVISION", 90)))).toEqual([]);
    expect(rulesOf(withTraffic(to("REVISION", 10), to("REVISION", 90)))).toEqual(["run-traffic-latest"]);
  });

  test.each([
    ["REDIS_HOST", "10.0.0.3", ["run-vpc-access"]],
    ["REDIS_HOST", "${google_redis_instance.redis.host}", ["run-vpc-access"]],
    ["REDIS_HOST", "redis.example.com", []],
    ["DB_HOST", "34.10.20.30", []],
    ["DB_HOST", "/cloudsql/p:r:i", ["run-cloudsql-volume"]],
  ])("%s = %s tells whether it needs the VPC", (name, value, rules) => {
    const without = alteredBody(SERVICE, "template.vpc_access", undefined);
    expect(rulesOf(alteredBody(without, "template.containers.0.env", [{ name, value }]))).toEqual(rules);
  });

  test("a database's address that is known later needs the VPC where no instance here has a public one", () => {
    const without = alteredBody(SERVICE, "template.vpc_access", undefined);
    const told = (name: string) =>
      alteredBody(without, "template.containers.0.env", [{ name, value: "${google_sql_database_instance.db.host}" }]);
    const database = (ipv4_enabled: unknown) => ({
      "google_sql_database_instance.db": { settings: { ip_configuration: { ipv4_enabled } } },
    });
    const statusOf = (name: string, ipv4: unknown) =>
      verdictsOf(GOOGLE_AREA, { [ADDRESS]: told(name), ...database(ipv4) }).map(({ rule, status }) => [rule, status]);
    expect(statusOf("DB_HOST", false)).toEqual([["run-vpc-access", "violation"]]);
    expect(statusOf("DB_HOST", true)).toEqual([["run-vpc-access", "unknown"]]);
    expect(statusOf("DB_HOST", "${var.public}")).toEqual([["run-vpc-access", "unknown"]]);
    expect(statusOf("REDIS_HOST", true)).toEqual([["run-vpc-access", "violation"]]);
  });

  test("Cloud SQL's socket needs the VPC where the database has no public address", () => {
    const volumes = [{ name: "cloudsql", cloud_sql_instance: { instances: ["p:r:i"] } }];
    const without = alteredBody(
      alteredBody(SERVICE, "template.vpc_access", undefined),
      "template.containers.0.env",
      [],
    );
    const database = (ipv4_enabled: boolean) => ({
      "google_sql_database_instance.db": { settings: { ip_configuration: { ipv4_enabled } } },
    });
    const mounts = [{ name: "cloudsql", mount_path: "/cloudsql" }];
    const mounted = alteredBody(
      alteredBody(without, "template.volumes", volumes),
      "template.containers.0.volume_mounts",
      mounts,
    );
    expect(rulesOf(mounted, database(false))).toEqual(["run-vpc-access"]);
    expect(rulesOf(mounted, database(true))).toEqual([]);
    expect(rulesOf(mounted)).toEqual([]);
  });

  test("a port without a name is http1", () => {
    expect(rulesOf(alteredBody(SERVICE, "template.containers.0.ports", { container_port: 8000 }))).toEqual([]);
  });

  test.each([
    ["WS_PING_SECONDS", ["socket-request-timeout"]],
    ["SOCKET_IO_PING_TIMEOUT", ["socket-request-timeout"]],
    ["WEBSOCKET_URL", []],
    ["NEWS_FEED", []],
  ])("%s tells whether it serves sockets", (name, rules) => {
    const env = [{ name, value: "20" }];
    const body = alteredBody(alteredBody(SERVICE, "template.containers.0.env", env), "template.timeout", "60s");
    expect(rulesOf(body)).toEqual(rules);
  });
});
