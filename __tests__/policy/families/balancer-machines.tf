# Backend services in front of machines, their health checks, and load balancers that forward packets.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_compute_instance_group" "machines" {
  name = "machines"
  zone = "us-central1-a"
}
resource "google_compute_region_network_endpoint_group" "run" {
  name                  = "run"
  region                = "us-central1"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = "elsewhere"
  }
}
resource "google_compute_health_check" "check" {
  for_each = {
    held               = { interval = 10, timeout = 5, failures = 3 }
    held-nulls         = { interval = null, timeout = null, failures = null }
    violated-timeout   = { interval = 5, timeout = 10, failures = 3 }
    violated-threshold = { interval = 10, timeout = 5, failures = 1 }
    unknown-interval   = { interval = local.unknown ? 5 : 10, timeout = 5, failures = 3 }
    unknown-timeout    = { interval = 10, timeout = local.unknown ? 5 : 50, failures = 3 }
    unknown-threshold  = { interval = 10, timeout = 5, failures = local.unknown ? 1 : 2 }
  }
  name                = each.key
  check_interval_sec  = each.value.interval
  timeout_sec         = each.value.timeout
  unhealthy_threshold = each.value.failures
  http_health_check {
    port = 8080
  }
}
resource "google_compute_backend_service" "machines" {
  for_each              = google_compute_health_check.check
  name                  = "held-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = [each.value.id]
  backend {
    group = google_compute_instance_group.machines.id
  }
}
resource "google_compute_backend_service" "draining" {
  for_each                        = { held = 300, violated = 0, unknown = local.unknown ? 0 : 300 }
  name                            = "draining-${each.key}"
  load_balancing_scheme           = "EXTERNAL_MANAGED"
  connection_draining_timeout_sec = each.value
  health_checks                   = ["projects/p/global/healthChecks/c"]
  backend {
    group = google_compute_instance_group.machines.id
  }
}
# Whether anything uses it may hide behind a local.
resource "google_compute_health_check" "unknown-unused" {
  name = "unknown-unused"
  http_health_check {
    port = 8080
  }
}
resource "google_compute_backend_service" "violated-check" {
  name                  = "violated-check"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  backend {
    group = google_compute_instance_group.machines.id
  }
}
resource "google_compute_backend_service" "unknown-check" {
  name                  = "unknown-check"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = local.unknown ? null : ["projects/p/global/healthChecks/c"]
  backend {
    group = google_compute_instance_group.machines.id
  }
}
# Groups of one backend service.
resource "google_compute_backend_service" "violated-mixed" {
  name                  = "violated-mixed"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  backend {
    group = google_compute_instance_group.machines.id
  }
  backend {
    group = google_compute_region_network_endpoint_group.run.id
  }
}
resource "google_compute_backend_service" "unknown-groups" {
  name                  = "unknown-groups"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  backend {
    group = google_compute_region_network_endpoint_group.run.id
  }
  backend {
    group = "projects/p/regions/${random_id.suffix.hex}/networkEndpointGroups/other"
  }
}
resource "google_compute_region_backend_service" "internal" {
  for_each = {
    held             = { scheme = "INTERNAL", protocol = "TCP", port = null }
    held-managed     = { scheme = "INTERNAL_MANAGED", protocol = "HTTP", port = "http" }
    held-nulls       = { scheme = null, protocol = null, port = null }
    violated         = { scheme = "INTERNAL", protocol = "HTTP", port = null }
    violated-default = { scheme = null, protocol = "HTTP", port = null }
    violated-port    = { scheme = "INTERNAL", protocol = "TCP", port = "http" }
  }
  name                  = each.key
  region                = "us-central1"
  load_balancing_scheme = each.value.scheme
  protocol              = each.value.protocol
  port_name             = each.value.port
}
resource "google_compute_region_backend_service" "open" {
  for_each = {
    unknown-scheme   = { scheme = local.unknown ? "INTERNAL" : "INTERNAL_MANAGED", protocol = "HTTP" }
    unknown-protocol = { scheme = "INTERNAL", protocol = local.unknown ? "TCP" : "HTTP" }
  }
  name                  = each.key
  region                = "us-central1"
  load_balancing_scheme = each.value.scheme
  protocol              = each.value.protocol
}
