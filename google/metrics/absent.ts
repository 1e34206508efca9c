import { PLATFORM_METRICS } from "../platform-metrics";
import { METRIC_LISTS } from "./known";

/** Names of metrics by the prefix of the service that writes them, as far as its list is here. */
const lists = new Map(
  Object.entries(METRIC_LISTS).map(([prefix, { names }]) => [
    prefix,
    new Set(names.split(/\s+/).map((name) => prefix + name)),
  ]),
);

const used = new Set(PLATFORM_METRICS.map(({ type }) => type));

/**
 * Whether Google is not known to have a metric although the list of its service is here; of any other service nobody can say.
 *
 * @param type - `run.googleapis.com/request_count`
 */
export const isAbsentMetric = (type: string): boolean =>
  !used.has(type) && [...lists].some(([prefix, names]) => type.startsWith(prefix) && !names.has(type));
