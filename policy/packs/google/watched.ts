import type { Estate } from "../../core/estate";
import type { Resource } from "../../core/resource";
import { SQL_INSTANCE } from "./cloud-sql-instance";
import { URL_MAP, hostsOf } from "./url-map";
import { RUN_SERVICE } from "./workloads";

export const ALERT = "google_monitoring_alert_policy";
export const CHANNEL = "google_monitoring_notification_channel";
export const CUSTOM_SERVICE = "google_monitoring_custom_service";
export const DASHBOARD = "google_monitoring_dashboard";
export const LOG_METRIC = "google_logging_metric";
export const METRIC_DESCRIPTOR = "google_monitoring_metric_descriptor";
export const SLO = "google_monitoring_slo";
export const UPTIME = "google_monitoring_uptime_check_config";

/** What only the monitoring stack declares. */
const WATCHING = [ALERT, CHANNEL, CUSTOM_SERVICE, DASHBOARD, LOG_METRIC, METRIC_DESCRIPTOR, SLO, UPTIME];
/** One type of each stack that is watched: an estate with all of them is the whole environment. */
const WATCHED = [SQL_INSTANCE, RUN_SERVICE, URL_MAP];

/**
 * Whether what watches our own environment would be in the estate: something of the monitoring stack is, or everything
 * else. In the plan of another stack alone nothing of it can be missed.
 */
export function holdsMonitoring(estate: Estate): boolean {
  const isHeld = (type: string): boolean => estate.ofType(type).length > 0;
  return estate.spec !== undefined && (WATCHING.some(isHeld) || WATCHED.every(isHeld));
}

/** Url maps that serve: one that only redirects has no hosts. */
export const servingMaps = (estate: Estate): readonly Resource[] =>
  estate.ofType(URL_MAP).filter((map) => hostsOf(map).length > 0);
