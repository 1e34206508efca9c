import { CONTRACT, FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { redisRules } from "../../policy/packs/google/stores/redis";
import { cacheRules } from "../../policy/packs/netra/redis";
import { alteredBody, findingsOfRules, resources, verdictsOf, verdictsOfRule } from "../support/resource";

/** An instance as our construct writes it; each case breaks one value. */
const INSTANCE = {
  name: "redis",
  tier: "STANDARD_HA",
  memory_size_gb: 1,
  redis_version: "REDIS_7_2",
  auth_enabled: true,
  transit_encryption_mode: "SERVER_AUTHENTICATION",
  connect_mode: "PRIVATE_SERVICE_ACCESS",
  replica_count: 1,
  read_replicas_mode: "READ_REPLICAS_DISABLED",
  redis_configs: { "maxmemory-policy": "volatile-lru" },
  maintenance_policy: { weekly_maintenance_window: [{ day: "SUNDAY", start_time: { hours: 6, minutes: 0 } }] },
  deletion_protection: true,
  lifecycle: { prevent_destroy: true },
};
const ADDRESS = "google_redis_instance.redis";
const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };
const WINDOW = "maintenance_policy.weekly_maintenance_window";

/** Both packs, as they judge our own estate. */
const OURS = [...redisRules, ...cacheRules];
const found = (instance: object, spec?: Spec) => verdictsOf(spec ? OURS : redisRules, { [ADDRESS]: instance }, spec);

test("a hardened instance has no finding, in our own estate and in any other", () => {
  expect(found(INSTANCE, SPEC)).toEqual([]);
  expect(found(INSTANCE)).toEqual([]);
});

test.each([
  ["redis-auth", "auth_enabled", false, "false found, true allowed"],
  ["redis-auth", "auth_enabled", undefined, "nothing found"],
  ["redis-tls", "transit_encryption_mode", "DISABLED", '"DISABLED" found'],
  ["redis-tls", "transit_encryption_mode", undefined, "SERVER_AUTHENTICATION allowed"],
  ["redis-tier", "tier", undefined, "nothing found"],
  ["redis-replicas", "replica_count", 0, "0 found, 1 allowed"],
  ["redis-replicas", "replica_count", 2, "2 found, 1 allowed"],
  ["redis-replicas-declared", "replica_count", undefined, "nothing found"],
  ["redis-version", "redis_version", "REDIS_6_X", '"REDIS_6_X" found, REDIS_7_0 or later'],
  ["redis-version", "redis_version", undefined, "nothing found"],
  ["redis-private-access", "connect_mode", "DIRECT_PEERING", '"DIRECT_PEERING" found'],
  ["redis-private-access", "connect_mode", undefined, "nothing found"],
  ["redis-maintenance-window", "maintenance_policy", undefined, "day: nothing found, a day of the week"],
  ["redis-maintenance-window", `${WINDOW}.0.day`, "DAY_OF_WEEK_UNSPECIFIED", "a day of the week"],
  ["redis-maintenance-window", `${WINDOW}.0.start_time`, undefined, "start_time[0]: nothing found, an hour"],
  ["redis-maintenance-window", `${WINDOW}.0.start_time.hours`, 24, "24 found, 0 to 23"],
  ["redis-prevent-destroy", "lifecycle", undefined, "lifecycle.prevent_destroy: nothing found"],
  ["redis-configs", "redis_configs.maxclients", "100", '"maxclients" found, which cannot be set'],
  ["redis-configs", "redis_configs.requirepass", "hunter2", '"requirepass" found'],
  ["redis-memory", "memory_size_gb", 0, "0 found, 1 to 300"],
  ["redis-memory", "memory_size_gb", 301, "301 found"],
  ["redis-eviction-policy", "redis_configs", undefined, "maxmemory-policy: nothing found"],
  ["redis-eviction-policy", "redis_configs.maxmemory-policy", "allkeys-lru", '"allkeys-lru" found, volatile-'],
])("%s: %s = %j", (rule, path, value, message) => {
  const verdicts = found(alteredBody(INSTANCE, path, value), SPEC);
  expect(new Set(verdicts.map((finding) => finding.rule))).toEqual(new Set([rule]));
  expect(verdicts.every(({ status, address }) => status === "violation" && address === ADDRESS)).toBe(true);
  const messages = verdicts.map((finding) => finding.message).join("\n");
  expect(messages).toContain(message);
  expect(messages).not.toContain("hunter2");
});

test("a basic tier has no replicas", () => {
  const basic = alteredBody(INSTANCE, "tier", "BASIC");
  const rules = (count: unknown) => found(alteredBody(basic, "replica_count", count), SPEC).map(({ rule }) => rule);
  expect(rules(undefined)).toEqual(["redis-tier"]);
  expect(rules(0)).toEqual(["redis-tier"]);
  expect(rules(1)).toEqual(["redis-tier", "redis-replicas"]);
});

test.each([
  ["redis-auth", "auth_enabled"],
  ["redis-tls", "transit_encryption_mode"],
  ["redis-tier", "tier"],
  ["redis-replicas", "replica_count"],
  ["redis-replicas-declared", "replica_count"],
  ["redis-version", "redis_version"],
  ["redis-private-access", "connect_mode"],
  ["redis-maintenance-window", "maintenance_policy"],
  ["redis-configs", "redis_configs"],
  ["redis-memory", "memory_size_gb"],
  ["redis-eviction-policy", "redis_configs"],
])("%s is unknown when %s is", (rule, path) => {
  const body = alteredBody(INSTANCE, path, "${google_other_thing.x.value}");
  const statuses = verdictsOfRule(OURS, rule, { [ADDRESS]: body }, SPEC).map(({ status }) => status);
  expect(statuses).toContain("unknown");
  expect(statuses).not.toContain("violation");
});

test("two replicas are unknown as long as it is unknown whether they are read replicas", () => {
  const body = alteredBody(alteredBody(INSTANCE, "replica_count", 2), "read_replicas_mode", "${var.mode}");
  expect(found(body).map(({ rule, status }) => [rule, status])).toEqual([["redis-replicas", "unknown"]]);
});

test.each([
  ["replicas are left to Google", alteredBody(INSTANCE, "replica_count", undefined)],
  [
    "three read replicas are enabled",
    alteredBody(alteredBody(INSTANCE, "replica_count", 3), "read_replicas_mode", "READ_REPLICAS_ENABLED"),
  ],
  ["eviction is left to Google", alteredBody(INSTANCE, "redis_configs", undefined)],
  ["another eviction is chosen", alteredBody(INSTANCE, "redis_configs", { "maxmemory-policy": "allkeys-lru" })],
  ["maintenance begins at midnight", alteredBody(INSTANCE, `${WINDOW}.0.start_time`, { minutes: 0 })],
])("no finding elsewhere when %s", (_, instance) => {
  expect(found(instance)).toEqual([]);
});

test("a plan, which tells no lifecycle, is judged without it", () => {
  const [configured] = resources({ [ADDRESS]: alteredBody(INSTANCE, "lifecycle", undefined) });
  const { lifecycle: _, ...planned } = configured!;
  expect(findingsOfRules(OURS, { stacks: [], resources: [planned] }, SPEC)).toEqual([]);
});

describe("redis-port", () => {
  const service = (value?: string) => ({ template: { containers: [{ env: [{ name: "REDIS_PORT", value }] }] } });
  const verdicts = (value: string | undefined, instance: object = INSTANCE, spec?: Spec) =>
    verdictsOf(
      spec ? OURS : redisRules,
      { [ADDRESS]: instance, "google_cloud_run_v2_service.api": service(value) },
      spec,
    );
  const PLAIN = alteredBody(INSTANCE, "transit_encryption_mode", "DISABLED");

  test.each([
    "${google_redis_instance.redis.port}",
    "${data.terraform_remote_state.foundation.outputs.redis-port}",
    undefined,
  ])("%j is right", (value) => {
    expect(verdicts(value, INSTANCE, SPEC)).toEqual([]);
    expect(verdicts(value)).toEqual([]);
  });

  test("a reference is right also where its value is known", () => {
    const all = resources({ [ADDRESS]: INSTANCE, "google_cloud_run_v2_service.api": service("6378") });
    const path = "template[0].containers[0].env[0].value";
    const planned = all.map((resource) =>
      resource.address === ADDRESS ? resource : { ...resource, references: new Map([[path, [ADDRESS]]]) },
    );
    expect(findingsOfRules(OURS, { stacks: [], resources: planned }, SPEC)).toEqual([]);
  });

  test.each([
    ["6378", "redis-port-reference"],
    ["6379", "redis-port"],
  ])("%s by hand is a violation in our own estate", (value, rule) => {
    const [verdict, ...others] = verdicts(value, INSTANCE, SPEC);
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ rule, status: "violation" });
    expect(verdict?.message).toContain('"REDIS_PORT" is written by hand');
    expect(verdict?.message).not.toContain(value);
  });

  test("elsewhere only the port without TLS beside an instance with TLS is one", () => {
    const rules = (value: string, instance: object) =>
      verdicts(value, instance)
        .filter(({ rule }) => rule === "redis-port")
        .map(({ status }) => status);
    expect(rules("6379", INSTANCE)).toEqual(["violation"]);
    expect(rules("6378", INSTANCE)).toEqual([]);
    expect(rules("6379", PLAIN)).toEqual([]);
    expect(rules("6379", alteredBody(INSTANCE, "transit_encryption_mode", "${var.mode}"))).toEqual(["unknown"]);
  });

  test("a variable without a resource behind it is unknown", () => {
    expect(verdicts("${var.redis_port}", INSTANCE, SPEC).map(({ rule, status }) => [rule, status])).toEqual([
      ["redis-port", "unknown"],
    ]);
  });
});
