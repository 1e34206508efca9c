# The front of a load balancer: forwarding rules, proxies, certificates, TLS, and where its groups lead.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_compute_ssl_policy" "policy" {
  for_each = {
    held           = { version = "TLS_1_2", profile = "MODERN" }
    violated       = { version = "TLS_1_0", profile = "MODERN" }
    violated-null  = { version = null, profile = null }
    unknown-unused = { version = "TLS_1_2", profile = "MODERN" }
    unknown        = { version = local.unknown ? "TLS_1_2" : "TLS_1_0", profile = "MODERN" }
  }
  name            = each.key
  min_tls_version = each.value.version
  profile         = each.value.profile
}
resource "google_compute_managed_ssl_certificate" "certificate" {
  for_each = { held = ["chat.example."], violated = ["chat.example"], violated-null = ["chat.example"], violated-wildcard = ["*.chat.example"], violated-other = ["app.example"], unknown = ["chat.example"], unknown-domain = ["${random_id.suffix.hex}.example"] }
  name     = each.key
  managed {
    domains = each.value
  }
}
resource "google_compute_backend_service" "scheme" {
  for_each              = { held = "EXTERNAL_MANAGED", violated = "EXTERNAL", violated-null = null, unknown = local.unknown ? "EXTERNAL" : "EXTERNAL_MANAGED" }
  name                  = "scheme-${each.key}"
  load_balancing_scheme = each.value
}
resource "google_compute_url_map" "front" {
  for_each        = google_compute_backend_service.scheme
  name            = each.key
  default_service = each.value.id
  host_rule {
    hosts        = ["chat.example"]
    path_matcher = "paths"
  }
  path_matcher {
    name            = "paths"
    default_service = each.value.id
  }
}
resource "google_compute_url_map" "unknown-hosts" {
  name            = "unknown-hosts"
  default_service = google_compute_backend_service.scheme["held"].id
  host_rule {
    hosts        = ["${random_id.suffix.hex}.example"]
    path_matcher = "paths"
  }
  path_matcher {
    name            = "paths"
    default_service = google_compute_backend_service.scheme["held"].id
  }
}
resource "google_compute_url_map" "redirect" {
  for_each = { held = true, violated = false, unknown = local.unknown }
  name     = "redirect-${each.key}"
  default_url_redirect {
    https_redirect = each.value
    strip_query    = false
  }
}
resource "google_compute_target_http_proxy" "plain" {
  for_each                    = { held = null, violated = 2000, unknown = local.unknown ? 5 : 610 }
  name                        = "plain-${each.key}"
  url_map                     = google_compute_url_map.redirect[each.key].id
  http_keep_alive_timeout_sec = each.value
}
resource "google_compute_target_https_proxy" "proxy" {
  for_each         = google_compute_url_map.front
  name             = each.key
  url_map          = each.value.id
  ssl_certificates = [google_compute_managed_ssl_certificate.certificate[each.key].id]
  ssl_policy       = google_compute_ssl_policy.policy[each.key].id
}
resource "google_compute_target_https_proxy" "certificate" {
  for_each         = toset(["violated-other", "unknown-domain"])
  name             = "certificate-${each.key}"
  url_map          = google_compute_url_map.front["held"].id
  ssl_certificates = [google_compute_managed_ssl_certificate.certificate[each.key].id]
  ssl_policy       = google_compute_ssl_policy.policy["held"].id
}
resource "google_compute_target_https_proxy" "hosts" {
  name             = "proxy-of-hosts"
  url_map          = google_compute_url_map.unknown-hosts.id
  ssl_certificates = [google_compute_managed_ssl_certificate.certificate["held"].id]
  ssl_policy       = google_compute_ssl_policy.policy["held"].id
}
resource "google_compute_target_https_proxy" "policy" {
  for_each         = { violated-null = null, unknown-policy = local.unknown ? null : "projects/p/global/sslPolicies/modern" }
  name             = "policy-${each.key}"
  url_map          = google_compute_url_map.front["held"].id
  ssl_certificates = ["projects/p/global/sslCertificates/own"]
  ssl_policy       = each.value
}
resource "google_compute_target_https_proxy" "certificates" {
  for_each         = { violated-none = null, violated-many = [for number in range(20) : "projects/p/global/sslCertificates/c${number}"] }
  name             = each.key
  url_map          = google_compute_url_map.front["held"].id
  ssl_certificates = each.value
  ssl_policy       = google_compute_ssl_policy.policy["held"].id
}
resource "google_compute_target_https_proxy" "unknown-certificates" {
  name             = "unknown-certificates"
  url_map          = google_compute_url_map.front["held"].id
  ssl_certificates = local.unknown ? [] : ["projects/p/global/sslCertificates/own"]
  ssl_policy       = google_compute_ssl_policy.policy["held"].id
}
resource "google_compute_global_forwarding_rule" "https" {
  for_each              = google_compute_target_https_proxy.proxy
  name                  = "https-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  port_range            = "443"
  target                = each.value.id
}
resource "google_compute_global_forwarding_rule" "http" {
  for_each              = google_compute_target_http_proxy.plain
  name                  = "http-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  port_range            = "80"
  target                = each.value.id
}
resource "google_compute_global_forwarding_rule" "unknown-port" {
  name                  = "unknown-port"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  port_range            = local.unknown ? "80" : "443"
  target                = google_compute_target_https_proxy.hosts.id
}
