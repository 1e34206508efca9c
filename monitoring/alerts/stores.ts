import { budgetsOf } from "../../environments/budgets";
import type { Environment } from "../../environments/environment";
import { cachePath, databaseMetricId } from "../../environments/names";
import {
  REDIS_CLIENTS,
  REDIS_EVICTIONS,
  REDIS_MEMORY,
  SQL_CONNECTIONS,
  SQL_CPU,
  SQL_DISK,
  SQL_LATENCIES,
  SQL_UP,
  type PlatformMetric,
} from "../../google/platform-metrics";
import type { Alert, Series } from "./alert";
import { meanAggregation, countAggregation, series } from "./series";
import { NEAR, thresholdAtLeast, percentOf } from "./share";
import { percentText } from "./services";

/** Share of the processors above which queries begin to wait for each other. */
const CPU_FULL = 0.8;

/** Share of the cache's memory above which the next peak evicts sessions. */
const CACHE_FULL = 0.8;

const GIB = 1024 ** 3;

const INSIGHTS = "look at query insights for what runs longest and most often";

/** Alerts on the metrics of Cloud SQL and Memorystore. */
export const storeAlerts = (environment: Environment): readonly Alert[] => [
  databaseDownAlert(environment),
  connectionAlert(environment),
  processorAlert(environment),
  diskAlert(environment),
  latencyAlert(environment),
  cacheMemoryAlert(environment),
  cacheClientAlert(environment),
  evictionAlert(environment),
];

const databaseSeries = (environment: Environment, metric: PlatformMetric): Series =>
  series(metric, `resource.labels.database_id="${databaseMetricId(environment)}"`);

const cacheSeries = (environment: Environment, metric: PlatformMetric, ...where: readonly string[]): Series =>
  series(metric, `resource.labels.instance_id="${cachePath(environment)}"`, ...where);

const databaseDownAlert = (environment: Environment): Alert => ({
  id: "database-up",
  class: "infrastructure",
  severity: "CRITICAL",
  title: "database: not up",
  means: "PostgreSQL does not run: every request that needs it fails, and no instance that uses it becomes ready.",
  basis: "Five minutes: a restart or a fail-over takes one or two.",
  steps: [
    "look at the instance's operations: maintenance, a fail-over, a changed flag, or a stop by hand",
    "look at the disk and its limit: the database stops where it cannot write",
    "fail over, or restore where it does not come back (runbook: fail over)",
  ],
  condition: {
    kind: "threshold",
    series: databaseSeries(environment, SQL_UP),
    aggregation: { seconds: 60, aligner: "ALIGN_MAX" },
    comparison: "below",
    threshold: 1,
    forSeconds: 300,
  },
});

const connectionAlert = (environment: Environment): Alert => ({
  id: "database-connections",
  class: "infrastructure",
  severity: "ERROR",
  title: "database: connections near their maximum",
  means: "Almost all connections are taken; the next pool that grows is refused, and its requests fail.",
  basis: `${NEAR} % or more of max_connections, ${environment.database.maxConnections}. The budget counts two revisions of every service: without a rollout, all pools together hold half of it.`,
  steps: [
    "look for a rollout whose old revision still drains, or a second one on top of it",
    "look for connections that are idle in transaction",
    "end a migration or a person's session that is not needed",
    "raise the budget (runbook: raise a budget); the flag restarts the database",
  ],
  condition: {
    kind: "threshold",
    series: databaseSeries(environment, SQL_CONNECTIONS),
    // One series a database, and the maximum is the instance's.
    aggregation: { seconds: 60, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM" },
    comparison: "above",
    threshold: thresholdAtLeast(percentOf(NEAR, environment.database.maxConnections)),
    forSeconds: 300,
  },
});

const processorAlert = (environment: Environment): Alert => ({
  id: "database-cpu",
  class: "infrastructure",
  severity: "WARNING",
  title: "database: processors busy",
  means: "The instance computes nearly all the time, and every query gets slower.",
  basis: `${percentText(CPU_FULL)} for a quarter of an hour: shorter peaks are vacuum and backups.`,
  steps: [
    INSIGHTS,
    "look for a deploy that brought the query",
    "raise the tier in the environment file: it restarts the database",
  ],
  condition: {
    kind: "threshold",
    series: databaseSeries(environment, SQL_CPU),
    aggregation: meanAggregation(300),
    comparison: "above",
    threshold: CPU_FULL,
    forSeconds: 900,
  },
});

const diskAlert = (environment: Environment): Alert => ({
  id: "database-disk",
  class: "infrastructure",
  severity: "ERROR",
  title: "database: disk near its limit",
  means: "Storage grows by itself up to the declared limit; at that limit the database stops writing.",
  basis: `${NEAR} % of the ${environment.database.diskLimitGiB} GiB it may grow to, not of what it has now.`,
  steps: [
    "look for what grows: tables, or write-ahead logs that a stuck replica or backup holds back",
    "raise diskLimitGiB in the environment file; storage never shrinks again",
  ],
  condition: {
    kind: "threshold",
    series: databaseSeries(environment, SQL_DISK),
    aggregation: meanAggregation(300),
    comparison: "above",
    threshold: percentOf(NEAR, environment.database.diskLimitGiB * GIB),
    forSeconds: 300,
  },
});

const latencyAlert = (environment: Environment): Alert => ({
  id: "database-latency",
  class: "infrastructure",
  severity: "WARNING",
  title: "database: slow queries",
  means: "More queries than promised take longer than the objective; time in the database alone, from query insights.",
  basis: `The plan's ${environment.objectives.databaseLatencyMs} ms, at the 95th percentile for ten minutes.`,
  steps: [INSIGHTS, "look at processors, locks and connections of the same minutes"],
  condition: {
    kind: "threshold",
    series: series(SQL_LATENCIES, `resource.labels.resource_id="${databaseMetricId(environment)}"`),
    // A cumulative distribution has no percentile of its own: first what was added, then the percentile over all users.
    aggregation: { seconds: 300, aligner: "ALIGN_DELTA", reducer: "REDUCE_PERCENTILE_95" },
    comparison: "above",
    threshold: environment.objectives.databaseLatencyMs * 1000,
    forSeconds: 600,
  },
});

const cacheMemoryAlert = (environment: Environment): Alert => ({
  id: "cache-memory",
  class: "infrastructure",
  severity: "WARNING",
  title: "cache: memory nearly full",
  means: "Little memory is left; then Redis evicts what carries a time to live, sessions first.",
  basis: `${percentText(CACHE_FULL)} of the ${environment.cache.memoryGiB} GiB, on the primary.`,
  steps: ["look for keys without a time to live", "raise memoryGiB in the environment file; it fails over once"],
  condition: {
    kind: "threshold",
    series: cacheSeries(environment, REDIS_MEMORY, 'metric.labels.role="primary"'),
    aggregation: meanAggregation(60),
    comparison: "above",
    threshold: CACHE_FULL,
    forSeconds: 300,
  },
});

function cacheClientAlert(environment: Environment): Alert {
  const clients = budgetsOf(environment).find(({ name }) => name === "Redis clients");
  return {
    id: "cache-clients",
    class: "infrastructure",
    severity: "WARNING",
    title: "cache: more clients than the pools can open",
    means: "A pool leaks connections, or something connects that is not declared here.",
    basis: `The whole client budget of ${clients?.demand ?? 0}, two revisions counted; the instance carries ${clients?.supply ?? 0}.`,
    steps: [
      "look for a rollout on top of another: three revisions keep three pools",
      "compare the pools' variables on the services with the contract (`./netra verify --only variables`)",
    ],
    condition: {
      kind: "threshold",
      series: cacheSeries(environment, REDIS_CLIENTS, 'metric.labels.role="primary"'),
      aggregation: { seconds: 60, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM" },
      comparison: "above",
      threshold: clients?.demand ?? 0,
      forSeconds: 300,
    },
  };
}

const evictionAlert = (environment: Environment): Alert => ({
  id: "cache-evictions",
  class: "infrastructure",
  severity: "WARNING",
  title: "cache: keys evicted",
  means: "Redis threw keys away before their time: people are signed out, and caches run empty.",
  basis: "None is ordinary: keys end by their time to live.",
  steps: ["look at the cache's memory before it", "raise memoryGiB in the environment file"],
  condition: {
    kind: "threshold",
    series: cacheSeries(environment, REDIS_EVICTIONS),
    aggregation: countAggregation(300),
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});
