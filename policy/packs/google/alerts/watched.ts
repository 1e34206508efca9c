import { plainText } from "../../../core/judge";
import { valueAt, type Resource } from "../../../core/resource";

export const ALERT = "google_monitoring_alert_policy";
export const CHANNEL = "google_monitoring_notification_channel";
export const CUSTOM_SERVICE = "google_monitoring_custom_service";
export const DASHBOARD = "google_monitoring_dashboard";
export const LOG_METRIC = "google_logging_metric";
export const METRIC_DESCRIPTOR = "google_monitoring_metric_descriptor";
export const SLO = "google_monitoring_slo";
export const UPTIME = "google_monitoring_uptime_check_config";

/** The host that an uptime check asks; "" where it is not known. */
export const checkedHost = (uptime: Resource): string =>
  plainText(valueAt(uptime, "monitored_resource[0].labels.host"));
