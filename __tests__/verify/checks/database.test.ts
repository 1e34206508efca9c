import { prd } from "../../fixture/prd";
import { trial } from "../../fixture/trial";
import type { Json } from "../../../verify/google-answers";
import { databaseName } from "./healthy";
import { useLive, type LiveSeries } from "./live-environment";

const NAME = databaseName(trial);
const BACKUP = "settings.backupConfiguration";
const IP = "settings.ipConfiguration";

const failed = (symptom: string, found: string, expected: string, more: object = {}): object => ({
  verdict: "failed",
  symptom,
  found,
  expected,
  ...more,
});

const LATENCIES = "cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies";

/** Connections to one database of an instance. */
const backends = (database: string, connections: number, instance = "netra-trial-db"): LiveSeries => ({
  metric: { type: "cloudsql.googleapis.com/database/postgresql/num_backends", labels: { database } },
  resource: { type: "cloudsql_database", labels: { database_id: `example-trial:${instance}` } },
  value: { int64Value: String(connections) },
});

describe("the database", () => {
  const live = useLive(trial);

  test.each<readonly [check: string, path: string, value: Json | undefined, found: string, declared: string]>([
    ["settings", "databaseVersion", "POSTGRES_18", "databaseVersion: POSTGRES_18", "databaseVersion: POSTGRES_17"],
    [
      "settings",
      "settings.edition",
      "ENTERPRISE_PLUS",
      "settings.edition: ENTERPRISE_PLUS",
      "settings.edition: ENTERPRISE",
    ],
    ["settings", "settings.tier", "db-f1-micro", "settings.tier: db-f1-micro", "settings.tier: db-custom-2-7680"],
    [
      "settings",
      "settings.databaseFlags",
      undefined,
      "settings.databaseFlags.max_connections: nothing",
      "settings.databaseFlags.max_connections: 400",
    ],
    [
      "settings",
      "settings.databaseFlags.1.value",
      "100",
      "settings.databaseFlags.max_connections: 100",
      "settings.databaseFlags.max_connections: 400",
    ],
    [
      "settings",
      "settings.storageAutoResizeLimit",
      "0",
      "settings.storageAutoResizeLimit: 0",
      "settings.storageAutoResizeLimit: 100",
    ],
    [
      "settings",
      "settings.maintenanceWindow.hour",
      undefined,
      "settings.maintenanceWindow.hour: 0",
      "settings.maintenanceWindow.hour: 5",
    ],
    [
      "settings",
      "settings.maintenanceWindow",
      undefined,
      "settings.maintenanceWindow.day: nothing; settings.maintenanceWindow.hour: nothing",
      "settings.maintenanceWindow.day: 7; settings.maintenanceWindow.hour: 5",
    ],
    [
      "settings",
      "settings.insightsConfig",
      undefined,
      "settings.insightsConfig.queryInsightsEnabled: false",
      "settings.insightsConfig.queryInsightsEnabled: true",
    ],
    [
      "protections",
      "settings.deletionProtectionEnabled",
      undefined,
      "settings.deletionProtectionEnabled: false",
      "settings.deletionProtectionEnabled: true",
    ],
    [
      "protections",
      "settings.retainBackupsOnDelete",
      false,
      "settings.retainBackupsOnDelete: false",
      "settings.retainBackupsOnDelete: true",
    ],
    ["protections", `${BACKUP}.enabled`, false, `${BACKUP}.enabled: false`, `${BACKUP}.enabled: true`],
    [
      "protections",
      `${BACKUP}.pointInTimeRecoveryEnabled`,
      undefined,
      `${BACKUP}.pointInTimeRecoveryEnabled: false`,
      `${BACKUP}.pointInTimeRecoveryEnabled: true`,
    ],
    ["protections", `${BACKUP}.startTime`, "15:00", `${BACKUP}.startTime: 15:00`, `${BACKUP}.startTime: 03:00`],
    [
      "protections",
      `${BACKUP}.backupRetentionSettings.retainedBackups`,
      1,
      `${BACKUP}.retainedBackups: 1`,
      `${BACKUP}.retainedBackups: 7`,
    ],
    [
      "protections",
      `${BACKUP}.transactionLogRetentionDays`,
      1,
      `${BACKUP}.transactionLogRetentionDays: 1`,
      `${BACKUP}.transactionLogRetentionDays: 7`,
    ],
    ["network", "ipAddresses.1", { type: "PRIMARY" }, "ipAddresses: PRIVATE, PRIMARY", "ipAddresses: PRIVATE"],
    ["network", `${IP}.ipv4Enabled`, true, `${IP}.ipv4Enabled: true`, `${IP}.ipv4Enabled: false`],
    [
      "network",
      `${IP}.privateNetwork`,
      "projects/example-trial/global/networks/default",
      `${IP}.privateNetwork: projects/example-trial/global/networks/default`,
      `${IP}.privateNetwork: projects/example-trial/global/networks/netra-trial-network`,
    ],
    [
      "network",
      `${IP}.sslMode`,
      "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
      `${IP}.sslMode: ALLOW_UNENCRYPTED_AND_ENCRYPTED`,
      `${IP}.sslMode: ENCRYPTED_ONLY`,
    ],
    [
      "network",
      `${IP}.serverCaMode`,
      "GOOGLE_MANAGED_CAS_CA",
      `${IP}.serverCaMode: GOOGLE_MANAGED_CAS_CA`,
      `${IP}.serverCaMode: GOOGLE_MANAGED_INTERNAL_CA`,
    ],
    [
      "availability",
      "settings.availabilityType",
      "REGIONAL",
      "settings.availabilityType: REGIONAL",
      "settings.availabilityType: ZONAL",
    ],
    [
      "availability",
      "settings.locationPreference.zone",
      "us-central1-f",
      "settings.locationPreference.zone: us-central1-f",
      "settings.locationPreference.zone: us-central1-a",
    ],
    ["availability", "gceZone", "us-central1-f", "gceZone: us-central1-f", "gceZone: us-central1-a"],
    ["availability", "gceZone", undefined, "gceZone: nothing", "gceZone: us-central1-a"],
  ])("%s: %s as %j", async (check, path, value, found, declared) => {
    live.set(NAME, path, value);
    expect(await live.attempt(`database/${check}`)).toEqual(failed("not-as-declared", found, declared));
  });

  test("the private network by its link is the same one", async () => {
    const link = "https://www.googleapis.com/compute/v1/projects/example-trial/global/networks/netra-trial-network";
    live.set(NAME, `${IP}.privateNetwork`, link);
    expect(await live.attempt("database/network")).toHaveProperty("verdict", "passed");
  });

  test.each([
    ["state", "MAINTENANCE", "MAINTENANCE, activation policy ALWAYS"],
    ["settings.activationPolicy", "NEVER", "RUNNABLE, activation policy NEVER"],
  ])("an instance that does not run: %s %s", async (path, value, found) => {
    live.set(NAME, path, value);
    expect(await live.attempt("database/state")).toEqual(
      failed("store-unhealthy", found, "RUNNABLE, activation policy ALWAYS"),
    );
  });

  test("an instance that is not there", async () => {
    live.remove(NAME);
    expect(await live.attempt("database/state")).toEqual(
      failed(
        "store-unhealthy",
        expect.stringMatching(/^sql projects\/example-trial\/instances\/netra-trial-db: /) as string,
        "it is there",
      ),
    );
  });

  test.each([
    ["2027-02-20T12:00:00Z", "passed", "90 days left, until 2027-02-20", 90],
    ["2027-02-20T11:59:59Z", "failed", "89 days left, until 2027-02-20", 89],
    ["2026-11-21T12:00:00Z", "failed", "-1 days left, until 2026-11-21", -1],
  ])("a certificate authority until %s has %s", async (end, verdict, found, days) => {
    live.set(NAME, "serverCaCert.expirationTime", end);
    const measured = [{ name: "days-left", value: days, unit: "days" }];
    expect(await live.attempt("database/certificate")).toEqual(
      verdict === "passed"
        ? { verdict, found, measured }
        : failed("authority-expiring", found, "at least 90 days", { measured }),
    );
  });

  test("no certificate authority", async () => {
    live.set(NAME, "serverCaCert", undefined);
    expect(await live.attempt("database/certificate")).toEqual(
      failed("store-unhealthy", "no certificate authority", "one that clients can check"),
    );
  });

  test.each([
    [319, "passed"],
    [320, "failed"],
  ])("%i connections of all databases together have %s", async (connections, verdict) => {
    await live.series(backends("netra", connections - 9), backends("postgres", 9), backends("netra", 400, "other-db"));
    const measured = [{ name: "connections", value: connections, unit: "1" }];
    const found = `${connections} of 400 connections`;
    expect(await live.attempt("database/connections")).toEqual(
      verdict === "passed"
        ? { verdict, found, measured }
        : failed("over-budget", found, "fewer than 320", { measured }),
    );
    expect(live.asked()).toEqual({
      filter:
        'metric.type="cloudsql.googleapis.com/database/postgresql/num_backends" AND resource.type="cloudsql_database" AND resource.labels.database_id="example-trial:netra-trial-db"',
      "interval.startTime": "2026-11-22T11:50:00.000Z",
      "interval.endTime": "2026-11-22T12:00:00.000Z",
    });
  });

  /** What query insights add up since the instance began: 95 of 100 queries take at most so long. */
  const latencies = (microseconds: number, user: string): LiveSeries => ({
    metric: { type: LATENCIES, labels: { user } },
    resource: { type: "cloudsql_instance_database", labels: { resource_id: "example-trial:netra-trial-db" } },
    overSeconds: 86_400,
    value: {
      distributionValue: {
        count: "100",
        bucketOptions: { explicitBuckets: { bounds: [0, microseconds, 1_000_000] } },
        bucketCounts: ["0", "95", "5"],
      },
    },
  });

  test.each([
    [100_000, "passed", "100.0 ms"],
    [100_100, "failed", "100.1 ms"],
  ])("a latency of %i µs has %s", async (microseconds, verdict, found) => {
    await live.series(latencies(microseconds, "netra-a"), latencies(microseconds, "netra-b"));
    const measured = [{ name: "latency", value: microseconds / 1000, unit: "ms" }];
    expect(await live.attempt("database/latency")).toEqual(
      verdict === "passed" ? { verdict, found, measured } : failed("too-slow", found, "at most 100 ms", { measured }),
    );
    expect(live.asked()).toEqual({
      filter:
        'metric.type="cloudsql.googleapis.com/database/postgresql/insights/aggregate/latencies" AND resource.type="cloudsql_instance_database" AND resource.labels.resource_id="example-trial:netra-trial-db"',
      "interval.startTime": "2026-11-22T11:00:00.000Z",
      "interval.endTime": "2026-11-22T12:00:00.000Z",
      "aggregation.alignmentPeriod": "3600s",
      "aggregation.perSeriesAligner": "ALIGN_DELTA",
      "aggregation.crossSeriesReducer": "REDUCE_PERCENTILE_95",
    });
  });
});

describe("the database of prd", () => {
  const live = useLive(prd);
  const { zone, standbyZone = "" } = prd.database;

  test("serves from its standby zone after a failover, which is said and no failure", async () => {
    expect(standbyZone).not.toBe("");
    live.set(databaseName(prd), "gceZone", standbyZone);
    expect(await live.attempt("database/availability")).toEqual({
      verdict: "passed",
      found: `REGIONAL, serves from its standby zone ${standbyZone} since a failover`,
      measured: [],
    });
    live.set(databaseName(prd), "gceZone", "elsewhere");
    expect(await live.attempt("database/availability")).toEqual(
      failed("not-as-declared", "gceZone: elsewhere", `gceZone: ${zone} or ${standbyZone}`),
    );
  });

  test("a standby that was taken away by hand", async () => {
    live.set(databaseName(prd), "settings.availabilityType", "ZONAL");
    live.set(databaseName(prd), "settings.locationPreference.secondaryZone", undefined);
    expect(await live.attempt("database/availability")).toEqual(
      failed(
        "not-as-declared",
        "settings.availabilityType: ZONAL; settings.locationPreference.secondaryZone: nothing",
        `settings.availabilityType: REGIONAL; settings.locationPreference.secondaryZone: ${standbyZone}`,
      ),
    );
  });
});
