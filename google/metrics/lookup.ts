import { LOG_METRIC_PREFIX, PLATFORM_METRICS } from "../platform-metrics";
import { METRIC_LISTS, type MetricList } from "./known";

/** The list of a service, its names as they stand in a filter. */
export interface ListedMetrics extends Omit<MetricList, "names"> {
  readonly names: ReadonlySet<string>;
}

const lists = Object.entries(METRIC_LISTS).map(([prefix, { names, ...list }]): readonly [string, ListedMetrics] => [
  prefix,
  {
    ...list,
    names: new Set([
      ...names
        .trim()
        .split(/\s+/)
        .map((name) => prefix + name),
      ...PLATFORM_METRICS.flatMap(({ type }) => (type.startsWith(prefix) ? [type] : [])),
    ]),
  },
]);

/**
 * The list of the service that would write a metric; undefined where it is not here, and for metrics of logs, which every
 * project has its own of.
 *
 * @param type - `run.googleapis.com/request_count`
 */
export const metricListOf = (type: string): ListedMetrics | undefined =>
  type.startsWith(LOG_METRIC_PREFIX) ? undefined : lists.find(([prefix]) => type.startsWith(prefix))?.[1];

/** Whether Google is not known to have a metric although the list of its service is here; of any other nobody can say. */
export const isAbsentMetric = (type: string): boolean => metricListOf(type)?.names.has(type) === false;
