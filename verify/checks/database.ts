import { databaseMetricId, networkId } from "../../environments/names";
import {
  DATABASE_ACCESS,
  DATABASE_INSIGHTS,
  DATABASE_PROTECTION,
  DATABASE_STATE,
} from "../../google/hardened/cloud-sql";
import { SQL_CONNECTIONS, SQL_LATENCIES } from "../../google/platform-metrics";
import { NEAR, percentOf } from "../../monitoring/alerts/share";
import { failed, passed, skipped, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { readMetric } from "../live/metrics";
import { resourcePath, type LiveReader } from "../live/reader";
import { readDatabase, type LiveDatabase } from "../live/sql";
import { PASSING_ATTEMPTS, adminChecksOf, type AdminContext, type AdminRow } from "./admin-check";
import { compareSettings, hardenedSettings, setting } from "./settings";
import {
  GAUGE_SECONDS,
  MICROSECONDS_IN_MILLISECOND,
  PERIOD_SECONDS,
  authorityAttempt,
  missingGaugeAttempt,
} from "./store";

/** The Cloud SQL instance. */
export const databaseChecks = (context: AdminContext): readonly Check[] => adminChecksOf(context, rows(context));

function rows(context: AdminContext): readonly AdminRow[] {
  const { environment, now } = context;
  const instance = (live: LiveReader): Promise<LiveDatabase> => readDatabase(live, environment);
  const gone = "store-unhealthy";
  return [
    {
      id: "database/state",
      title: "the database instance is running",
      attempts: PASSING_ATTEMPTS,
      gone,
      ask: async (live) => stateAttempt(await instance(live)),
    },
    {
      id: "database/settings",
      title: "the database's version, size, flags and maintenance window are as declared",
      gone,
      ask: async (live) => settingsAttempt(context, await instance(live)),
    },
    {
      id: "database/protections",
      title: "the database is protected against deletion and backed up as declared",
      gone,
      ask: async (live) => protectionsAttempt(context, await instance(live)),
    },
    {
      id: "database/network",
      title: "the database has a private address only, and takes encrypted connections only",
      gone,
      ask: async (live) => networkAttempt(context, await instance(live)),
    },
    {
      id: "database/availability",
      title: "the database's availability type and zones are as declared",
      gone,
      ask: async (live) => availabilityAttempt(context, await instance(live)),
    },
    {
      // The authority is valid for ten years, and nobody renews it by itself.
      id: "database/certificate",
      title: "the database's certificate authority holds for a while",
      gone,
      ask: async (live) => {
        const { serverCaCert } = await instance(live);
        return authorityAttempt(serverCaCert ? [serverCaCert.expirationTime] : [], now());
      },
    },
    {
      id: "database/connections",
      title: `the database has fewer than ${NEAR} % of its connections in use`,
      gone,
      ask: (live) => connectionsAttempt(context, live),
    },
    {
      id: "database/latency",
      title: `95 % of the database's queries take at most ${environment.objectives.databaseLatencyMs} ms`,
      gone,
      ask: (live) => latencyAttempt(context, live),
    },
  ];
}

const RUNNING = "RUNNABLE";

/** A stopped instance says RUNNABLE too: the activation policy tells it apart. */
function stateAttempt({ state, hardened }: LiveDatabase): Attempt {
  const { activationPolicy } = DATABASE_STATE;
  const found = `${state}, activation policy ${hardened.get(activationPolicy) ?? "unknown"}`;
  const expected = `${RUNNING}, activation policy ${activationPolicy.value}`;
  return found === expected ? passed(found) : failed("store-unhealthy", found, expected);
}

function settingsAttempt(
  { environment }: AdminContext,
  { databaseVersion, settings, hardened }: LiveDatabase,
): Attempt {
  const { version, edition, tier, maxConnections, maintenance, diskLimitGiB } = environment.database;
  const flag = settings.databaseFlags.find(({ name }) => name === "max_connections")?.value;
  return compareSettings([
    setting("databaseVersion", databaseVersion, version),
    setting("settings.edition", settings.edition, edition),
    setting("settings.tier", settings.tier, tier),
    setting("settings.databaseFlags.max_connections", flag, String(maxConnections)),
    setting("settings.storageAutoResizeLimit", settings.storageAutoResizeLimit, String(diskLimitGiB)),
    setting("settings.maintenanceWindow.day", settings.maintenanceWindow?.day, maintenance.day),
    setting("settings.maintenanceWindow.hour", settings.maintenanceWindow?.hour, maintenance.hour),
    ...hardenedSettings(DATABASE_INSIGHTS, hardened),
  ]);
}

function protectionsAttempt({ environment }: AdminContext, { settings, hardened }: LiveDatabase): Attempt {
  const { backups } = environment.database;
  const found = settings.backupConfiguration;
  const backup = "settings.backupConfiguration";
  return compareSettings([
    ...hardenedSettings(DATABASE_PROTECTION, hardened),
    setting(`${backup}.startTime`, found.startTime, backups.startTime),
    setting(`${backup}.retainedBackups`, found.backupRetentionSettings.retainedBackups, backups.retained),
    setting(`${backup}.transactionLogRetentionDays`, found.transactionLogRetentionDays, backups.logDays),
  ]);
}

/** A public address that somebody adds by hand would take over every connection of Cloud Run. */
function networkAttempt({ environment }: AdminContext, { settings, ipAddresses, hardened }: LiveDatabase): Attempt {
  const { privateNetwork } = settings.ipConfiguration;
  return compareSettings([
    setting("ipAddresses", ipAddresses.map(({ type }) => type).join(", "), "PRIVATE"),
    ...hardenedSettings(DATABASE_ACCESS, hardened),
    setting("settings.ipConfiguration.privateNetwork", resourcePath(privateNetwork), networkId(environment)),
  ]);
}

/** After a failover the standby's zone serves. That passes, and the report names it. */
function availabilityAttempt({ environment }: AdminContext, { gceZone, settings }: LiveDatabase): Attempt {
  const { availability, zone, standbyZone } = environment.database;
  const declared = compareSettings([
    setting("settings.availabilityType", settings.availabilityType, availability),
    setting("settings.locationPreference.zone", settings.locationPreference.zone, zone),
    setting("settings.locationPreference.secondaryZone", settings.locationPreference.secondaryZone, standbyZone),
  ]);
  if (declared.verdict !== "passed") return declared;
  if (gceZone === zone) return passed(`${availability}, serves from ${zone}`);
  if (gceZone !== undefined && gceZone === standbyZone) {
    return passed(`${availability}, serves from its standby zone ${gceZone} since a failover`);
  }
  const zones = standbyZone === undefined ? zone : `${zone} or ${standbyZone}`;
  return failed("not-as-declared", `gceZone: ${gceZone ?? "nothing"}`, `gceZone: ${zones}`);
}

/** Connections of all databases of the instance together, against its `max_connections`. */
async function connectionsAttempt({ environment, now }: AdminContext, live: LiveReader): Promise<Attempt> {
  const { maxConnections } = environment.database;
  const points = await readMetric(live, environment, now(), {
    metric: SQL_CONNECTIONS,
    where: [`resource.labels.database_id="${databaseMetricId(environment)}"`],
    seconds: GAUGE_SECONDS,
  });
  if (points.length === 0) return missingGaugeAttempt(SQL_CONNECTIONS, await readDatabase(live, environment), now());
  const inUse = points.reduce((sum, { value }) => sum + value, 0);
  const measured = [{ name: "connections", value: inUse, unit: "1" }];
  const found = `${inUse} of ${maxConnections} connections`;
  const limit = percentOf(NEAR, maxConnections);
  if (inUse < limit) return passed(found, measured);
  return failed("over-budget", found, `fewer than ${limit}`, { measured });
}

/**
 * The 95th percentile of query times over an hour, of all users and databases. Query insights measure it inside the
 * instance, so it leaves out the network.
 */
async function latencyAttempt({ environment, now }: AdminContext, live: LiveReader): Promise<Attempt> {
  const limit = environment.objectives.databaseLatencyMs;
  const [point] = await readMetric(live, environment, now(), {
    metric: SQL_LATENCIES,
    where: [`resource.labels.resource_id="${databaseMetricId(environment)}"`],
    seconds: PERIOD_SECONDS,
    // The metric is cumulative: Monitoring refuses a percentile as its aligner, and takes one as the reducer.
    aligned: { seconds: PERIOD_SECONDS, aligner: "ALIGN_DELTA", reducer: "REDUCE_PERCENTILE_95" },
  });
  if (point === undefined) return skipped("no query in the last hour, or query insights are off");
  const milliseconds = point.value / MICROSECONDS_IN_MILLISECOND;
  const measured = [{ name: "latency", value: milliseconds, unit: "ms" }];
  const found = `${milliseconds.toFixed(1)} ms`;
  if (milliseconds <= limit) return passed(found, measured);
  return failed("too-slow", found, `at most ${limit} ms`, { measured });
}
