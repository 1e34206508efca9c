import { budgetsOf } from "../../environments/budgets";
import type { Environment } from "../../environments/environment";
import { cachePath, networkId } from "../../environments/names";
import { CACHE_ACCESS, CACHE_MEMORY } from "../../google/hardened/memorystore";
import {
  OF_REDIS_PRIMARY,
  REDIS_CLIENTS,
  REDIS_COMMAND_TIME,
  REDIS_EVICTIONS,
  REDIS_MEMORY,
} from "../../google/platform-metrics";
import { NEAR } from "../../monitoring/alerts/share";
import { countText } from "../../report/text";
import { failed, passed, skipped, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import { readMetric } from "../live/metrics";
import { resourcePath, type LiveReader } from "../live/reader";
import { readCache, type LiveCache } from "../live/redis";
import { PASSING_ATTEMPTS, adminChecksOf, type AdminContext, type AdminRow } from "./admin-check";
import { compareSettings, hardenedSettings, setting } from "./settings";
import {
  GAUGE_SECONDS,
  MICROSECONDS_IN_MILLISECOND,
  PERIOD_SECONDS,
  authorityAttempt,
  missingGaugeAttempt,
} from "./store";

/** The Memorystore instance. */
export const cacheChecks = (context: AdminContext): readonly Check[] => adminChecksOf(context, rows(context));

function rows(context: AdminContext): readonly AdminRow[] {
  const { environment, now } = context;
  const instance = (live: LiveReader): Promise<LiveCache> => readCache(live, environment);
  const gone = "store-unhealthy";
  return [
    {
      id: "cache/state",
      title: "the cache is ready",
      attempts: PASSING_ATTEMPTS,
      gone,
      ask: async (live) => stateAttempt(await instance(live)),
    },
    {
      id: "cache/settings",
      title: "the cache's version, size, persistence and maintenance window are as declared",
      gone,
      ask: async (live) => settingsAttempt(context, await instance(live)),
    },
    {
      id: "cache/access",
      title: "the cache asks for AUTH and TLS, on the private network",
      gone,
      ask: async (live) => accessAttempt(context, await instance(live)),
    },
    {
      // The authority is valid for ten years, and a second one is there after five; services have theirs as a variable.
      id: "cache/certificate",
      title: "the cache's certificate authority holds for a while",
      gone,
      ask: async (live) => {
        const { serverCaCerts } = await instance(live);
        return authorityAttempt(
          serverCaCerts.map(({ expireTime }) => expireTime),
          now(),
        );
      },
    },
    {
      id: "cache/clients",
      title: "the cache has no more clients than the budget",
      gone,
      ask: (live) => clientsAttempt(context, live),
    },
    {
      id: "cache/memory",
      title: `the cache has less than ${NEAR} % of its memory in use`,
      gone,
      ask: (live) => memoryAttempt(context, live),
    },
    {
      id: "cache/evictions",
      title: "the cache has given up no key for want of memory",
      gone,
      ask: (live) => evictionsAttempt(context, live),
    },
    {
      id: "cache/latency",
      title: `no command of the cache takes more than ${environment.objectives.databaseLatencyMs} ms`,
      gone,
      ask: (live) => latencyAttempt(context, live),
    },
  ];
}

const READY = "READY";

/** Ready: in no update, failover or maintenance. */
const stateAttempt = ({ state }: LiveCache): Attempt =>
  state === READY ? passed(state) : failed("store-unhealthy", state, READY);

function settingsAttempt({ environment }: AdminContext, found: LiveCache): Attempt {
  const { version, tier, memoryGiB, maintenance } = environment.cache;
  const [window] = found.maintenancePolicy?.weeklyMaintenanceWindow ?? [];
  const at = "maintenancePolicy.weeklyMaintenanceWindow";
  return compareSettings([
    setting("redisVersion", found.redisVersion, version),
    setting("tier", found.tier, tier),
    setting("memorySizeGb", found.memorySizeGb, memoryGiB),
    ...hardenedSettings(CACHE_MEMORY, found.hardened),
    setting(`${at}.day`, window?.day, maintenance.day),
    setting(`${at}.startTime.hours`, window?.startTime.hours, maintenance.hour),
  ]);
}

const accessAttempt = ({ environment }: AdminContext, found: LiveCache): Attempt =>
  compareSettings([
    ...hardenedSettings(CACHE_ACCESS, found.hardened),
    setting("authorizedNetwork", resourcePath(found.authorizedNetwork), networkId(environment)),
  ]);

/** The primary of the environment's cache, in Monitoring's filter language: our services connect to no replica. */
const primaryFilter = (environment: Environment): readonly string[] => [
  `resource.labels.instance_id="${cachePath(environment)}"`,
  OF_REDIS_PRIMARY,
];

/**
 * Clients of the cache, against what all pools of the services may open during a rollout. More of them are a leak, or
 * clients that nobody declared.
 */
async function clientsAttempt({ environment, now }: AdminContext, live: LiveReader): Promise<Attempt> {
  const budget = budgetsOf(environment).find(({ name }) => name === "Redis clients");
  const points = await readMetric(live, environment, now(), {
    metric: REDIS_CLIENTS,
    where: primaryFilter(environment),
    seconds: GAUGE_SECONDS,
  });
  if (points.length === 0) return missingGaugeAttempt(REDIS_CLIENTS, await readCache(live, environment), now());
  const clients = points.reduce((sum, { value }) => sum + value, 0);
  const measured = [{ name: "clients", value: clients, unit: "1" }];
  const limit = budget?.demand ?? 0;
  const found = countText(clients, "client");
  if (clients <= limit) return passed(`${found}, ${limit} budgeted`, measured);
  return failed("over-budget", found, `at most ${limit}: ${budget?.explanation ?? ""}`, { measured });
}

/** Memory in use, against the instance's: a full instance evicts. */
async function memoryAttempt({ environment, now }: AdminContext, live: LiveReader): Promise<Attempt> {
  const [point] = await readMetric(live, environment, now(), {
    metric: REDIS_MEMORY,
    where: primaryFilter(environment),
    seconds: GAUGE_SECONDS,
  });
  if (point === undefined) return missingGaugeAttempt(REDIS_MEMORY, await readCache(live, environment), now());
  const measured = [{ name: "memory", value: point.value, unit: "1" }];
  const percent = point.value * 100;
  const found = `${percent.toFixed(0)} % of ${environment.cache.memoryGiB} GiB`;
  if (percent < NEAR) return passed(found, measured);
  return failed("over-budget", found, `less than ${NEAR} %`, { measured });
}

/** Keys that the instance gave up for want of memory in the last hour: each may be somebody's session. */
async function evictionsAttempt({ environment, now }: AdminContext, live: LiveReader): Promise<Attempt> {
  const points = await readMetric(live, environment, now(), {
    metric: REDIS_EVICTIONS,
    where: primaryFilter(environment),
    seconds: PERIOD_SECONDS,
    aligned: { seconds: PERIOD_SECONDS, aligner: "ALIGN_DELTA" },
  });
  if (points.length === 0) return skipped(`no value of ${REDIS_EVICTIONS.type} in the last hour`);
  const evicted = points.reduce((sum, { value }) => sum + value, 0);
  const measured = [{ name: "evictions", value: evicted, unit: "1" }];
  const found = `${evicted} in the last hour`;
  return evicted === 0 ? passed(found, measured) : failed("over-budget", found, "none", { measured });
}

/**
 * The slowest command over an hour: one thread serves all clients, so a slow command keeps everybody waiting. The cache
 * has no objective of its own; it is held to the database's, because a slower cache would be of no use.
 */
async function latencyAttempt({ environment, now }: AdminContext, live: LiveReader): Promise<Attempt> {
  const limit = environment.objectives.databaseLatencyMs;
  const points = await readMetric(live, environment, now(), {
    metric: REDIS_COMMAND_TIME,
    where: primaryFilter(environment),
    seconds: PERIOD_SECONDS,
    aligned: { seconds: PERIOD_SECONDS, aligner: "ALIGN_MEAN" },
  });
  const [slowest] = [...points].sort((a, b) => b.value - a.value);
  if (slowest === undefined) return skipped("no command in the last hour");
  const milliseconds = slowest.value / MICROSECONDS_IN_MILLISECOND;
  const measured = [{ name: "latency", value: milliseconds, unit: "ms" }];
  const found = `${slowest.labels.cmd ?? "a command"}: ${milliseconds.toFixed(3)} ms`;
  if (milliseconds <= limit) return passed(found, measured);
  return failed("too-slow", found, `at most ${limit} ms`, { measured });
}
