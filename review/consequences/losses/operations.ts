import { servingLoss, statefulLoss, type Loss } from "./loss";

/** Alerts, logs, and what else people operate by. */
export const OPERATIONS_LOSSES: Readonly<Record<string, Loss>> = {
  google_monitoring_alert_policy: servingLoss("high", "nobody is told when what it watched happens"),
  google_monitoring_notification_channel: servingLoss("high", "alerts no longer reach whoever it named"),
  google_monitoring_uptime_check_config: servingLoss("high", "nobody notices when the host is down"),
  google_monitoring_dashboard: servingLoss("low", "its charts are gone, the metrics stay"),
  google_monitoring_custom_service: servingLoss("medium", "its objectives go with it"),
  google_monitoring_slo: servingLoss("medium", "nobody counts its error budget, and alerts on it fall silent"),
  google_monitoring_metric_descriptor: servingLoss("high", "its series are gone, and alerts on it fall silent"),
  google_monitoring_service: servingLoss("medium", "its objectives go with it"),
  google_monitoring_group: servingLoss("medium", "alerts and dashboards that name it see nothing"),
  google_monitoring_monitored_project: servingLoss("high", "alerts on the project are blind to it from here"),
  google_logging_project_sink: servingLoss("high", "what it sent elsewhere is not stored there any more"),
  google_logging_project_exclusion: servingLoss("low", "what it dropped is stored again"),
  google_logging_metric: servingLoss("medium", "alerts that count by it fall silent"),
  google_logging_folder_sink: servingLoss("high", "what it sent elsewhere is not stored there any more"),
  google_logging_organization_sink: servingLoss("high", "what it sent elsewhere is not stored there any more"),
  google_logging_billing_account_sink: servingLoss("high", "what it sent elsewhere is not stored there any more"),
  google_logging_project_bucket_config: statefulLoss("data lost", "every line in it is lost a week later"),
  google_logging_folder_bucket_config: statefulLoss("data lost", "every line in it is lost a week later"),
  google_logging_organization_bucket_config: statefulLoss("data lost", "every line in it is lost a week later"),
  google_logging_log_view: servingLoss("medium", "whoever reads through it sees nothing"),
  google_billing_budget: servingLoss("high", "nobody is told when it costs more than planned"),
  google_essential_contacts_contact: servingLoss(
    "medium",
    "Google tells somebody else, or nobody, of what it has to say",
  ),
  google_scc_notification_config: servingLoss("high", "nobody is told of what Google finds"),
  google_network_management_connectivity_test: servingLoss("low", "nobody asks any more whether the way is open"),
};
