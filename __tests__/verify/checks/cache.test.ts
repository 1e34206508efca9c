import { budgetsOf } from "../../../environments/budgets";
import { trial } from "../../fixture/trial";
import type { Json } from "../../../verify/google-answers";
import { cacheName } from "./healthy";
import { useLive, type LiveSeries } from "./live-environment";

const NAME = cacheName(trial);
const WINDOW = "maintenancePolicy.weeklyMaintenanceWindow";
const PRIMARY =
  'resource.type="redis_instance" AND resource.labels.instance_id="projects/example-trial/locations/us-central1/instances/netra-trial-redis" AND metric.labels.role="primary"';

const failed = (symptom: string, found: string, expected: string, more: object = {}): object => ({
  verdict: "failed",
  symptom,
  found,
  expected,
  ...more,
});

/** A value of the primary; `stats/evicted_keys`. */
const primary = (metric: string, value: LiveSeries["value"], labels: Readonly<Record<string, string>> = {}) => ({
  metric: { type: `redis.googleapis.com/${metric}`, labels: { role: "primary", ...labels } },
  resource: {
    type: "redis_instance",
    labels: { instance_id: "projects/example-trial/locations/us-central1/instances/netra-trial-redis" },
  },
  value,
});

describe("the cache", () => {
  const live = useLive(trial);

  test.each<readonly [check: string, path: string, value: Json | undefined, found: string, declared: string]>([
    ["settings", "redisVersion", "REDIS_6_X", "redisVersion: REDIS_6_X", "redisVersion: REDIS_7_2"],
    ["settings", "tier", "BASIC", "tier: BASIC", "tier: STANDARD_HA"],
    ["settings", "memorySizeGb", 5, "memorySizeGb: 5", "memorySizeGb: 1"],
    [
      "settings",
      "redisConfigs",
      { "maxmemory-policy": "allkeys-lru" },
      "redisConfigs.maxmemory-policy: allkeys-lru",
      "redisConfigs.maxmemory-policy: volatile-lru",
    ],
    [
      "settings",
      "redisConfigs",
      undefined,
      "redisConfigs.maxmemory-policy: nothing",
      "redisConfigs.maxmemory-policy: volatile-lru",
    ],
    [
      "settings",
      "persistenceConfig.persistenceMode",
      "RDB",
      "persistenceConfig.persistenceMode: RDB",
      "persistenceConfig.persistenceMode: DISABLED",
    ],
    ["settings", `${WINDOW}.0.day`, "MONDAY", `${WINDOW}.day: MONDAY`, `${WINDOW}.day: SUNDAY`],
    ["settings", `${WINDOW}.0.startTime`, {}, `${WINDOW}.startTime.hours: 0`, `${WINDOW}.startTime.hours: 6`],
    [
      "settings",
      "maintenancePolicy",
      undefined,
      `${WINDOW}.day: nothing; ${WINDOW}.startTime.hours: nothing`,
      `${WINDOW}.day: SUNDAY; ${WINDOW}.startTime.hours: 6`,
    ],
    ["access", "authEnabled", undefined, "authEnabled: false", "authEnabled: true"],
    [
      "access",
      "transitEncryptionMode",
      "DISABLED",
      "transitEncryptionMode: DISABLED",
      "transitEncryptionMode: SERVER_AUTHENTICATION",
    ],
    ["access", "connectMode", "DIRECT_PEERING", "connectMode: DIRECT_PEERING", "connectMode: PRIVATE_SERVICE_ACCESS"],
    [
      "access",
      "authorizedNetwork",
      "projects/example-trial/global/networks/default",
      "authorizedNetwork: projects/example-trial/global/networks/default",
      "authorizedNetwork: projects/example-trial/global/networks/netra-trial-network",
    ],
  ])("%s: %s as %j", async (check, path, value, found, declared) => {
    live.set(NAME, path, value);
    expect(await live.attempt(`cache/${check}`)).toEqual(failed("not-as-declared", found, declared));
  });

  test("an instance that is not ready, and one that is not there", async () => {
    live.set(NAME, "state", "FAILING_OVER");
    expect(await live.attempt("cache/state")).toEqual(failed("store-unhealthy", "FAILING_OVER", "READY"));
    live.remove(NAME);
    expect(await live.attempt("cache/state")).toEqual(
      failed("store-unhealthy", expect.stringContaining("netra-trial-redis") as string, "it is there"),
    );
  });

  test("of two certificate authorities the later one counts", async () => {
    live.set(NAME, "serverCaCerts", [{ expireTime: "2026-12-01T00:00:00Z" }, { expireTime: "2031-12-01T00:00:00Z" }]);
    expect(await live.attempt("cache/certificate")).toEqual({
      verdict: "passed",
      found: "1834 days left, until 2031-12-01",
      measured: [{ name: "days-left", value: 1834, unit: "days" }],
    });
    live.set(NAME, "serverCaCerts.1", undefined);
    expect(await live.attempt("cache/certificate")).toMatchObject({ verdict: "failed", symptom: "authority-expiring" });
    live.set(NAME, "serverCaCerts", undefined);
    expect(await live.attempt("cache/certificate")).toMatchObject({ symptom: "store-unhealthy" });
  });

  test("clients up to the budget, and one more", async () => {
    const { demand, explanation } = budgetsOf(trial).find(({ name }) => name === "Redis clients")!;
    const ofPrimary = primary("clients/connected", { int64Value: String(demand) });
    const labels = { role: "replica" };
    await live.series(ofPrimary, { ...ofPrimary, metric: { ...ofPrimary.metric, labels } });
    expect(await live.attempt("cache/clients")).toEqual({
      verdict: "passed",
      found: `${demand} clients, ${demand} budgeted`,
      measured: [{ name: "clients", value: demand, unit: "1" }],
    });
    expect(live.asked()).toMatchObject({
      filter: `metric.type="redis.googleapis.com/clients/connected" AND ${PRIMARY}`,
      "interval.startTime": "2026-11-22T11:50:00.000Z",
    });
    await live.series(primary("clients/connected", { int64Value: String(demand + 1) }));
    expect(await live.attempt("cache/clients")).toEqual(
      failed("over-budget", `${demand + 1} clients`, `at most ${demand}: ${explanation}`, {
        measured: [{ name: "clients", value: demand + 1, unit: "1" }],
      }),
    );
  });

  test.each([
    [0.79, "passed", "79 % of 1 GiB"],
    [0.8, "failed", "80 % of 1 GiB"],
  ])("memory %f has %s", async (share, verdict, found) => {
    await live.series(primary("stats/memory/usage_ratio", { doubleValue: share }));
    const measured = [{ name: "memory", value: share, unit: "1" }];
    expect(await live.attempt("cache/memory")).toEqual(
      verdict === "passed"
        ? { verdict, found, measured }
        : failed("over-budget", found, "less than 80 %", { measured }),
    );
  });

  test("one key given up is one too many", async () => {
    const evicted = (keys: number): LiveSeries => ({
      ...primary("stats/evicted_keys", { int64Value: `${keys}` }),
      overSeconds: 60,
    });
    await live.series(evicted(0));
    expect(await live.attempt("cache/evictions")).toMatchObject({
      verdict: "passed",
      found: "0 in the last hour",
    });
    await live.series(evicted(1));
    expect(await live.attempt("cache/evictions")).toEqual(
      failed("over-budget", "1 in the last hour", "none", {
        measured: [{ name: "evictions", value: 1, unit: "1" }],
      }),
    );
    expect(live.asked()).toMatchObject({
      filter: `metric.type="redis.googleapis.com/stats/evicted_keys" AND ${PRIMARY}`,
      "aggregation.alignmentPeriod": "3600s",
      "aggregation.perSeriesAligner": "ALIGN_DELTA",
    });
  });

  test("the slowest command is held to the objective", async () => {
    const command = (cmd: string, doubleValue: number): LiveSeries =>
      primary("commands/usec_per_call", { doubleValue }, { cmd });
    await live.series(command("get", 12.5), command("keys", 100_000), command("set", 20));
    expect(await live.attempt("cache/latency")).toEqual({
      verdict: "passed",
      found: "keys: 100.000 ms",
      measured: [{ name: "latency", value: 100, unit: "ms" }],
    });
    await live.series(command("get", 12.5), command("keys", 250_000));
    expect(await live.attempt("cache/latency")).toEqual(
      failed("too-slow", "keys: 250.000 ms", "at most 100 ms", {
        measured: [{ name: "latency", value: 250, unit: "ms" }],
      }),
    );
    expect(live.asked()).toMatchObject({
      filter: `metric.type="redis.googleapis.com/commands/usec_per_call" AND ${PRIMARY}`,
      "aggregation.perSeriesAligner": "ALIGN_MEAN",
    });
  });
});
