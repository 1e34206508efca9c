/** Tables of what an account of CI is granted. */

/** One of Google's roles, on the project. */
export interface RoleRow {
  readonly role: string;
  readonly why: string;
  readonly types: readonly string[];
  /** Condition that narrows it, in Google's expression language. */
  readonly condition?: { readonly title: string; readonly expression: string };
}

/** Permissions of the account's custom role: those that a role of Google's lacks, or gives together with too much else. */
export interface PermissionRow {
  readonly permissions: readonly string[];
  readonly why: string;
  readonly types: readonly string[];
}

/** Everything that one account is granted. */
export interface AccountRoles {
  /** Title of the account, for people. */
  readonly purpose: string;
  readonly roles: readonly RoleRow[];
  readonly permissions: readonly PermissionRow[];
}

/** Resource types that need the same rows, by what they belong to. */
export const SECRETS = [
  "google_secret_manager_secret",
  "google_secret_manager_secret_iam_member",
  "google_secret_manager_secret_version",
];
export const NETWORK = ["google_compute_global_address", "google_compute_network", "google_compute_subnetwork"];
export const LOAD_BALANCER = [
  "google_compute_backend_service",
  "google_compute_global_address",
  "google_compute_global_forwarding_rule",
  "google_compute_managed_ssl_certificate",
  "google_compute_region_network_endpoint_group",
  "google_compute_ssl_policy",
  "google_compute_target_http_proxy",
  "google_compute_target_https_proxy",
  "google_compute_url_map",
];
export const MONITORING = [
  "google_monitoring_alert_policy",
  "google_monitoring_custom_service",
  "google_monitoring_dashboard",
  "google_monitoring_metric_descriptor",
  "google_monitoring_notification_channel",
  "google_monitoring_slo",
  "google_monitoring_uptime_check_config",
];
