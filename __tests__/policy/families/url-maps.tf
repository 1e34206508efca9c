# URL maps: hosts, paths, matchers, defaults, headers and socket routes.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  api     = "projects/p/global/backendServices/api"
  good    = { host = "chat.example", matcher = "paths", name = "paths", path = "/ws/*", timeout = null, redirect = false, header = "X-Part", value = "chat", origin = "https://chat.example" }
  maps = {
    held              = {}
    held-long         = { timeout = 3600 }
    violated-matcher  = { matcher = "other" }
    violated-path     = { path = "/ws*" }
    violated-timeout  = { timeout = 30 }
    violated-default  = { redirect = true }
    violated-header   = { header = "Connection" }
    violated-variable = { value = "{authorization}" }
    violated-door     = { header = "X-Debug-User" }
    violated-origin   = { origin = "*" }
    unknown-matcher   = { matcher = random_id.suffix.hex }
    unknown-name      = { name = "m${random_id.suffix.hex}" }
    unknown-path      = { path = "/${random_id.suffix.hex}*" }
    unknown-timeout   = { timeout = local.unknown ? 30 : 3600 }
    unknown-header    = { header = "X-${random_id.suffix.hex}" }
    unknown-value     = { value = "{${random_id.suffix.hex}}" }
    unknown-origin    = { origin = local.unknown ? "*" : "https://chat.example" }
  }
}
resource "google_compute_url_map" "map" {
  for_each        = { for name, map in local.maps : name => merge(local.good, map) }
  name            = each.key
  default_service = local.api
  host_rule {
    hosts        = [each.value.host]
    path_matcher = each.value.matcher
  }
  path_matcher {
    name            = each.value.name
    default_service = local.api
    dynamic "default_url_redirect" {
      for_each = each.value.redirect ? [1] : []
      content {
        https_redirect = true
        strip_query    = false
      }
    }
    path_rule {
      paths   = ["/api", each.value.path]
      service = local.api
      dynamic "route_action" {
        for_each = each.value.timeout == null ? [] : [each.value.timeout]
        content {
          timeout {
            seconds = route_action.value
          }
        }
      }
    }
  }
  header_action {
    request_headers_to_add {
      header_name  = each.value.header
      header_value = each.value.value
      replace      = true
    }
  }
  dynamic "default_route_action" {
    for_each = each.value.origin == null ? [] : [each.value.origin]
    content {
      cors_policy {
        allow_credentials = true
        allow_origins     = [default_route_action.value]
      }
    }
  }
}
# Host rules are a set, and its order is none.
resource "google_compute_url_map" "hosts" {
  for_each        = { held = "app.example", violated = "CHAT.example", unknown = "${random_id.suffix.hex}.example" }
  name            = "hosts-${each.key}"
  default_service = local.api
  host_rule {
    hosts        = ["chat.example"]
    path_matcher = "one"
  }
  host_rule {
    hosts        = [each.value]
    path_matcher = "two"
  }
  path_matcher {
    name            = "two"
    default_service = local.api
  }
  path_matcher {
    name            = "one"
    default_service = local.api
  }
}
resource "google_compute_url_map" "unknown-default" {
  name            = "unknown-default"
  default_service = local.unknown ? local.api : null
  default_url_redirect {
    https_redirect = true
    strip_query    = false
  }
}
# Sockets in front of machines.
resource "google_compute_instance_group" "machines" {
  name = "machines"
  zone = "us-central1-a"
}
resource "google_compute_backend_service" "sockets" {
  for_each              = { held = 3600, violated = 30, unknown = local.unknown ? 30 : 3600 }
  name                  = "sockets-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  timeout_sec           = each.value
  health_checks         = ["projects/p/global/healthChecks/c"]
  backend {
    group = google_compute_instance_group.machines.id
  }
}
resource "google_compute_backend_service" "violated-null" {
  name                  = "violated-null"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  timeout_sec           = null
  health_checks         = ["projects/p/global/healthChecks/c"]
  backend {
    group = google_compute_instance_group.machines.id
  }
}
resource "google_compute_health_check" "violated-unused" {
  name = "violated-unused"
  http_health_check {
    port = 8080
  }
}
resource "google_compute_url_map" "null" {
  name            = "null"
  default_service = local.api
  host_rule {
    hosts        = ["chat.example"]
    path_matcher = "paths"
  }
  path_matcher {
    name            = "paths"
    default_service = local.api
    path_rule {
      paths = ["/ws"]
      route_action {
        weighted_backend_services {
          backend_service = google_compute_backend_service.violated-null.id
          weight          = 100
        }
      }
    }
  }
}
resource "google_compute_url_map" "sockets" {
  for_each        = google_compute_backend_service.sockets
  name            = "map-${each.key}"
  default_service = local.api
  host_rule {
    hosts        = ["chat.example"]
    path_matcher = "paths"
  }
  path_matcher {
    name            = "paths"
    default_service = local.api
    path_rule {
      paths   = ["/socket.io/*"]
      service = each.value.id
    }
  }
}
