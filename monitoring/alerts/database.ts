import type { Environment } from "../../environments/environment";
import { databaseMetricId } from "../../environments/names";
import {
  SQL_CONNECTIONS,
  SQL_CPU,
  SQL_DISK,
  SQL_LATENCIES,
  SQL_UP,
  type PlatformMetric,
} from "../../google/platform-metrics";
import { absent, bucketIncrease, countIncrease, increase, meanValue, mostValue, query, type Selector } from "../promql";
import { BACKUP_SILENT_HOURS } from "../schedules";
import { whenQuery, type Alert, type Series } from "./alert";
import { logSeries, meanAggregation, series } from "./series";
import { NEAR, percentOf, percentText, thresholdAtLeast } from "./share";

/** Share of the processors above which queries begin to wait for each other. */
const CPU_FULL = 0.8;

/** Queries in ten minutes below which a percentile says nothing. */
const QUERIES = 100;

/** Seconds without a value after which the server is taken for stopped: its metrics are visible three minutes late. */
const GONE_SECONDS = 900;

const GIB = 1024 ** 3;

/** Alerts on Cloud SQL. */
export const databaseAlerts = (environment: Environment): readonly Alert[] => [
  downAlert(environment),
  connectionAlert(environment),
  loadAlert(environment),
  diskAlert(environment),
  backupAlert(environment),
];

const databaseSeries = (environment: Environment, metric: PlatformMetric): Series =>
  series(metric, `resource.labels.database_id="${databaseMetricId(environment)}"`);

const databaseSelector = (environment: Environment, metric: PlatformMetric): Selector =>
  series(metric, `database_id="${databaseMetricId(environment)}"`);

function downAlert(environment: Environment): Alert {
  const up = databaseSelector(environment, SQL_UP);
  return {
    id: "database-down",
    class: "infrastructure",
    response: "page",
    title: "database: not up",
    means: "PostgreSQL does not run: every request that needs it fails, and no instance that uses it becomes ready.",
    basis: `Five minutes, because a restart or a fail-over takes one or two; or nothing written for ${GONE_SECONDS / 60} minutes, because a stopped server may write nothing.`,
    steps: [
      "look at the instance's operations: maintenance, a fail-over, a changed flag, or a stop by hand",
      "look at the disk and its limit: the database stops where it cannot write",
      "fail over, or restore where it does not come back (runbook: fail over)",
    ],
    conditions: whenQuery(query`count(${mostValue(up, 300)} < 1) or count(${absent(up, GONE_SECONDS)})`),
  };
}

const connectionAlert = (environment: Environment): Alert => ({
  id: "database-connections",
  class: "infrastructure",
  response: "ticket",
  title: "database: connections near their maximum",
  means: "Almost all connections are taken; the next pool that grows is refused, and its requests fail.",
  basis: `${NEAR} % or more of max_connections, ${environment.database.maxConnections}. The budget counts two revisions of every service: without a rollout, all pools together hold half of it.`,
  steps: [
    "look for a rollout whose old revision still drains, or a second one on top of it",
    "look for connections that are idle in transaction",
    "end a migration or a person's session that is not needed",
    "raise the budget (runbook: raise a budget); the flag restarts the database",
  ],
  conditions: [
    {
      kind: "threshold",
      series: databaseSeries(environment, SQL_CONNECTIONS),
      // One series a database, and the maximum is the instance's.
      aggregation: { seconds: 60, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM" },
      comparison: "above",
      threshold: thresholdAtLeast(percentOf(NEAR, environment.database.maxConnections)),
      forSeconds: 300,
    },
  ],
});

function loadAlert(environment: Environment): Alert {
  const { databaseLatencyMs } = environment.objectives;
  const queries: Selector = {
    metric: SQL_LATENCIES.type,
    resource: SQL_LATENCIES.resource,
    where: [`resource_id="${databaseMetricId(environment)}"`],
  };
  const busy = query`count(${meanValue(databaseSelector(environment, SQL_CPU), 900)} > ${CPU_FULL})`;
  const slow = query`histogram_quantile(0.95, sum by (le) (${bucketIncrease(queries, 600)})) > ${databaseLatencyMs * 1000}`;
  return {
    id: "database-load",
    class: "infrastructure",
    response: "ticket",
    title: "database: slow or busy",
    means:
      "More queries than promised take longer than the objective, or the processors compute nearly all the time, which makes them slow soon. Time in the database alone, from query insights.",
    basis: `The plan's ${databaseLatencyMs} ms at the 95th percentile of ten minutes, of ${QUERIES} queries at least; or ${percentText(CPU_FULL)} of the processors for a quarter of an hour: shorter peaks are vacuum and backups.`,
    steps: [
      "look at query insights for what runs longest and most often",
      "look at processors, locks and connections of the same minutes",
      "look for a deploy that brought the query",
      "raise the tier in the environment file: it restarts the database",
    ],
    conditions: whenQuery(query`${busy} or count(${slow} and sum(${countIncrease(queries, 600)}) >= ${QUERIES})`, 300),
  };
}

const diskAlert = (environment: Environment): Alert => ({
  id: "database-disk",
  class: "infrastructure",
  response: "ticket",
  title: "database: disk near its limit",
  means: "Storage grows by itself up to the declared limit; at that limit the database stops writing.",
  basis: `${NEAR} % of the ${environment.database.diskLimitGiB} GiB it may grow to, not of what it has now.`,
  steps: [
    "look for what grows: tables, or write-ahead logs that a stuck replica or backup holds back",
    "raise diskLimitGiB in the environment file; storage never shrinks again",
  ],
  conditions: [
    {
      kind: "threshold",
      series: databaseSeries(environment, SQL_DISK),
      aggregation: meanAggregation(300),
      comparison: "above",
      threshold: percentOf(NEAR, environment.database.diskLimitGiB * GIB),
      forSeconds: 300,
    },
  ],
});

function backupAlert(environment: Environment): Alert {
  const seconds = BACKUP_SILENT_HOURS * 3600;
  const succeeded = logSeries(environment, "backups", SQL_UP.resource);
  return {
    id: "backup",
    class: "infrastructure",
    response: "ticket",
    title: "database: no backup",
    means:
      "No nightly backup has succeeded: it failed, or nobody made one. Point-in-time recovery begins at the last one. In a new environment it stands until the first night.",
    basis: `${BACKUP_SILENT_HOURS} hours, a night and a half: Google's log has one entry for each backup that succeeded, and what never ran leaves none.`,
    steps: [
      "look at the instance's backups and operations: a failed one says why",
      "make a backup by hand (runbook: restore)",
      "check that backups are still declared and on (`./netra drift`)",
    ],
    conditions: whenQuery(
      query`count(${absent(succeeded, seconds)}) or count(sum(${increase(succeeded, seconds)}) < 0.5)`,
    ),
  };
}
