import { servingLoss, type Loss } from "./loss";

const PROXY_LOSS = servingLoss(
  "high",
  "its entrance leads nowhere, every host behind it is down",
  "the forwarding rule has to point to the new one, connections drop meanwhile",
);

const HEALTH_CHECK_LOSS = servingLoss("high", "the backend that uses it cannot tell which machine is up");

const CERTIFICATE_LOSS = servingLoss("critical", "its hosts fail their TLS handshake");

const ARMOR_LOSS: Loss = {
  ...servingLoss("critical", "no rate limit and no WAF in front of the services"),
  everywhere: true,
};

/** Load balancers, certificates, names and Cloud Armor: the way of a request to whoever answers it. */
export const ENTRANCE: Readonly<Record<string, Loss>> = {
  google_dns_record_set: servingLoss("critical", "the name resolves to nothing: every client of the host is cut off"),
  google_dns_managed_zone: servingLoss("critical", "every name of the zone resolves to nothing"),
  google_dns_policy: servingLoss("high", "names that it forwarded elsewhere resolve to nothing"),
  google_dns_response_policy: servingLoss("high", "names that it answered resolve otherwise, or to nothing"),
  google_dns_response_policy_rule: servingLoss("high", "the name that it answered resolves otherwise, or to nothing"),
  google_compute_global_forwarding_rule: servingLoss(
    "critical",
    "the entrance is closed: every host behind it is down",
    "the entrance is closed until the new one serves, at another address or port until DNS and clients follow",
  ),
  google_compute_forwarding_rule: servingLoss("critical", "the entrance is closed"),
  google_compute_target_https_proxy: PROXY_LOSS,
  google_compute_target_http_proxy: PROXY_LOSS,
  google_compute_region_target_https_proxy: PROXY_LOSS,
  google_compute_region_target_http_proxy: PROXY_LOSS,
  google_compute_region_target_tcp_proxy: PROXY_LOSS,
  google_compute_target_tcp_proxy: PROXY_LOSS,
  google_compute_target_ssl_proxy: PROXY_LOSS,
  google_compute_target_grpc_proxy: PROXY_LOSS,
  google_compute_url_map: servingLoss(
    "critical",
    "no host is routed any more",
    "no host is routed until the new one serves",
  ),
  google_compute_region_url_map: servingLoss("critical", "no host is routed any more"),
  google_compute_backend_service: servingLoss(
    "critical",
    "hosts and paths that lead to it answer with errors",
    "hosts and paths that lead to it answer with errors until the new one serves",
  ),
  google_compute_region_backend_service: servingLoss("critical", "what it balanced answers with errors"),
  google_compute_backend_bucket: servingLoss("high", "what it served answers with errors"),
  google_compute_region_backend_bucket: servingLoss("high", "what it served answers with errors"),
  google_compute_target_pool: servingLoss("critical", "what it balanced answers with errors"),
  google_compute_target_instance: servingLoss("high", "what is forwarded to it reaches nobody"),
  google_compute_region_network_endpoint_group: servingLoss(
    "high",
    "the backend that uses it has no way to its service",
    "while a backend uses it that fails with resourceInUseByAnotherResource unless the new one, under a new name, comes first",
  ),
  google_compute_network_endpoint_group: servingLoss("high", "the backend that uses it has no way to what serves"),
  google_compute_global_network_endpoint_group: servingLoss(
    "high",
    "the backend that uses it has no way to what serves",
  ),
  google_compute_network_endpoint: servingLoss("high", "the group does not lead to it any more"),
  google_compute_network_endpoints: servingLoss("high", "the group leads to nobody any more"),
  google_compute_region_network_endpoint: servingLoss("high", "the group does not lead to it any more"),
  google_compute_global_network_endpoint: servingLoss("high", "the group does not lead to it any more"),
  google_compute_health_check: HEALTH_CHECK_LOSS,
  google_compute_region_health_check: HEALTH_CHECK_LOSS,
  google_compute_http_health_check: HEALTH_CHECK_LOSS,
  google_compute_https_health_check: HEALTH_CHECK_LOSS,
  google_compute_managed_ssl_certificate: servingLoss(
    "critical",
    "its hosts fail their TLS handshake",
    "HTTPS of its hosts may be down until Google has issued the new one",
  ),
  google_compute_ssl_certificate: CERTIFICATE_LOSS,
  google_compute_region_ssl_certificate: CERTIFICATE_LOSS,
  google_certificate_manager_certificate: CERTIFICATE_LOSS,
  google_certificate_manager_certificate_map: CERTIFICATE_LOSS,
  google_certificate_manager_certificate_map_entry: CERTIFICATE_LOSS,
  google_certificate_manager_dns_authorization: servingLoss(
    "high",
    "Google cannot renew the certificates that need it",
  ),
  google_compute_ssl_policy: servingLoss("high", "proxies that use it accept TLS 1.0 and weak ciphers"),
  google_compute_region_ssl_policy: servingLoss("high", "proxies that use it accept TLS 1.0 and weak ciphers"),
  google_compute_backend_service_signed_url_key: servingLoss("high", "links that are signed with it are refused"),
  google_compute_backend_bucket_signed_url_key: servingLoss("high", "links that are signed with it are refused"),
  google_compute_security_policy: ARMOR_LOSS,
  google_compute_security_policy_rule: servingLoss("critical", "what it limited or blocked comes through"),
  google_compute_region_security_policy: ARMOR_LOSS,
  google_compute_region_security_policy_rule: servingLoss("critical", "what it limited or blocked comes through"),
  google_compute_service_attachment: servingLoss("critical", "every network that is connected to it loses it"),
};
