import type { Environment } from "../../environments/environment";
import { cachePath } from "../../environments/names";
import {
  REDIS_EVICTIONS,
  REDIS_MAIN_THREAD,
  REDIS_MEMORY,
  REDIS_ROLE,
  type PlatformMetric,
} from "../../google/platform-metrics";
import { absent, increase, meanValue, query, rate, type Selector } from "../promql";
import { whenQuery, type Alert } from "./alert";
import { series } from "./series";
import { percentText } from "./share";

/** Share of the cache's memory above which the next peak evicts sessions. */
const MEMORY_FULL = 0.8;

/** Seconds of a second that the main thread may compute: Redis does nearly everything in that one. */
const THREAD_FULL = 0.8;

/** Seconds without a value after which nothing is taken to run: values are visible four minutes late. */
const GONE_SECONDS = 900;

/** Alerts on Memorystore. */
export const cacheAlerts = (environment: Environment): readonly Alert[] => [
  downAlert(environment),
  failoverAlert(environment),
  loadAlert(environment),
];

const cacheSelector = (environment: Environment, metric: PlatformMetric, ...where: readonly string[]): Selector =>
  series(metric, `instance_id="${cachePath(environment)}"`, ...where);

const PRIMARY = 'role="primary"';

const downAlert = (environment: Environment): Alert => ({
  id: "cache-down",
  class: "infrastructure",
  response: "page",
  title: "cache: no primary",
  means: "No node of Redis works as the primary: sessions cannot be read, and no instance that uses it becomes ready.",
  basis: `Nothing written of a primary for ${GONE_SECONDS / 60} minutes; a fail-over takes less than one, and values are visible four minutes late.`,
  steps: [
    "look at the instance's state and operations: maintenance, scaling, or an import",
    "fail over where the replica stands (runbook: fail over)",
    "look at Google's status page",
  ],
  conditions: whenQuery(query`count(${absent(cacheSelector(environment, REDIS_MEMORY, PRIMARY), GONE_SECONDS)})`),
});

const failoverAlert = (environment: Environment): Alert => ({
  id: "cache-failover",
  class: "infrastructure",
  response: "ticket",
  title: "cache: failed over",
  means:
    "The replica became the primary: connections broke once, and what was written in the last moments may be lost.",
  basis: "Any change of a node's role within five minutes. Google's weekly maintenance fails over too.",
  steps: [
    "compare with the maintenance window and the instance's operations",
    "check that a replica stands again, or the next failure has nothing to fail over to",
    "look for errors of the services in the same minute: they should have reconnected",
  ],
  conditions: [
    {
      kind: "threshold",
      series: series(REDIS_ROLE, `resource.labels.instance_id="${cachePath(environment)}"`),
      // A role is 1 or 0: only a change has a deviation. Both nodes change, and are one fail-over.
      aggregation: { seconds: 300, aligner: "ALIGN_STDDEV", reducer: "REDUCE_MAX" },
      comparison: "above",
      threshold: 0,
      forSeconds: 0,
    },
  ],
});

function loadAlert(environment: Environment): Alert {
  const memory = query`count(${meanValue(cacheSelector(environment, REDIS_MEMORY, PRIMARY), 300)} > ${MEMORY_FULL})`;
  const evicted = query`count(sum(${increase(cacheSelector(environment, REDIS_EVICTIONS), 900)}) > 0)`;
  const thread = query`count(sum(${rate(cacheSelector(environment, REDIS_MAIN_THREAD, PRIMARY), 900)}) > ${THREAD_FULL})`;
  return {
    id: "cache-load",
    class: "infrastructure",
    response: "ticket",
    title: "cache: full or busy",
    means:
      "Redis has little memory left, throws keys away before their time, or its one thread has no time left: people are signed out, or every call waits.",
    basis: `${percentText(MEMORY_FULL)} of the ${environment.cache.memoryGiB} GiB for five minutes; any eviction, because keys end by their time to live; or ${percentText(THREAD_FULL)} of the main thread for a quarter of an hour. All on the primary.`,
    steps: [
      "tell memory from processors on the dashboard",
      "for memory, look for keys without a time to live, then raise memoryGiB in the environment file; it fails over once",
      "for processors, look for commands over many keys, and for clients that reconnect in a loop",
    ],
    conditions: whenQuery(query`${memory} or ${evicted} or ${thread}`),
  };
}
