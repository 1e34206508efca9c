import { budgetRules } from "../../policy/packs/google/budgets";
import { alteredBody, verdictsOf } from "../support/resource";

const UNKNOWN = "${google_other_thing.x.value}";
const variables = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

const service = (name: string, max: unknown, values: Readonly<Record<string, string>>) => ({
  name,
  template: {
    scaling: { max_instance_count: max },
    vpc_access: { network_interfaces: [{ subnetwork: "projects/p/regions/r/subnetworks/subnet" }] },
    containers: [{ env: variables(values) }],
  },
});
const POOL = {
  DATABASE_POOL_SIZE: "5",
  DATABASE_MAX_OVERFLOW: "10",
  WEB_CONCURRENCY: "1",
  REDIS_POOL_MAX_CONNECTIONS: "20",
};
const database = (value: unknown) => ({ settings: { database_flags: [{ name: "max_connections", value }] } });

/** 10 × 15 × 2 + 15 = 315 connections, 48 addresses. */
const GOOD = {
  "google_cloud_run_v2_service.api": service("api", 10, POOL),
  "google_sql_database_instance.db": database("315"),
  "google_redis_instance.redis": { tier: "STANDARD_HA" },
  "google_compute_subnetwork.subnet": { name: "subnet", ip_cidr_range: "10.0.0.0/26" },
};

const found = (changes: Readonly<Record<string, object>>) =>
  verdictsOf(budgetRules, { ...GOOD, ...changes }).map(({ rule, status, address, message }) => [
    rule,
    status,
    address,
    message.split(";")[0],
  ]);

test("a budget that is used up to the last connection holds", () => {
  expect(found({})).toEqual([]);
});

test("one connection too many is a violation of the database", () => {
  expect(found({ "google_sql_database_instance.db": database("314") })).toEqual([
    [
      "budget-database-connections",
      "violation",
      "google_sql_database_instance.db",
      "database connections: 10 × 1 × 15 × 2 + 15 reserve = 315 found, at most 314 allowed",
    ],
  ]);
});

test("what is exceeded says with which maximum, pool or supply it fits", () => {
  const fits = (changes: Readonly<Record<string, object>>) =>
    verdictsOf(budgetRules, { ...GOOD, ...changes }).map(({ message }) => /; would fit: ([^;]*)/.exec(message)?.[1]);
  expect(fits({ "google_sql_database_instance.db": database("290") })).toEqual([
    "max_instance_count of google_cloud_run_v2_service.api 9 instead of 10, or a pool of google_cloud_run_v2_service.api of 13 instead of 15 a worker, or max_connections 315, where the tier's memory carries them",
  ]);
  expect(fits({ "google_cloud_run_v2_service.api": service("api", 20, { DATABASE_POOL_SIZE: "1" }) })).toEqual([
    "max_instance_count of google_cloud_run_v2_service.api 12 instead of 20, or a subnet of /25",
  ]);
});

test("a second service adds to the demand", () => {
  const second = service("second", 1, { DATABASE_POOL_SIZE: "1" });
  expect(found({ "google_cloud_run_v2_service.second": second })[0]?.[3]).toContain(
    "10 × 1 × 15 × 2 + 1 × 1 × 1 × 2 + 15 reserve = 317 found",
  );
});

test("Redis clients beyond the instance", () => {
  const greedy = service("api", 10, { REDIS_POOL_MAX_CONNECTIONS: "4000" });
  expect(found({ "google_cloud_run_v2_service.api": greedy })).toEqual([
    [
      "budget-redis-clients",
      "violation",
      "google_redis_instance.redis",
      "Redis clients: 10 × 1 × 4001 × 2 = 80020 found, at most 65000 allowed",
    ],
  ]);
});

test("more instances than the subnet has addresses for, by link and by reference alike", () => {
  const wide = service("api", 16, {});
  const byReference = alteredBody(
    wide,
    "template.vpc_access.network_interfaces.0.subnetwork",
    "${google_compute_subnetwork.subnet.id}",
  );
  for (const body of [wide, byReference]) {
    expect(found({ "google_cloud_run_v2_service.api": body })).toEqual([
      [
        "budget-subnet-addresses",
        "violation",
        "google_compute_subnetwork.subnet",
        "subnet addresses: 16 × 4 in blocks of 16: 64 = 64 found, at most 60 allowed",
      ],
    ]);
  }
});

test.each<[what: string, ofRevision: unknown, ofService: unknown, instances: number]>([
  ["the service's, where it is the lower one", 100, 11, 11],
  ["the service's alone", undefined, 11, 11],
  ["the service's, where the revision's is not known", UNKNOWN, 11, 11],
  ["the revision's, where the service's is not known", 11, UNKNOWN, 11],
  ["the revision's, where the service's is not set", 11, 0, 11],
  ["the revision's, where it is the lower one", 11, 100, 11],
])("instances are counted by the maximum that bounds them: %s", (_what, ofRevision, ofService, instances) => {
  const body = { ...service("api", ofRevision, POOL), scaling: { max_instance_count: ofService } };
  expect(found({ "google_cloud_run_v2_service.api": body })).toEqual([
    expect.arrayContaining([expect.stringContaining(`${instances} × 1 × 15 × 2 + 15 reserve = 345 found`)]),
  ]);
});

test("an unknown maximum makes every budget unknown", () => {
  const unknown = found({ "google_cloud_run_v2_service.api": service("api", UNKNOWN, POOL) });
  expect(unknown.map(([rule, status]) => [rule, status])).toEqual([
    ["budget-database-connections", "unknown"],
    ["budget-redis-clients", "unknown"],
    ["budget-subnet-addresses", "unknown"],
  ]);
});

test("a pool that is no number is unknown, an undeclared maximum another rule's matter", () => {
  const text = service("api", 10, { ...POOL, DATABASE_POOL_SIZE: "many" });
  expect(found({ "google_cloud_run_v2_service.api": text }).map(([rule, status]) => [rule, status])).toEqual([
    ["budget-database-connections", "unknown"],
  ]);
  expect(found({ "google_cloud_run_v2_service.api": service("api", undefined, POOL) })).toEqual([]);
});

test("other teams' names for a pool count, and the default of the tier where max_connections is left out", () => {
  const tier = (name: string) => ({ database_version: "POSTGRES_17", settings: { tier: name } });
  const bodies = (name: string) => ({
    "google_cloud_run_v2_service.api": service("api", 10, { DB_POOL_SIZE: "5", DB_MAX_OVERFLOW: "5" }),
    "google_sql_database_instance.db": tier(name),
  });
  const verdicts = (name: string) => verdictsOf(budgetRules, bodies(name)).map(({ rule, message }) => [rule, message]);
  // 10 × 10 × 2 + 15 = 215, of 100 and of 400.
  expect(verdicts("db-custom-1-3840")).toEqual([
    ["budget-database-connections", expect.stringContaining("= 215 found, at most 100 allowed")],
  ]);
  expect(verdicts("db-custom-2-7680")).toEqual([]);
});
