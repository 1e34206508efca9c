import type { Estate } from "../../core/estate";
import type { Resource } from "../../core/resource";
import { SQL_INSTANCE } from "../google/stores/cloud-sql-instance";
import { URL_MAP, hostsOf } from "../google/edge/url-map";
import {
  ALERT,
  CHANNEL,
  CUSTOM_SERVICE,
  DASHBOARD,
  LOG_METRIC,
  METRIC_DESCRIPTOR,
  SLO,
  UPTIME,
} from "../google/alerts/watched";
import { RUN_SERVICE } from "../google/programs/workloads";

/** What only the monitoring stack declares. */
const WATCHING = [ALERT, CHANNEL, CUSTOM_SERVICE, DASHBOARD, LOG_METRIC, METRIC_DESCRIPTOR, SLO, UPTIME];
/** One type of each stack that is watched: an estate with all of them is the whole environment. */
const WATCHED = [SQL_INSTANCE, RUN_SERVICE, URL_MAP];

/**
 * Whether what watches the environment would be in the estate: something of the monitoring stack is, or everything
 * else. In the plan of another stack alone nothing of it can be missed.
 */
export function holdsMonitoring(estate: Estate): boolean {
  const isHeld = (type: string): boolean => estate.ofType(type).length > 0;
  return WATCHING.some(isHeld) || WATCHED.every(isHeld);
}

/** Url maps that serve: one that only redirects has no hosts. */
export const servingMaps = (estate: Estate): readonly Resource[] =>
  estate.ofType(URL_MAP).filter((map) => hostsOf(map).length > 0);
