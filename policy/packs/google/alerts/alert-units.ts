import { isOneOf } from "../../../core/judge";
import { numberAt, textAt } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { everyCondition } from "./alert-conditions";
import { SQL_INSTANCE } from "../stores/cloud-sql-instance";

const ENGINE = /^cloudsql\.googleapis\.com\/database\/(mysql|postgresql|sqlserver)\//;

/** How versions of an engine begin. */
const VERSIONS: Readonly<Record<string, string>> = { mysql: "MYSQL", postgresql: "POSTGRES", sqlserver: "SQLSERVER" };

const engine: Rule = {
  id: "alert-sql-engine",
  kind: "no effect",
  severity: "medium",
  title: "An alert counts what the engine of the databases here measures",
  why: "Each engine writes metrics of its own: of another one there are no values, and the alert never fires.",
  fix: "name the metric of that engine: database/mysql/…, database/postgresql/… or database/sqlserver/…",
  source: "https://cloud.google.com/monitoring/api/metrics_gcp_c#gcp-cloudsql",
  check: everyCondition(({ policy, at, metric }, estate) => {
    const [, named = ""] = ENGINE.exec(metric) ?? [];
    const versions = estate.ofType(SQL_INSTANCE).map((instance) => textAt(instance, "database_version"));
    const wanted = VERSIONS[named];
    const isElsewhere = versions.length === 0 || versions.includes(undefined);
    return wanted === undefined || isElsewhere || versions.some((version) => version?.startsWith(wanted))
      ? []
      : [violation(policy, `${at}.filter: a metric of ${named} found, and no database of that engine is here`)];
  }),
};

/** Metrics that measure a time, how many of their units are a millisecond, and what the unit is called. */
const TIMES: readonly (readonly [metric: RegExp, perMillisecond: number, unit: string])[] = [
  [/^cloudfunctions\.googleapis\.com\/function\/execution_times$/, 1_000_000, "nanoseconds"],
  [/^run\.googleapis\.com\/(request_latencies|container\/startup_latencies)$/, 1, "milliseconds"],
  [/^loadbalancing\.googleapis\.com\/https\/\w*latencies$/, 1, "milliseconds"],
];

/** Below it nothing that answers over a network is: such a threshold was meant in another unit. */
const LEAST_MILLISECONDS = 10;

const isAbove = isOneOf("COMPARISON_GT", "COMPARISON_GE");

const unit: Rule = {
  id: "alert-time-unit",
  kind: "no effect",
  severity: "medium",
  title: "A threshold for a time is written in the unit of its metric",
  why: "In a larger unit the alert fires with the first request and never stops, until nobody looks at it any more.",
  fix: "multiply the threshold: 2 s are 2000 ms, or 2000000000 ns",
  source: "https://cloud.google.com/monitoring/api/metrics_gcp",
  check: everyCondition(({ policy, at, metric }) => {
    const [, perMillisecond, name] = TIMES.find(([pattern]) => pattern.test(metric)) ?? [];
    const threshold = numberAt(policy, `${at}.threshold_value`);
    if (perMillisecond === undefined || threshold === undefined || !isAbove(textAt(policy, `${at}.comparison`)))
      return [];
    return threshold > 0 && threshold < LEAST_MILLISECONDS * perMillisecond
      ? [
          violation(
            policy,
            `${at}.threshold_value: ${threshold} found, in ${name ?? ""}, which is less than ${LEAST_MILLISECONDS} ms`,
          ),
        ]
      : [];
  }),
};

/** Whether a condition can come true, and only when something is wrong. */
export const alertUnitRules: readonly Rule[] = [engine, unit];
