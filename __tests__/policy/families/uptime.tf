# Uptime checks: bounds, what they ask, and what watches them.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { timeout = "10s", period = "60s", regions = null, path = "/health", host = "chat.example", tls = true, valid = true }
  checks = {
    held             = {}
    held-nulls       = { period = null, tls = false, valid = null }
    held-regions     = { regions = ["EUROPE", "USA", "ASIA_PACIFIC"] }
    violated-timeout = { timeout = "90s" }
    violated-period  = { period = "120s" }
    violated-regions = { regions = ["EUROPE"] }
    violated-path    = { path = "/healthz" }
    violated-closed  = { host = "api-abc-uc.a.run.app" }
    violated-unread  = { valid = false }
    violated-null    = { valid = null }
    unknown-timeout  = { timeout = local.unknown ? "10s" : "90s" }
    unknown-period   = { period = local.unknown ? "60s" : "120s" }
    unknown-regions  = { regions = local.unknown ? null : ["EUROPE"] }
    unknown-path     = { path = "/${random_id.suffix.hex}" }
    unknown-host     = { host = "${random_id.suffix.hex}.example" }
    unknown-valid    = { valid = local.unknown }
    unknown-tls      = { tls = local.unknown, valid = false }
  }
}
resource "google_cloud_run_v2_service" "api" {
  name                = "api"
  location            = "us-central1"
  ingress             = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_monitoring_uptime_check_config" "check" {
  for_each         = { for name, check in local.checks : name => merge(local.good, check) }
  display_name     = each.key
  timeout          = each.value.timeout
  period           = each.value.period
  selected_regions = each.value.regions
  http_check {
    path         = each.value.path
    use_ssl      = each.value.tls
    validate_ssl = each.value.valid
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = "p", host = each.value.host }
  }
}
