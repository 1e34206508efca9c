# Backend services in front of Cloud Run: what Google refuses there, and what it ignores.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good = {
    timeout = 30, draining = 300, checks = null, affinity = "NONE", locality = null, port = "http", protocol = "HTTPS", iap = false, cdn = false,
    mode    = "USE_ORIGIN_HEADERS", outliers = null, policy = "projects/p/global/securityPolicies/edge", scheme = "EXTERNAL_MANAGED", headers = ["X-Client-Region:{client_region}"]
  }
  backends = {
    held              = {}
    held-cdn          = { cdn = true }
    held-internal     = { scheme = "INTERNAL_SELF_MANAGED", policy = null }
    violated-timeout  = { timeout = 3600 }
    violated-draining = { draining = 7200 }
    violated-check    = { checks = ["projects/p/global/healthChecks/c"] }
    violated-affinity = { affinity = "GENERATED_COOKIE" }
    violated-locality = { locality = "ROUND_ROBIN" }
    violated-port     = { port = "https" }
    violated-protocol = { protocol = "HTTP2" }
    violated-iap      = { iap = true, cdn = true }
    violated-cache    = { cdn = true, mode = "FORCE_CACHE_ALL" }
    violated-outliers = { outliers = 50 }
    violated-header   = { headers = ["Upgrade:websocket"] }
    violated-invented = { headers = ["X-Region:{made_up_region}"] }
    violated-door     = { headers = ["X-Bypass-Token:1"] }
    violated-open     = { policy = null }
    unknown-timeout   = { timeout = local.unknown ? 30 : 60 }
    unknown-draining  = { draining = local.unknown ? 30 : 9000 }
    unknown-checks    = { checks = local.unknown ? null : ["projects/p/global/healthChecks/c"] }
    unknown-affinity  = { affinity = local.unknown ? "NONE" : "CLIENT_IP" }
    unknown-port      = { port = local.unknown ? "http" : "https" }
    unknown-protocol  = { protocol = local.unknown ? "HTTP" : "HTTP2" }
    unknown-iap       = { iap = local.unknown, cdn = true }
    unknown-mode      = { cdn = true, mode = local.unknown ? "USE_ORIGIN_HEADERS" : "FORCE_CACHE_ALL" }
    unknown-cdn       = { cdn = local.unknown, mode = "FORCE_CACHE_ALL" }
    unknown-outliers  = { outliers = local.unknown ? 0 : 50 }
    unknown-header    = { headers = ["X-Part:${random_id.suffix.hex}"] }
    unknown-headers   = { headers = local.unknown ? ["Upgrade:websocket"] : [] }
    unknown-policy    = { policy = local.unknown ? null : "projects/p/global/securityPolicies/edge" }
    unknown-scheme    = { scheme = local.unknown ? "EXTERNAL" : "INTERNAL_SELF_MANAGED", policy = null }
  }
}
resource "google_cloud_run_v2_service" "api" {
  name                = "api"
  location            = "us-central1"
  deletion_protection = false
  ingress             = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_compute_region_network_endpoint_group" "api" {
  name                  = "api"
  region                = "us-central1"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = google_cloud_run_v2_service.api.name
  }
}
resource "google_compute_backend_service" "api" {
  for_each                        = { for name, backend in local.backends : name => merge(local.good, backend) }
  name                            = each.key
  load_balancing_scheme           = each.value.scheme
  protocol                        = each.value.protocol
  port_name                       = each.value.port
  timeout_sec                     = each.value.timeout
  connection_draining_timeout_sec = each.value.draining
  health_checks                   = each.value.checks
  session_affinity                = each.value.affinity
  locality_lb_policy              = each.value.locality
  custom_request_headers          = each.value.headers
  security_policy                 = each.value.policy
  enable_cdn                      = each.value.cdn
  backend {
    group = google_compute_region_network_endpoint_group.api.id
  }
  iap {
    enabled = each.value.iap
  }
  dynamic "cdn_policy" {
    for_each = contains(["held-cdn", "violated-cache", "violated-iap", "unknown-mode", "unknown-cdn", "unknown-iap"], each.key) ? [each.value.mode] : []
    content {
      cache_mode                   = cdn_policy.value
      signed_url_cache_max_age_sec = 3600
    }
  }
  dynamic "outlier_detection" {
    for_each = each.value.outliers == null ? [] : [each.value.outliers]
    content {
      consecutive_errors     = 5
      enforcing_success_rate = outlier_detection.value
    }
  }
}
# Nulls that are written: of the name of a port Google infers another one from HTTPS than from HTTP.
resource "google_compute_backend_service" "null" {
  for_each                        = { held-http = "HTTP", violated-https = "HTTPS" }
  name                            = each.key
  load_balancing_scheme           = "EXTERNAL_MANAGED"
  protocol                        = each.value
  port_name                       = null
  timeout_sec                     = null
  connection_draining_timeout_sec = null
  session_affinity                = null
  custom_request_headers          = null
  security_policy                 = "projects/p/global/securityPolicies/edge"
  backend {
    group = google_compute_region_network_endpoint_group.api.id
  }
}
# Groups that nobody knows are of the one kind that is made here; which of them they are is open.
resource "google_compute_backend_service" "violated-unlisted" {
  name                  = "violated-unlisted"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = "projects/p/global/securityPolicies/edge"
  timeout_sec           = 3600
  dynamic "backend" {
    for_each = local.unknown ? ["a"] : ["b"]
    content {
      group = "projects/p/regions/us-central1/networkEndpointGroups/${backend.value}"
    }
  }
}
