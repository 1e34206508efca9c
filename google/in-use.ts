/**
 * What Google does not delete while something names it: it answers resourceInUseByAnotherResource
 * (https://github.com/hashicorp/terraform-provider-google/issues/6376). Type → who may name it, and where.
 */
export const IN_USE: Readonly<Record<string, readonly (readonly [type: string, path: string])[]>> = {
  google_compute_managed_ssl_certificate: [
    ["google_compute_target_https_proxy", "ssl_certificates"],
    ["google_compute_target_ssl_proxy", "ssl_certificates"],
  ],
  google_compute_ssl_certificate: [
    ["google_compute_target_https_proxy", "ssl_certificates"],
    ["google_compute_target_ssl_proxy", "ssl_certificates"],
  ],
  google_compute_region_ssl_certificate: [["google_compute_region_target_https_proxy", "ssl_certificates"]],
  google_compute_ssl_policy: [
    ["google_compute_target_https_proxy", "ssl_policy"],
    ["google_compute_target_ssl_proxy", "ssl_policy"],
  ],
  google_compute_region_ssl_policy: [["google_compute_region_target_https_proxy", "ssl_policy"]],
  google_compute_backend_service: [
    ["google_compute_url_map", "default_service"],
    ["google_compute_url_map", "path_matcher"],
  ],
  google_compute_backend_bucket: [
    ["google_compute_url_map", "default_service"],
    ["google_compute_url_map", "path_matcher"],
  ],
  google_compute_region_backend_service: [
    ["google_compute_region_url_map", "default_service"],
    ["google_compute_region_url_map", "path_matcher"],
    ["google_compute_forwarding_rule", "backend_service"],
  ],
  google_compute_security_policy: [["google_compute_backend_service", "security_policy"]],
  google_compute_region_security_policy: [["google_compute_region_backend_service", "security_policy"]],
  google_compute_health_check: [
    ["google_compute_backend_service", "health_checks"],
    ["google_compute_region_backend_service", "health_checks"],
  ],
  google_compute_region_health_check: [["google_compute_region_backend_service", "health_checks"]],
  google_compute_region_network_endpoint_group: [
    ["google_compute_backend_service", "backend[0].group"],
    ["google_compute_region_backend_service", "backend[0].group"],
  ],
  google_compute_url_map: [
    ["google_compute_target_https_proxy", "url_map"],
    ["google_compute_target_http_proxy", "url_map"],
  ],
  google_compute_region_url_map: [
    ["google_compute_region_target_https_proxy", "url_map"],
    ["google_compute_region_target_http_proxy", "url_map"],
  ],
  google_compute_region_target_https_proxy: [["google_compute_forwarding_rule", "target"]],
  google_compute_region_target_http_proxy: [["google_compute_forwarding_rule", "target"]],
  google_compute_target_https_proxy: [["google_compute_global_forwarding_rule", "target"]],
  google_compute_target_http_proxy: [["google_compute_global_forwarding_rule", "target"]],
  google_monitoring_notification_channel: [["google_monitoring_alert_policy", "notification_channels"]],
  google_monitoring_uptime_check_config: [["google_monitoring_alert_policy", "conditions"]],
};
